#include "commands/usage.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/letters.h"
#include "text/text.h"

namespace presenced::commands {
namespace {

// The nearest of `names`, as "; did you mean NAME?"; nothing where none is near. Who writes the beginning of a name
// means it.
std::string suggestion(const std::string& written, const std::vector<std::string>& names) {
  if (written.find_first_not_of('-') == std::string::npos) return "";
  std::size_t least = std::max<std::size_t>(2, written.size() / 3) + 1;
  const std::string* nearest = nullptr;
  for (const std::string& name : names) {
    const std::size_t distance = name.starts_with(written) ? 1 : base::edit_distance(text::folded(written), name);
    if (distance >= least) continue;
    least = distance;
    nearest = &name;
  }
  return nearest == nullptr ? "" : "; did you mean " + *nearest + "?";
}

std::string problem_of(const WrongUsage& wrong) {
  for (const std::string& written : wrong.unexpected) {
    if (written == "--") continue;
    if (written.size() > 1 && written.starts_with('-')) {
      const std::string name = written.substr(0, written.find('='));
      return fmt::format("there is no option {}{}{}", text::printable(name),
                         wrong.command.empty() ? "" : " of " + wrong.command, suggestion(name, wrong.options));
    }
    if (wrong.command.empty())
      return fmt::format("there is no command '{}'{}", text::printable(written), suggestion(written, wrong.commands));
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
