// Rows of a query as text, and how doctest shows them: one below the other.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace presenced::test {

using Lines = std::vector<std::string>;

}  // namespace presenced::test

namespace doctest {
template <>
struct StringMaker<presenced::test::Lines> {
  static String convert(const presenced::test::Lines& lines) {
    std::string all;
    for (const std::string& line : lines) all += "\n    " + line;
    return String(all.c_str());
  }
};
}  // namespace doctest
