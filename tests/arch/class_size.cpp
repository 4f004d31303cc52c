#include "arch/class_size.h"

#include <algorithm>
#include <map>
#include <regex>
#include <string_view>
#include <utility>

namespace presenced::arch {
namespace {

// A declaration or definition in a namespace.
struct Item {
  std::string head;  // up to the body
  std::size_t line = 0;
  std::size_t lines = 0;
};

bool starts_item(std::string_view line) {
  constexpr std::string_view kNoItem = " \t}#";
  return !line.empty() && kNoItem.find(line.front()) == std::string_view::npos && !line.starts_with("namespace ") &&
         !line.starts_with("using ");
}

std::string_view trimmed(std::string_view line) {
  const std::size_t end = line.find_last_not_of(" \t");
  return line.substr(0, end == std::string_view::npos ? 0 : end + 1);
}

std::vector<Item> items_of(const SourceFile& file) {
  std::vector<Item> items;
  const auto lines = lines_of(file.code);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!starts_item(lines[i])) continue;
    Item item{{}, i + 1, 0};
    bool in_head = true;
    for (const std::size_t first = i; i < lines.size(); ++i) {
      const std::string_view line = trimmed(lines[i]);
      if (in_head) item.head += std::string(line.substr(0, line.find('{'))) + ' ';
      in_head = in_head && line.find('{') == std::string_view::npos;
      item.lines = i - first + 1;
      const bool closes = line.starts_with('}') || (i == first && line.ends_with('}'));
      if (closes || (in_head && line.ends_with(';'))) break;
    }
    items.push_back(std::move(item));
  }
  return items;
}

std::string group_of(const SourceFile& file) { return file.path.substr(0, file.path.rfind('/')); }

}  // namespace

std::vector<ClassSize> class_sizes(const Sources& sources) {
  static const std::regex kClass(R"(^(?:template <[^>]*> )?(?:class|struct) (\w+(?:::\w+)*))");
  static const std::regex kMember(R"((\w+)(?:<\w+>)?::(?:\w+::)*~?(?:operator\W*|\w+)\()");
  std::vector<ClassSize> sizes;
  std::map<std::pair<std::string, std::string>, std::size_t> by_name;  // folder and class
  std::vector<std::pair<std::pair<std::string, std::string>, std::size_t>> functions;
  for (const SourceFile& file : sources) {
    for (const Item& item : items_of(file)) {
      std::smatch match;
      if (std::regex_search(item.head, match, kClass)) {
        const std::string name = match[1].str();
        const std::string outer = name.substr(0, name.find("::"));
        if (outer != name) {  // struct FileThread::Outlet
          functions.push_back({{group_of(file), outer}, item.lines});
        } else if (item.lines > 1) {
          by_name.emplace(std::pair(group_of(file), name), sizes.size());
          sizes.push_back({name, file.path, item.line, item.lines});
        }
      } else if (std::regex_search(item.head, match, kMember)) {
        functions.push_back({{group_of(file), match[1].str()}, item.lines});
      }
    }
  }
  for (const auto& [key, lines] : functions)
    if (const auto found = by_name.find(key); found != by_name.end()) sizes[found->second].lines += lines;
  return sizes;
}

Findings long_classes(const Sources& sources) {
  Findings findings;
  for (const ClassSize& one : class_sizes(sources))
    if (one.lines > kMaxClassLines)
      findings.push_back(one.path + ":" + std::to_string(one.line) + ": " + one.name + " has " +
                         std::to_string(one.lines) + " lines over all its files, more than " +
                         std::to_string(kMaxClassLines) + ": several classes?");
  return findings;
}

}  // namespace presenced::arch
