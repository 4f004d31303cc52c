#include "commands/usage.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/letters.h"
#include "text/text.h"

namespace presenced::commands {
namespace {

// How many typing mistakes a word of this length may have: a short one is another word after a single change, as --db
// and --by are.
std::size_t most_mistakes(std::size_t letters) { return letters <= 3 ? 0 : letters <= 5 ? 1 : 2; }

// "; did you mean NAME?" for the nearest of `names`; empty when none is near. The beginning of a name is near.
std::string suggestion(const std::string& written, const std::vector<std::string>& names) {
  const std::size_t letters = written.size() - std::min(written.size(), written.find_first_not_of('-'));
  if (letters == 0) return "";
  std::size_t most = most_mistakes(letters);
  const std::string* nearest = nullptr;
  for (const std::string& name : names) {
    const bool beginning = letters >= 2 && name.starts_with(written);
    const std::size_t mistakes = beginning ? 0 : base::edit_distance(text::folded(written), name);
    if (mistakes > most || (nearest != nullptr && mistakes == most)) continue;
    most = mistakes;
    nearest = &name;
  }
  return nearest == nullptr ? "" : "; did you mean " + *nearest + "?";
}

std::string problem_of(const WrongUsage& wrong) {
  for (const std::string& written : wrong.unexpected) {
    if (written == "--") continue;
    if (written.size() > 1 && written.starts_with('-')) {
      const std::string name = written.substr(0, written.find('='));
      return fmt::format("{} has no option {}{}", wrong.command.empty() ? "presencectl" : wrong.command,
                         text::printable(name), suggestion(name, wrong.options));
    }
    if (wrong.command.empty())
      return fmt::format("unknown command '{}'{}", text::printable(written), suggestion(written, wrong.commands));
    return fmt::format("{} does not take '{}'", wrong.command, text::printable(written));
  }
  return text::printable(wrong.problem);
}

}  // namespace

std::vector<std::string> usage_lines(const WrongUsage& wrong) {
  const std::string command = wrong.command.empty() ? "" : " " + wrong.command;
  return {problem_of(wrong), fmt::format("see presencectl{} --help", command)};
}

}  // namespace presenced::commands
