#include "answers/who.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/letters.h"
#include "text/text.h"

namespace presenced::answers {
namespace {

using Indices = std::vector<std::size_t>;

template <class Matches>
Indices all_where(const std::vector<history::Person>& people, const Matches& matches) {
  Indices found;
  for (std::size_t i = 0; i < people.size(); ++i)
    if (matches(people[i])) found.push_back(i);
  return found;
}

bool same(const std::string& name, const std::string& wanted) { return !name.empty() && text::folded(name) == wanted; }

bool has_part(const std::string& name, const std::string& wanted) {
  return text::folded(name).find(wanted) != std::string::npos;
}

// The first of id, label, other names and parts of names by which anybody is found.
Indices named(const std::string& wanted, const std::vector<history::Person>& people, NameMatch match) {
  Indices found = all_where(people, [&](const history::Person& person) { return same(person.id.text, wanted); });
  if (found.empty())
    found = all_where(people, [&](const history::Person& person) { return same(person.label, wanted); });
  if (found.empty())
    found = all_where(people, [&](const history::Person& person) {
      return same(person.name, wanted) || same(person.real_name, wanted) || same(person.email, wanted);
    });
  if (found.empty() && match == NameMatch::part && !wanted.empty())
    found = all_where(people, [&](const history::Person& person) {
      return has_part(person.label, wanted) || has_part(person.name, wanted) || has_part(person.real_name, wanted);
    });
  return found;
}

// One id in several workspaces is one person (Enterprise Grid).
bool one_person(const Indices& found, const std::vector<history::Person>& people) {
  return std::all_of(found.begin(), found.end(), [&](std::size_t i) { return people[i].id == people[found[0]].id; });
}

std::string list_of(const Indices& found, const std::vector<history::Person>& people) {
  constexpr std::size_t kMost = 10;  // a line that can be read: a letter alone may be a part of everybody's name
  std::string text;
  for (std::size_t i = 0; i < std::min(found.size(), kMost); ++i) {
    const history::Person& person = people[found[i]];
    const std::string& name = person.real_name.empty() ? person.called() : person.real_name;
    text += fmt::format("{}{} ({}, {})", text.empty() ? "" : ", ", person.id.text, text::printable(name),
                        text::printable(person.workspace));
  }
  return found.size() > kMost ? fmt::format("{} and {} more", text, found.size() - kMost) : text;
}

// How far a name is from what was written; beyond `too_far` it is no suggestion. Who writes a part of a name means it.
std::size_t distance(const std::string& wanted, const std::string& name) {
  if (!wanted.empty() && name.find(wanted) != std::string::npos) return 1;
  return base::edit_distance(wanted, name);
}

constexpr std::size_t kMostSuggestions = 3;

// Among names as they are written, those nearest to what was.
std::string suggestions(const std::string& wanted, const std::set<std::string>& names) {
  const std::size_t least = wanted.size() < 4 ? 1 : 2;  // two letters of three make another name
  const std::size_t too_far = std::max(least, wanted.size() / 3) + 1;
  std::vector<std::pair<std::size_t, std::string>> near;
  std::set<std::string> seen;
  for (const std::string& name : names) {
    if (!seen.insert(text::folded(name)).second) continue;
    const std::size_t far = distance(wanted, text::folded(name));
    if (far < too_far) near.emplace_back(far, name);
  }
  std::sort(near.begin(), near.end());
  near.resize(std::min(near.size(), kMostSuggestions));
  std::string text;
  for (const auto& [far, name] : near) text += (text.empty() ? "; did you mean " : ", ") + text::printable(name);
  return text.empty() ? "" : text + "?";
}

std::set<std::string> names_of(const std::vector<history::Person>& people) {
  std::set<std::string> names;
  for (const history::Person& person : people)
    for (const std::string& name : {person.id.text, person.label, person.name, person.real_name, person.email})
      if (!name.empty()) names.insert(name);
  return names;
}

std::set<std::string> names_of(const std::vector<history::Group>& groups) {
  std::set<std::string> names;
  for (const history::Group& group : groups) names.insert("@" + group.name);
  return names;
}

// Appends those whom `who` names; what is wrong with it otherwise.
std::string add_group(const std::string& who, const std::vector<history::Person>& people,
                      const std::vector<history::Group>& groups, Indices& into) {
  const std::string wanted = text::folded(who.substr(1));
  bool found = false;
  for (const history::Group& group : groups) {
    if (text::folded(group.name) != wanted) continue;
    found = true;
    const std::set<base::UserId> users(group.users.begin(), group.users.end());
    const Indices members = all_where(people, [&](const history::Person& person) {
      return person.workspace == group.workspace && users.contains(person.id);
    });
    into.insert(into.end(), members.begin(), members.end());
  }
  if (found) return "";
  return fmt::format("no group '{}'{}", text::printable(who), suggestions(text::folded(who), names_of(groups)));
}

std::string add_person(const std::string& who, const std::vector<history::Person>& people, NameMatch match,
                       Indices& into) {
  const Indices found = named(text::folded(who), people, match);
  if (found.empty())
    return fmt::format("nobody is called '{}'{}", text::printable(who),
                       suggestions(text::folded(who), names_of(people)));
  if (!one_person(found, people))
    return fmt::format("'{}' may be any of {}; use the id", text::printable(who), list_of(found, people));
  into.insert(into.end(), found.begin(), found.end());
  return "";
}

}  // namespace

base::Result<std::vector<std::size_t>, WhoError> resolve(const std::vector<std::string>& whos,
                                                         const std::vector<history::Person>& people,
                                                         const std::vector<history::Group>& groups, NameMatch match) {
  Indices found;
  WhoError error;
  for (const std::string& who : whos) {
    const bool group = who.starts_with('@');
    const std::string problem = group ? add_group(who, people, groups, found) : add_person(who, people, match, found);
    if (!problem.empty()) error.problems.push_back(problem);
  }
  if (!error.problems.empty()) return error;
  Indices once;
  std::set<std::size_t> seen;
  for (const std::size_t i : found)
    if (seen.insert(i).second) once.push_back(i);
  return once;
}

}  // namespace presenced::answers
