#include "word_order.h"

#include <algorithm>
#include <sstream>
#include <string_view>

#include "commands/option_table.h"

namespace presenced::presencectl {
namespace {

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool takes_value(std::string_view name) {
  for (const commands::OptionRow& row : commands::option_table()) {
    std::istringstream names(row.names);
    for (std::string one; std::getline(names, one, ',');)
      if (one == name && *row.type != '\0') return true;
  }
  return false;
}

// Whether the word after this option is its value. `-n` is an option with a value for one command and a flag for
// another.
bool value_follows(std::string_view option, std::string_view next) {
  if (option.starts_with("--")) return option.find('=') == std::string_view::npos && takes_value(option);
  for (std::size_t i = 1; i < option.size(); ++i) {
    const std::string letter = {'-', option[i]};
    if (takes_value(letter)) return i + 1 == option.size() && (letter != "-n" || is_number(next));
  }
  return false;
}

// Where the command stands; the number of words when there is none.
std::size_t place_of_command(const std::vector<std::string>& words) {
  std::size_t at = 0;
  for (; at < words.size(); ++at) {
    if (words[at] == "--") return words.size();
    if (!words[at].starts_with('-')) return at;
    if (value_follows(words[at], at + 1 < words.size() ? words[at + 1] : "")) ++at;
  }
  return words.size();
}

}  // namespace

std::vector<std::string> command_first(std::vector<std::string> words) {
  const std::size_t at = place_of_command(words);
  if (at == words.size()) return words;
  std::rotate(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(at),
              words.begin() + static_cast<std::ptrdiff_t>(at) + 1);
  if (words.front() == "log")
    for (std::string& word : words)
      if (word.size() > 1 && word.front() == '-' && is_number(std::string_view(word).substr(1))) word.insert(1, "n");
  return words;
}

}  // namespace presenced::presencectl
