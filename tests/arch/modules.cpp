#include "arch/modules.h"

#include <algorithm>

#include "arch/source.h"

namespace presenced::arch {
namespace {

std::string without_comments(std::string_view cmake) {
  std::string text;
  for (const std::string_view line : lines_of(cmake)) text += std::string(line.substr(0, line.find('#'))) + "\n";
  return text;
}

// What stands between the parentheses of every call of `command`.
std::vector<std::string> arguments_of(std::string_view command, std::string_view cmake) {
  const std::string text = without_comments(cmake);
  const std::string call = std::string(command) + "(";
  std::vector<std::string> arguments;
  for (std::size_t at = text.find(call); at != std::string::npos; at = text.find(call, at)) {
    at += call.size();
    const std::size_t end = std::min(text.find(')', at), text.size());
    arguments.push_back(text.substr(at, end - at));
  }
  return arguments;
}

}  // namespace

std::size_t Modules::height(const std::string& module) const {
  return static_cast<std::size_t>(std::find(order.begin(), order.end(), module) - order.begin());
}

std::vector<std::string> order_of(std::string_view cmake) { return arguments_of("add_subdirectory", cmake); }

std::set<std::string> deps_of(std::string_view cmake) {
  constexpr std::string_view kPrefix = "presenced::";
  std::set<std::string> deps;
  for (const std::string& arguments : arguments_of("presenced_module", cmake)) {
    for (std::size_t at = arguments.find(kPrefix); at != std::string::npos; at = arguments.find(kPrefix, at)) {
      at += kPrefix.size();
      const std::size_t end = std::min(arguments.find_first_of(" \t\r\n", at), arguments.size());
      deps.insert(arguments.substr(at, end - at));
    }
  }
  return deps;
}

Modules read_modules(const std::filesystem::path& root) {
  Modules modules;
  modules.order = order_of(read_text(root / "lib" / "CMakeLists.txt"));
  for (const std::string& module : modules.order)
    modules.deps[module] = deps_of(read_text(root / "lib" / module / "CMakeLists.txt"));
  return modules;
}

}  // namespace presenced::arch
