// How many lines a class has over all its files: its definition, and each function of it that is defined elsewhere in
// its module. A class that is sliced over several files is as long as their sum.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "arch/rules.h"

namespace presenced::arch {

struct ClassSize {
  std::string name;
  std::string path;  // where it is defined
  std::size_t line = 0;
  std::size_t lines = 0;  // comments and blank lines inside of it included
};

// Of lib/ and daemon/, in the order of their paths. A class inside of another one counts as a part of that one. Goes by
// the project's formatting: what is defined in a namespace begins in the first column, and so does its last line.
std::vector<ClassSize> class_sizes(const Sources& sources);

inline constexpr std::size_t kMaxClassLines = 400;
Findings long_classes(const Sources& sources);

}  // namespace presenced::arch
