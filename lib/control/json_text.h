// JSON objects, written. What comes out is valid JSON and valid UTF-8 whatever goes in. Internal to lib/control.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace presenced::control {

// Longer texts are cut: an answer is for people and scripts, and none of its texts says more in more words.
inline constexpr std::size_t kMostTextBytes = 4096;  // a path of Linux's

class JsonText {
 public:
  JsonText& text(std::string_view key, std::string_view value);
  JsonText& number(std::string_view key, std::int64_t value);
  JsonText& flag(std::string_view key, bool value);
  JsonText& time(std::string_view key, std::optional<base::WallTime> value);  // milliseconds since 1970, or null
  JsonText& raw(std::string_view key, std::string_view json);                 // JSON already
  JsonText& array(std::string_view key, const std::vector<std::string>& json);
  JsonText& texts(std::string_view key, const std::vector<std::string>& values);

  std::string done() const { return text_ + "}"; }

 private:
  std::string text_ = "{";
};

// In quotes. Bytes that are no UTF-8 become '?', so that nothing that reads JSON stumbles over a path.
std::string json_string(std::string_view text);

}  // namespace presenced::control
