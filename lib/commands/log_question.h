// What a log is about, understood from the request; and its rows. For log, its follower and export.
#pragma once

#include <map>
#include <optional>

#include "commands/history.h"
#include "commands/request.h"
#include "commands/sheet_output.h"
#include "rendering/sheets.h"
#include "store/transitions.h"

namespace presenced::commands {

struct LogQuestion {
  store::TransitionFilter filter;
  rendering::SheetHead head;
  std::int64_t last_seq = 0;  // of the whole history in this moment: everything up to it has been told
};
// Without --since a log begins with today; one that is bounded otherwise (-n, -f, --after) or `whole`, with the
// history. Without --until it ends with what is recorded. Throws Refused.
LogQuestion log_question(const Request& request, History& history, bool whole = false);

// Transitions with the names of their people. The history must outlive it.
class LogRows {
 public:
  explicit LogRows(History& history);

  std::size_t widest_name() const;  // of those known by now
  rendering::Row row(const history::LogEntry& entry);

 private:
  void read();
  const history::Person& person(history::Person::Key key);

  History& history_;
  std::map<history::Person::Key, history::Person> people_;
};

// Tells them all. `newest_first`: the order; `most`: no more than so many.
void tell_log(History& history, const store::TransitionFilter& filter, LogRows& rows, SheetOutput& sheet,
              store::Order order = store::Order::oldest_first, std::optional<std::int64_t> most = std::nullopt);

// `filter` cut to its `count` newest.
store::TransitionFilter only_newest(History& history, store::TransitionFilter filter, std::int64_t count);

}  // namespace presenced::commands
