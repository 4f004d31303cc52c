#include "commands/log_question.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "commands/facet.h"
#include "text/text.h"

namespace presenced::commands {
namespace {

std::vector<history::Person::Key> keys_of(const std::vector<history::Person>& people) {
  std::vector<history::Person::Key> keys;
  for (const history::Person& person : people) keys.push_back(person.key);
  return keys;
}

}  // namespace

LogQuestion log_question(const Request& request, History& history, bool whole) {
  LogQuestion ask;
  if (const auto facet = facet_of(request)) ask.filter.facets = {*facet};
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
  // What changed at the very mark of life that "now" is was recorded, and so it is told.
  if (request.until) ask.filter.window.to = history.moment(*request.until);
  if (!request.who.empty()) ask.filter.who = keys_of(history.chosen());  // nobody, of a group without members
  ask.last_seq = answered(history.questions().last_seq());
  ask.head.totals.push_back({{"last_seq", "", rendering::Kind::number}, ask.last_seq});
  if (request.after) ask.filter.after = *request.after;
  if (ask.filter.after > ask.last_seq)
    throw Refused(ExitStatus::failed,
                  fmt::format("--after {}: this history has got to {} only; is it another one, or an older copy?",
                              ask.filter.after, ask.last_seq));
  return ask;
}

LogRows::LogRows(History& history) : history_(history) { read(); }

void LogRows::read() {
  for (const history::Person& person : history_.people()) people_.insert_or_assign(person.key, person);
}

std::size_t LogRows::widest_name() const {
  std::size_t widest = 0;
  for (const auto& [key, person] : people_) widest = std::max(widest, text::columns(text::printable(person.called())));
  return widest;
}

const history::Person& LogRows::person(history::Person::Key key) {
  if (!people_.contains(key)) read();  // of a follower: somebody new
  return people_.at(key);
}

rendering::Row LogRows::row(const history::LogEntry& entry) {
  return rendering::log_row(person(entry.who), entry, *history_.zone());
}

void tell_log(History& history, const store::TransitionFilter& filter, LogRows& rows, SheetOutput& sheet,
              store::Order order, std::optional<std::int64_t> most) {
  if (most == 0) return;
  std::int64_t told = 0;
  throw_if_failed(store::each_transition(history.reader(), filter, order, [&](const history::LogEntry& entry) {
    sheet.row(rows.row(entry));
    return ++told != most;
  }));
}

store::TransitionFilter only_newest(History& history, store::TransitionFilter filter, std::int64_t count) {
  std::int64_t seen = 0;
  std::int64_t oldest = INT64_MAX - 1;  // of the newest none
  if (count > 0)
    throw_if_failed(store::each_transition(history.reader(), filter, store::Order::newest_first,
                                           [&](const history::LogEntry& entry) {
                                             oldest = entry.seq;
                                             return ++seen < count;
                                           }));
  filter.after = std::max(filter.after, oldest - 1);
  return filter;
}

}  // namespace presenced::commands
