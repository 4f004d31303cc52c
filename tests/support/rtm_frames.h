// Reads the frames that presenced sends, as far as tests need it: they are compact JSON of a known shape.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace presenced::support {

inline bool is_type(std::string_view frame, std::string_view type) {
  return frame.find("\"type\":\"" + std::string(type) + "\"") != std::string_view::npos;
}

// The ids of a presence_sub or presence_query.
inline std::vector<std::string> ids_in(const std::string& frame) {
  std::vector<std::string> ids;
  std::size_t at = frame.find('[');
  while (at != std::string::npos && (at = frame.find('"', at)) != std::string::npos) {
    const std::size_t end = frame.find('"', at + 1);
    ids.push_back(frame.substr(at + 1, end - at - 1));
    at = end + 1;
  }
  return ids;
}

}  // namespace presenced::support
