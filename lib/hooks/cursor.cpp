#include "hooks/cursor.h"

#include <simdjson.h>

#include "base/json_object.h"

namespace presenced::hooks {
namespace {

constexpr std::int64_t kSchema = 1;

std::optional<std::int64_t> whole_number(const simdjson::dom::object& object, std::string_view key) {
  std::int64_t number = 0;
  if (object[key].get(number) != simdjson::SUCCESS || number < 0) return std::nullopt;
  return number;
}

}  // namespace

std::string cursor_text(const Cursor& cursor) {
  return base::JsonObject().number("schema", kSchema).number("seq", cursor.seq).time("at_ms", cursor.at).done() + "\n";
}

base::Result<Cursor, std::string> parse_cursor(std::string_view text) {
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  if (parser.parse(text.data(), text.size()).get(object) != simdjson::SUCCESS)
    return std::string("is not a JSON object");
  if (whole_number(object, "schema") != kSchema) return std::string("is not of `schema` 1");
  const auto seq = whole_number(object, "seq");
  if (!seq) return std::string("has no whole number `seq`");
  Cursor cursor{*seq, std::nullopt};
  simdjson::dom::element at;
  if (object["at_ms"].get(at) != simdjson::SUCCESS) return std::string("has no `at_ms`");
  if (at.is_null()) return cursor;
  const auto at_ms = whole_number(object, "at_ms");
  if (!at_ms) return std::string("has an `at_ms` that is neither a whole number nor null");
  cursor.at = base::wall_from_unix_ms(*at_ms);
  return cursor;
}

Fit fit(const Cursor& cursor, const HistoryAtCursor& history) {
  if (cursor.seq > history.last_seq) return Fit::ahead;
  return cursor.at && history.at && *cursor.at != *history.at ? Fit::other : Fit::fits;
}

}  // namespace presenced::hooks
