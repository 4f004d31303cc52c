#include "fake_slack/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace presenced::fake_slack {
namespace {

struct CodePoint {
  char32_t value = 0xFFFD;
  std::size_t bytes = 1;
};

// The code point at the start of `text`; U+FFFD for one byte where it is not UTF-8 (RFC 3629).
CodePoint first_code_point(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {};
  char32_t value = lead & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    value = (value << 6) | (byte(i) & 0x3Fu);
  }
  constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < kLeast[length] || value > 0x10FFFF || surrogate) return {};
  return {value, length};
}

void append_escaped(std::string& out, char32_t value) {
  const auto unit = [&](char32_t u) { out += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(u)); };
  if (value < 0x10000) return unit(value);
  unit(0xD800 + ((value - 0x10000) >> 10));
  unit(0xDC00 + ((value - 0x10000) & 0x3FF));
}

void append_ascii(std::string& out, char c, Escapes escapes) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    case '/':
      out += escapes == Escapes::ascii ? "\\/" : "/";
      return;
    default:
      if (static_cast<unsigned char>(c) < 0x20) return append_escaped(out, static_cast<char32_t>(c));
      out += c;
  }
}

// Stands for itself in a JSON string, however it is escaped. An object, so that it becomes a part of the search.
constexpr auto is_plain = [](char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '/'; };

void append_quoted(std::string& out, std::string_view text, Escapes escapes) {
  out += '"';
  while (!text.empty()) {
    const auto plain = static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_plain) - text.begin());
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const CodePoint point = first_code_point(text);
    if (point.value < 0x80) {
      append_ascii(out, text[0], escapes);
    } else if (escapes == Escapes::ascii) {
      append_escaped(out, point.value);
    } else if (point.bytes == 1) {
      out += "\xEF\xBF\xBD";  // U+FFFD
    } else {
      out += text.substr(0, point.bytes);
    }
    text.remove_prefix(point.bytes);
  }
  out += '"';
}

std::string object_of(const std::vector<std::string_view>& members) {
  std::string out = "{";
  for (const std::string_view member : members) {
    if (out.size() > 1) out += ',';
    out += member;
  }
  return out + '}';
}

}  // namespace

std::string quoted(std::string_view text, Escapes escapes) {
  std::string out;
  out.reserve(text.size() + 2);
  append_quoted(out, text, escapes);
  return out;
}

void JsonObject::begin_member(std::string_view key) {
  begins_.push_back(text_.size());
  append_quoted(text_, key, Escapes::utf8);
  text_ += ':';
}

JsonObject& JsonObject::text(std::string_view key, std::string_view value) {
  begin_member(key);
  append_quoted(text_, value, escapes_);
  return *this;
}

JsonObject& JsonObject::number(std::string_view key, std::int64_t value) { return raw(key, std::to_string(value)); }

JsonObject& JsonObject::boolean(std::string_view key, bool value) { return raw(key, value ? "true" : "false"); }

JsonObject& JsonObject::raw(std::string_view key, std::string_view json) {
  begin_member(key);
  text_ += json;
  return *this;
}

std::vector<std::string_view> JsonObject::members() const {
  std::vector<std::string_view> all;
  all.reserve(begins_.size());
  for (std::size_t i = 0; i < begins_.size(); ++i) {
    const std::size_t end = i + 1 < begins_.size() ? begins_[i + 1] : text_.size();
    all.push_back(std::string_view(text_).substr(begins_[i], end - begins_[i]));
  }
  return all;
}

std::string JsonObject::written() const { return object_of(members()); }

std::string JsonObject::shuffled(base::Random& random) const {
  std::vector<std::string_view> all = members();
  for (std::size_t left = all.size(); left > 1; --left) std::swap(all[left - 1], all[random.below(left)]);
  return object_of(all);
}

}  // namespace presenced::fake_slack
