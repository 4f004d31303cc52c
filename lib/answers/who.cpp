#include "answers/who.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <tuple>
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

using Fold = std::string (*)(std::string_view);

// Those of whom `wanted` is the label, or else another name.
Indices named_whole(const std::string& who, const std::vector<history::Person>& people, Fold fold) {
  const std::string wanted = fold(who);
  const auto same = [&](const std::string& name) { return !name.empty() && fold(name) == wanted; };
  Indices found = all_where(people, [&](const history::Person& person) { return same(person.label); });
  if (!found.empty()) return found;
  return all_where(people, [&](const history::Person& person) {
    return same(person.name) || same(person.real_name) || same(person.email);
  });
}

Indices named_in_part(const std::string& who, const std::vector<history::Person>& people, Fold fold) {
  const std::string wanted = fold(who);
  if (wanted.empty()) return {};
  const auto has = [&](const std::string& name) { return fold(name).find(wanted) != std::string::npos; };
  return all_where(people, [&](const history::Person& person) {
    return has(person.label) || has(person.name) || has(person.real_name);
  });
}

// The first of these that finds anybody: id, whole names, whole names without accents, parts of names.
Indices named(const std::string& who, const std::vector<history::Person>& people, NameMatch match) {
  const std::string wanted = text::folded(who);
  Indices found =
      all_where(people, [&](const history::Person& person) { return text::folded(person.id.text) == wanted; });
  if (found.empty()) found = named_whole(who, people, text::folded);
  if (match == NameMatch::whole) return found;
  if (found.empty()) found = named_whole(who, people, text::without_accents);
  if (found.empty()) found = named_in_part(who, people, text::folded);
  if (found.empty()) found = named_in_part(who, people, text::without_accents);
  return found;
}

// One id in several workspaces is one person (Enterprise Grid).
bool one_person(const Indices& found, const std::vector<history::Person>& people) {
  return std::all_of(found.begin(), found.end(), [&](std::size_t i) { return people[i].id == people[found[0]].id; });
}

std::string list_of(const Indices& found, const std::vector<history::Person>& people) {
  constexpr std::size_t kMost = 10;  // keeps the line readable: one letter may be a part of everybody's name
  std::string text;
  for (std::size_t i = 0; i < std::min(found.size(), kMost); ++i) {
    const history::Person& person = people[found[i]];
    const std::string& name = person.real_name.empty() ? person.called() : person.real_name;
    text += fmt::format("{}{} ({}, {})", text.empty() ? "" : ", ", person.id.text, text::printable(name),
                        text::printable(person.workspace));
  }
  return found.size() > kMost ? fmt::format("{} and {} more", text, found.size() - kMost) : text;
}

// How far a name is from what was written; a part of a name is near. Of a group, what follows the @ counts.
std::size_t distance(const std::string& written, const std::string& name_or_group) {
  const std::string wanted = written.substr(written.starts_with('@') ? 1 : 0);
  const std::string name = name_or_group.substr(name_or_group.starts_with('@') ? 1 : 0);
  if (!wanted.empty() && name.find(wanted) != std::string::npos) return 1;
  return base::edit_distance(wanted, name);
}

constexpr std::size_t kMostSuggestions = 3;

// The names that are nearest to what was written.
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

void add_names(const std::vector<history::Person>& people, std::set<std::string>& names) {
  for (const history::Person& person : people)
    for (const std::string& name : {person.id.text, person.label, person.name, person.real_name, person.email})
      if (!name.empty()) names.insert(name);
}

void add_names(const std::vector<history::Group>& groups, std::set<std::string>& names) {
  for (const history::Group& group : groups) names.insert("@" + group.name);
}

// What WHOs are looked up in, and what has been found so far.
class Search {
 public:
  Search(const std::vector<history::Person>& people, const std::vector<history::Group>& groups, NameMatch match)
      : people_(people), groups_(groups), match_(match) {}

  void add(const std::string& who) {
    const std::string problem = who.starts_with('@') ? add_group(who) : add_person(who);
    if (problem.empty()) return;
    if (who.find(',') == std::string::npos) {
      problems_.push_back(problem);
      return;
    }
    std::istringstream parts(who);
    for (std::string part; std::getline(parts, part, ',');)
      if (!part.empty()) add(part);
  }

  const std::vector<std::string>& problems() const { return problems_; }
  const Indices& found() const { return found_; }

 private:
  // Both return what is wrong; empty: nothing.
  std::string add_group(const std::string& who) {
    const std::string wanted = text::folded(who.substr(1));
    bool known = false;
    std::set<std::size_t> members;
    for (const history::Group& group : groups_) {
      if (text::folded(group.name) != wanted) continue;
      known = true;
      const std::set<base::UserId> users(group.users.begin(), group.users.end());
      for (const std::size_t i : all_where(people_, [&](const history::Person& person) {
             return person.workspace == group.workspace && users.contains(person.id);
           }))
        members.insert(i);
    }
    for (const std::size_t i : by_name(people_))
      if (members.contains(i)) found_.push_back(i);
    if (known) return "";
    std::set<std::string> names;
    add_names(groups_, names);
    return fmt::format("no group '{}'{}", text::printable(who), suggestions(text::folded(who), names));
  }

  std::string add_person(const std::string& who) {
    const Indices found = named(who, people_, match_);
    if (found.empty()) {
      std::set<std::string> names;
      add_names(people_, names);
      add_names(groups_, names);
      return fmt::format("nobody is called '{}'{}", text::printable(who), suggestions(text::folded(who), names));
    }
    if (!one_person(found, people_))
      return fmt::format("'{}' matches several people: {}; use the id", text::printable(who), list_of(found, people_));
    found_.insert(found_.end(), found.begin(), found.end());
    return "";
  }

  const std::vector<history::Person>& people_;
  const std::vector<history::Group>& groups_;
  NameMatch match_;
  Indices found_;
  std::vector<std::string> problems_;
};

}  // namespace

base::Result<std::vector<std::size_t>, WhoError> resolve(const std::vector<std::string>& whos,
                                                         const std::vector<history::Person>& people,
                                                         const std::vector<history::Group>& groups, NameMatch match) {
  Search search(people, groups, match);
  for (const std::string& who : whos) search.add(who);
  if (!search.problems().empty()) return WhoError{search.problems()};
  Indices once;
  std::set<std::size_t> seen;
  for (const std::size_t i : search.found())
    if (seen.insert(i).second) once.push_back(i);
  return once;
}

std::vector<std::size_t> by_name(const std::vector<history::Person>& people) {
  std::vector<std::tuple<std::string, std::string, std::string, std::size_t>> sorted;
  for (std::size_t i = 0; i < people.size(); ++i)
    sorted.emplace_back(text::without_accents(people[i].called()), people[i].workspace, people[i].id.text, i);
  std::sort(sorted.begin(), sorted.end());
  Indices indices;
  for (const auto& entry : sorted) indices.push_back(std::get<3>(entry));
  return indices;
}

}  // namespace presenced::answers
