#include "commands/awaited.h"

#include <fmt/format.h>

#include <algorithm>

#include "answers/who.h"
#include "text/text.h"

namespace presenced::commands {
namespace {

const history::Person* find_person(const std::vector<history::Person>& people, const std::string& workspace,
                                   const base::UserId& id) {
  const auto found = std::find_if(people.begin(), people.end(), [&](const history::Person& person) {
    return person.workspace == workspace && person.id == id;
  });
  return found == people.end() ? nullptr : &*found;
}

}  // namespace

Awaited::Awaited(Request& request, History& history) : groups_(request), history_(history) {
  history.chosen();  // refuses all that are not found together
  const std::vector<history::Person>& people = history.people();
  const std::vector<history::Group> groups = history.groups();
  std::vector<std::string> with_groups;
  for (const std::string& who : request.who) {
    const auto found = answers::resolve({who}, people, groups);
    const auto& matches = found.value();
    const bool names_group = matches.empty() || std::any_of(matches.begin(), matches.end(),
                                                            [](const auto& match) { return !match.groups.empty(); });
    if (names_group) {
      with_groups.push_back(who);
      continue;
    }
    for (const answers::Match& match : matches) {
      const history::Person& person = people[match.index];
      Named named{person.workspace, person.id, person.called()};
      if (std::find(named_.begin(), named_.end(), named) == named_.end()) named_.push_back(std::move(named));
    }
  }
  request.who = std::move(with_groups);
}

std::vector<Awaited::Person> Awaited::people(history::Window window) {
  std::vector<Person> all;
  for (const Named& named : named_) {
    const history::Person* person = find_person(history_.people(), named.workspace, named.id);
    if (!person)
      throw Refused(ExitStatus::nobody, fmt::format("{} ({}) was deleted from the history while waiting",
                                                    text::printable(named.called), named.id.text));
    all.push_back({*person, answers::SpanSet{window}});
  }
  if (groups_.who.empty()) return all;
  const std::size_t by_name = all.size();
  for (const history::Person& person : history_.chosen_over(window)) {
    const auto end = all.begin() + static_cast<std::ptrdiff_t>(by_name);
    if (std::none_of(all.begin(), end, [&](const Person& one) { return one.person.key == person.key; }))
      all.push_back({person, history_.counted(person, window)});
  }
  return all;
}

}  // namespace presenced::commands
