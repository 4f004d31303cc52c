#include "ask/log_question.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "ask/facet.h"
#include "query/text.h"

namespace presenced::ask {
namespace {

std::vector<store::PersonRow::Key> keys_of(const std::vector<Subject>& subjects) {
  std::vector<store::PersonRow::Key> keys;
  for (const Subject& subject : subjects) keys.push_back(subject.key);
  return keys;
}

}  // namespace

LogQuestion log_question(const Request& request, History& history, bool whole) {
  LogQuestion ask;
  if (const auto facet = facet_of(request)) ask.which.facets = {*facet};
  ask.head = {request.command, std::nullopt, history.zone(), {}};
  const bool from_the_beginning = whole || request.newest || request.after || request.follow;
  if (request.since || !from_the_beginning) {
    const query::Window window = history.window();
    ask.which.window.from = window.from;
    ask.head.window = window;
  } else {
    const base::WallTime until = request.until ? history.moment(*request.until) : history.now();
    ask.head.totals = {{{"since", "", query::Kind::time}, {}}, {{"until", "", query::Kind::time}, until}};
  }
  // What changed at the very mark of life that "now" is was recorded, and so it is told.
  if (request.until) ask.which.window.to = history.moment(*request.until);
  if (!request.who.empty()) ask.which.who = keys_of(history.chosen());  // nobody, of a group without members
  ask.last_seq = answered(history.questions().last_seq());
  ask.head.totals.push_back({{"last_seq", "", query::Kind::number}, ask.last_seq});
  if (request.after) ask.which.after = *request.after;
  if (ask.which.after > ask.last_seq)
    throw Refused(ExitStatus::failed,
                  fmt::format("--after {}: this history has got to {} only; is it another one, or an older copy?",
                              ask.which.after, ask.last_seq));
  return ask;
}

LogRows::LogRows(History& history) : history_(history) { read(); }

void LogRows::read() {
  for (const Subject& subject : history_.people()) people_.insert_or_assign(subject.key, subject.person);
}

std::size_t LogRows::widest_name() const {
  std::size_t widest = 0;
  for (const auto& [key, person] : people_)
    widest = std::max(widest, query::columns(query::printable(person.called())));
  return widest;
}

const query::Person& LogRows::person(store::PersonRow::Key key) {
  if (!people_.contains(key)) read();  // of a follower: somebody new
  return people_.at(key);
}

query::Row LogRows::row(store::Followed followed) {
  followed.transition.session = base::SessionNumber{followed.session};
  return query::log_row({followed.seq, person(followed.who), std::move(followed.transition)}, *history_.zone());
}

void tell_log(History& history, const store::Which& which, LogRows& rows, SheetOutput& sheet, store::Order order,
              std::optional<std::int64_t> most) {
  if (most == 0) return;
  std::int64_t told = 0;
  done(store::each_transition(history.reader(), which, order, [&](const store::Followed& followed) {
    sheet.row(rows.row(followed));
    return ++told != most;
  }));
}

store::Which only_newest(History& history, store::Which which, std::int64_t count) {
  std::int64_t seen = 0;
  std::int64_t oldest = INT64_MAX - 1;  // of the newest none
  if (count > 0)
    done(store::each_transition(history.reader(), which, store::Order::newest_first,
                                [&](const store::Followed& followed) {
                                  oldest = followed.seq;
                                  return ++seen < count;
                                }));
  which.after = std::max(which.after, oldest - 1);
  return which;
}

}  // namespace presenced::ask
