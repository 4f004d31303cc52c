#include "arch/includes.h"

#include <optional>

namespace presenced::arch {
namespace {

std::string_view without_blanks_before(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  return text;
}

// What follows `#include` on the line, if it is such a line.
std::optional<std::string_view> after_include(std::string_view line) {
  line = without_blanks_before(line);
  if (!line.starts_with('#')) return std::nullopt;
  line = without_blanks_before(line.substr(1));
  constexpr std::string_view kWord = "include";
  if (!line.starts_with(kWord)) return std::nullopt;
  return without_blanks_before(line.substr(kWord.size()));
}

}  // namespace

std::vector<Include> includes_of(const SourceFile& file) {
  const auto text = lines_of(file.text);
  const auto code = lines_of(file.code);  // tells what is a directive; the quoted name stands in the text alone
  std::vector<Include> includes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!after_include(code[i])) continue;
    const auto rest = after_include(text[i]);
    if (!rest || rest->empty()) continue;
    const bool quoted = rest->front() == '"';
    const std::size_t end = rest->find(quoted ? '"' : '>', 1);
    if (end == std::string_view::npos) continue;
    includes.push_back({static_cast<int>(i) + 1, std::string(rest->substr(1, end - 1)), quoted});
  }
  return includes;
}

}  // namespace presenced::arch
