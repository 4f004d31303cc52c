// The modules of lib/ as their CMake files declare them.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace presenced::arch {

struct Modules {
  std::vector<std::string> order;                     // from the bottom up, as in lib/CMakeLists.txt
  std::map<std::string, std::set<std::string>> deps;  // of each: the modules named in its DEPS and PRIVATE_DEPS

  bool contains(const std::string& module) const { return deps.contains(module); }
  std::size_t height(const std::string& module) const;  // its place in the order; past the end when it has none
};

// The folders of `add_subdirectory(...)`, in their order.
std::vector<std::string> order_of(std::string_view cmake);

// Every X of a `presenced::X` inside presenced_module(...).
std::set<std::string> deps_of(std::string_view cmake);

Modules read_modules(const std::filesystem::path& root);

}  // namespace presenced::arch
