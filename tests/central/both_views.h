// The views of a history and of its copy at the centre, row by row, to be compared.
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace presenced::test {

using Lines = std::vector<std::string>;

// The rows of a query as text: columns with | between them, - for NULL, sorted.
Lines source_lines(const std::filesystem::path& history, const std::string& sql);
Lines centre_lines(const std::string& address, const std::string& sql);

// What differs between the two, view by view, in sentences with the first rows that do; empty: nothing does.
Lines differences(const std::filesystem::path& history, const std::string& address, const std::string& origin);

}  // namespace presenced::test

namespace doctest {
template <>
struct StringMaker<std::vector<std::string>> {
  static String convert(const std::vector<std::string>& lines) {
    std::string all;
    for (const std::string& line : lines) all += "\n    " + line;
    return String(all.c_str());
  }
};
}  // namespace doctest
