// What a request asks for: path and parameters, decoded. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace presenced::web {

using Parameters = std::vector<std::pair<std::string, std::string>>;

struct Target {
  std::string path;  // decoded, with its leading "/"; no segment of it means anything but itself
  Parameters parameters;
};

// Empty: not the path and query of an address (RFC 3986), or a character in it that no text has.
std::optional<Target> parse_target(std::string_view text);

}  // namespace presenced::web
