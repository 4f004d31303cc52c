#include "slack/json.h"

#include <cmath>

#include "slack/surrogates.h"
#include "slack/timestamps.h"

namespace presenced::slack::json {
namespace {

// simdjson's buffers take about 12 bytes for each byte of the largest text so far. Frames have some hundred bytes; the
// rare one of megabytes must not hold its buffers for months, so the first text that is small again gives them back.
constexpr std::size_t kKeptCapacity = 256 * 1024;
constexpr std::size_t kFirstCapacity = 8 * 1024;

const char* words_for(simdjson::error_code error) {
  switch (error) {
    case simdjson::EMPTY:
      return "empty";
    case simdjson::DEPTH_ERROR:
      return "nested too deep";
    case simdjson::UTF8_ERROR:
      return "invalid UTF-8";
    case simdjson::NUMBER_ERROR:
      return "a number that is broken or too large";
    case simdjson::STRING_ERROR:
    case simdjson::UNESCAPED_CHARS:
      return "a broken string";
    case simdjson::UNCLOSED_STRING:
      return "an unclosed string";
    case simdjson::CAPACITY:
    case simdjson::MEMALLOC:
      return "too large";
    default:
      return "broken JSON";
  }
}

template <class T>
std::optional<T> read(Object parent, std::string_view key) {
  T value;
  if (parent.at_key(key).get(value) != simdjson::SUCCESS) return std::nullopt;
  return value;
}

}  // namespace

base::Result<Object, std::string> Parser::parse(std::string_view text) {
  Element root;
  simdjson::error_code error = prepare(text.size());
  if (!error) error = parser_.parse(text.data(), text.size()).get(root);
  if (error == simdjson::STRING_ERROR) {
    if (const auto mended = replace_lone_surrogates(text))
      error = parser_.parse(mended->data(), mended->size()).get(root);
  }
  if (error) return std::string(words_for(error));
  Object object;
  if (root.get(object) != simdjson::SUCCESS) return std::string("not a JSON object");
  return object;
}

simdjson::error_code Parser::prepare(std::size_t bytes) {
  const std::size_t capacity = parser_.capacity();
  const bool fits = capacity != 0 && (capacity <= kKeptCapacity || bytes > kKeptCapacity);
  if (fits) return simdjson::SUCCESS;
  parser_ = simdjson::dom::parser();
  return parser_.allocate(kFirstCapacity, kMaxDepth);  // it grows by itself and keeps the depth
}

std::optional<Object> object(Object parent, std::string_view key) { return read<Object>(parent, key); }
std::optional<Array> array(Object parent, std::string_view key) { return read<Array>(parent, key); }
std::optional<bool> boolean(Object parent, std::string_view key) { return read<bool>(parent, key); }
std::optional<double> number(Object parent, std::string_view key) { return read<double>(parent, key); }
std::optional<std::string_view> string(Object parent, std::string_view key) {
  return read<std::string_view>(parent, key);
}

std::string_view string_or_empty(Object parent, std::string_view key) {
  return string(parent, key).value_or(std::string_view{});
}

std::optional<std::int64_t> moment(Object parent, std::string_view key) {
  if (const auto text = string(parent, key)) return micros_of(*text);
  if (const auto seconds = number(parent, key)) return micros_of(*seconds);
  return std::nullopt;
}

std::optional<std::int64_t> integer(Object parent, std::string_view key) {
  if (const auto whole = read<std::int64_t>(parent, key)) return whole;
  constexpr double kExact = 9007199254740992.0;  // 2^53: below it every whole double is exact
  const auto real = number(parent, key);
  if (!real || std::fabs(*real) >= kExact || std::trunc(*real) != *real) return std::nullopt;
  return static_cast<std::int64_t>(*real);
}

}  // namespace presenced::slack::json
