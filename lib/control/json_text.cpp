#include "control/json_text.h"

#include <fmt/format.h>
#include <simdjson.h>

namespace presenced::control {
namespace {

// At most kMostTextBytes of it, not ending in the middle of a character.
std::string_view beginning(std::string_view text) {
  if (text.size() <= kMostTextBytes) return text;
  std::size_t size = kMostTextBytes;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  return text.substr(0, size);
}

}  // namespace

std::string json_string(std::string_view text) {
  text = beginning(text);
  const bool sound = simdjson::validate_utf8(text.data(), text.size());
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      out += {'\\', c};
    else if (byte < 0x20 || byte == 0x7f)
      out += fmt::format("\\u{:04x}", byte);
    else
      out += byte < 0x80 || sound ? c : '?';
  }
  return out + '"';
}

JsonText& JsonText::raw(std::string_view key, std::string_view json) {
  if (text_.size() > 1) text_ += ',';
  text_ += json_string(key);
  text_ += ':';
  text_ += json;
  return *this;
}

JsonText& JsonText::text(std::string_view key, std::string_view value) { return raw(key, json_string(value)); }
JsonText& JsonText::number(std::string_view key, std::int64_t value) { return raw(key, std::to_string(value)); }
JsonText& JsonText::flag(std::string_view key, bool value) { return raw(key, value ? "true" : "false"); }
JsonText& JsonText::time(std::string_view key, std::optional<base::WallTime> value) {
  return raw(key, value ? std::to_string(base::unix_ms(*value)) : "null");
}

JsonText& JsonText::array(std::string_view key, const std::vector<std::string>& json) {
  return raw(key, fmt::format("[{}]", fmt::join(json, ",")));
}

JsonText& JsonText::texts(std::string_view key, const std::vector<std::string>& values) {
  std::vector<std::string> json;
  json.reserve(values.size());
  for (const std::string& value : values) json.push_back(json_string(value));
  return array(key, json);
}

}  // namespace presenced::control
