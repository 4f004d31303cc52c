// JSON objects of our own, written member by member, in the order in which they are given, without blanks. What comes
// out is valid JSON and valid UTF-8 whatever goes in. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace presenced::base {

class JsonObject {
 public:
  JsonObject() = default;
  // Texts are cut to so many bytes.
  explicit JsonObject(std::size_t most_text_bytes) : most_text_bytes_(most_text_bytes) {}

  JsonObject& text(std::string_view key, std::string_view value);
  JsonObject& number(std::string_view key, std::int64_t value);
  JsonObject& flag(std::string_view key, bool value);
  JsonObject& time(std::string_view key, std::optional<WallTime> value);  // milliseconds since 1970, or null
  JsonObject& raw(std::string_view key, std::string_view json);           // JSON already
  JsonObject& array(std::string_view key, const std::vector<std::string>& json);
  JsonObject& texts(std::string_view key, const std::vector<std::string>& values);

  std::string done() const { return text_ + "}"; }

 private:
  std::string text_ = "{";
  std::size_t most_text_bytes_ = std::numeric_limits<std::size_t>::max();
};

}  // namespace presenced::base
