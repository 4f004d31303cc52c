#include "base/json_object.h"

#include <fmt/format.h>

#include "base/escape.h"
#include "base/letters.h"

namespace presenced::base {

JsonObject& JsonObject::raw(std::string_view key, std::string_view json) {
  if (text_.size() > 1) text_ += ',';
  text_ += json_string(key);
  text_ += ':';
  text_ += json;
  return *this;
}

JsonObject& JsonObject::text(std::string_view key, std::string_view value) {
  return raw(key, json_string(cut_between_letters(value, most_text_bytes_)));
}
JsonObject& JsonObject::number(std::string_view key, std::int64_t value) { return raw(key, std::to_string(value)); }
JsonObject& JsonObject::flag(std::string_view key, bool value) { return raw(key, value ? "true" : "false"); }
JsonObject& JsonObject::time(std::string_view key, std::optional<WallTime> value) {
  return raw(key, value ? std::to_string(unix_ms(*value)) : "null");
}

JsonObject& JsonObject::array(std::string_view key, const std::vector<std::string>& json) {
  return raw(key, fmt::format("[{}]", fmt::join(json, ",")));
}

JsonObject& JsonObject::texts(std::string_view key, const std::vector<std::string>& values) {
  std::vector<std::string> json;
  json.reserve(values.size());
  for (const std::string& value : values) json.push_back(json_string(cut_between_letters(value, most_text_bytes_)));
  return array(key, json);
}

}  // namespace presenced::base
