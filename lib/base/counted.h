// A number with its noun, in the right plural: "1 person", "12 people". For messages to people.
#pragma once

#include <fmt/format.h>

#include <concepts>
#include <string>
#include <string_view>

namespace presenced::base {

// `many` defaults to `one` and an s: counted(1, "call") is "1 call".
inline std::string counted(std::integral auto number, std::string_view one, std::string_view many = {}) {
  if (number == 1) return fmt::format("1 {}", one);
  return many.empty() ? fmt::format("{} {}s", number, one) : fmt::format("{} {}", number, many);
}

inline std::string counted_people(std::integral auto number) { return counted(number, "person", "people"); }

}  // namespace presenced::base
