#include "slack/surrogates.h"

#include <algorithm>
#include <charconv>

namespace presenced::slack {
namespace {

constexpr std::size_t kEscapeBytes = 6;  // \uXXXX

// The code unit escaped at `at`; nothing if no whole \uXXXX stands there.
std::optional<unsigned> escaped_unit(std::string_view json, std::size_t at) {
  const std::string_view escape = json.substr(std::min(at, json.size()), kEscapeBytes);
  if (escape.size() != kEscapeBytes || !escape.starts_with("\\u")) return std::nullopt;
  unsigned unit = 0;
  const char* end = escape.data() + escape.size();
  const auto [stop, error] = std::from_chars(escape.data() + 2, end, unit, 16);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return unit;
}

bool is_high(std::optional<unsigned> unit) { return unit && *unit >= 0xD800 && *unit <= 0xDBFF; }
bool is_low(std::optional<unsigned> unit) { return unit && *unit >= 0xDC00 && *unit <= 0xDFFF; }

}  // namespace

std::optional<std::string> replace_lone_surrogates(std::string_view json) {
  std::string mended;
  std::size_t copied = 0;
  for (std::size_t at = json.find('\\'); at < json.size(); at = json.find('\\', at)) {
    const std::optional<unsigned> unit = escaped_unit(json, at);
    if (is_high(unit) && is_low(escaped_unit(json, at + kEscapeBytes))) {
      at += 2 * kEscapeBytes;
    } else if (is_high(unit) || is_low(unit)) {
      mended.append(json, copied, at - copied).append("\\ufffd");
      at += kEscapeBytes;
      copied = at;
    } else {
      at += 2;  // a backslash and what it escapes, which may be a backslash
    }
  }
  if (copied == 0) return std::nullopt;
  mended.append(json, copied);
  return mended;
}

}  // namespace presenced::slack
