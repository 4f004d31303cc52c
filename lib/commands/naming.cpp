#include "commands/naming.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "text/text.h"

namespace presenced::commands {

bool of_several_workspaces(const std::vector<history::Person>& people) {
  return std::any_of(people.begin(), people.end(),
                     [&](const history::Person& person) { return person.workspace != people.front().workspace; });
}

std::function<std::string(const history::Person&)> naming(const std::vector<history::Person>& people,
                                                          std::string cut_mark) {
  if (!of_several_workspaces(people)) return [](const history::Person& person) { return person.called(); };
  return [mark = std::move(cut_mark)](const history::Person& person) {
    constexpr std::size_t kMost = 20;  // columns: every picture has room for so many
    constexpr std::size_t kLeast = 8;  // of the name
    const std::string workspace = " (" + text::printable(person.workspace) + ")";
    const std::size_t room = std::max(kMost - std::min(kMost, text::columns(workspace)), kLeast);
    return text::fitted(text::printable(person.called()), room, mark) + workspace;
  };
}

}  // namespace presenced::commands
