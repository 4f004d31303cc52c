#include "commands/log_question.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "commands/facet.h"
#include "commands/log_filter.h"
#include "rendering/glossary.h"
#include "text/text.h"

namespace presenced::commands {

std::vector<history::Person::Key> people_of_log(History& history, const LogQuestion& ask) {
  std::vector<history::Person::Key> keys;
  for (const history::Person& person : history.chosen_over(ask.filter.window)) keys.push_back(person.key);
  return keys;
}

LogQuestion log_question(const Request& request, History& history, bool whole) {
  LogQuestion ask;
  if (const auto facet = facet_of(request)) ask.filter.facets = {*facet};
  ask.wanted = log_filter(request, history.zone());
  ask.head = {request.command, std::nullopt, history.zone(), {}};
  const bool from_the_beginning = whole || request.newest || request.after || request.follow;
  if (request.since || !from_the_beginning) {
    const history::Window window = history.window();
    ask.filter.window.from = window.from;
    ask.head.window = window;
  } else {
    const base::WallTime until = request.until ? history.moment(*request.until) : history.now();
    ask.head.totals = {{{"since", "", rendering::Kind::time}, {}}, {{"until", "", rendering::Kind::time}, until}};
  }
  // A change at the very mark of life that "now" is was recorded, so the answer has it.
  if (request.until) ask.filter.window.to = history.moment(*request.until);
  // An empty list means nobody: the group has no members.
  if (history.of_some()) ask.filter.who = people_of_log(history, ask);
  ask.last_seq = history.last_seq();
  ask.head.totals.push_back({{"last_seq", "", rendering::Kind::number}, ask.last_seq});
  if (request.after) ask.filter.after = *request.after;
  if (ask.filter.after > ask.last_seq)
    throw Refused(ExitStatus::failed,
                  fmt::format("--after {}: the newest change in this history is {}; is it another history, or an older "
                              "copy?",
                              ask.filter.after, ask.last_seq));
  return ask;
}

void each_wanted(History& history, const LogQuestion& ask, store::Order order,
                 const std::function<bool(const history::LogEntry&)>& each) {
  throw_if_failed(store::each_transition(history.reader(), ask.filter, order, [&](const history::LogEntry& entry) {
    const bool wanted = !ask.wanted || ask.wanted(entry.transition);
    return !wanted || !history.counts(entry.who, entry.transition.at) || each(entry);
  }));
}

LogRows::LogRows(History& history) : history_(history) { read(); }

void LogRows::read() {
  for (const history::Person& person : history_.people()) people_.insert_or_assign(person.key, person);
}

rendering::Columns LogRows::columns() const {
  std::size_t name = 0;
  std::size_t workspace = std::string_view("WORKSPACE").size();
  std::set<std::string> workspaces;
  for (const auto& [key, person] : people_) {
    name = std::max(name, text::columns(text::printable(person.called())));
    workspace = std::max(workspace, text::columns(text::printable(person.workspace)));
    workspaces.insert(person.workspace);
  }
  rendering::Columns columns = rendering::log_columns(name);
  return workspaces.size() > 1 ? rendering::showing_workspaces(columns, workspace) : columns;
}

const history::Person& LogRows::person(history::Person::Key key) {
  if (!people_.contains(key)) read();  // of a follower: somebody new
  return people_.at(key);
}

rendering::Row LogRows::row(const history::LogEntry& entry) {
  sources_.insert(entry.transition.source);
  return rendering::log_row(person(entry.who), entry, *history_.zone());
}

std::string LogRows::legend() const {
  std::vector<rendering::Word> words;
  for (const history::Source source : sources_) words.push_back(rendering::explained(source));
  return rendering::glossary(words);
}

void print_log(History& history, const LogQuestion& ask, LogRows& rows, SheetOutput& sheet, store::Order order,
               std::optional<std::int64_t> most) {
  if (most == 0) return;
  std::int64_t printed = 0;
  each_wanted(history, ask, order, [&](const history::LogEntry& entry) {
    sheet.row(rows.row(entry));
    return ++printed != most;
  });
}

LogQuestion only_newest(History& history, LogQuestion ask, std::int64_t count) {
  std::int64_t seen = 0;
  std::int64_t oldest = INT64_MAX - 1;  // of the newest none
  if (count > 0)
    each_wanted(history, ask, store::Order::newest_first, [&](const history::LogEntry& entry) {
      oldest = entry.seq;
      return ++seen < count;
    });
  ask.filter.after = std::max(ask.filter.after, oldest - 1);
  return ask;
}

}  // namespace presenced::commands
