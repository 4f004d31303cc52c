// What a log is about, from the request; and its rows. For log, its follower and export.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>

#include "commands/history.h"
#include "commands/request.h"
#include "commands/sheet_output.h"
#include "rendering/sheets.h"
#include "store/transitions.h"

namespace presenced::commands {

struct LogQuestion {
  store::TransitionFilter filter;
  std::function<bool(const history::Transition&)> wanted;  // what the store cannot filter; empty: all are wanted
  rendering::SheetHead head;
  std::int64_t last_seq = 0;  // of the whole history at this moment: the answer covers everything up to it
};
// Without --since a log begins with today; one that is bounded otherwise (-n, -f, --after) or `whole` begins with the
// first record. Without --until it ends with the last one. Throws Refused.
LogQuestion log_question(const Request& request, History& history, bool whole = false);

// Calls `each` for the wanted transitions, until it returns false.
void each_wanted(History& history, const LogQuestion& ask, store::Order order,
                 const std::function<bool(const history::LogEntry&)>& each);

// Transitions with the names of their people. The history must outlive it.
class LogRows {
 public:
  explicit LogRows(History& history);

  rendering::Columns columns() const;  // as wide as the people who are known by now need
  rendering::Row row(const history::LogEntry& entry);
  std::string legend() const;  // of the sources in the rows so far

 private:
  void read();
  const history::Person& person(history::Person::Key key);

  History& history_;
  std::map<history::Person::Key, history::Person> people_;
  std::set<history::Source> sources_;
};

// Prints them all. `most`: not more than so many.
void print_log(History& history, const LogQuestion& ask, LogRows& rows, SheetOutput& sheet,
               store::Order order = store::Order::oldest_first, std::optional<std::int64_t> most = std::nullopt);

// `ask` cut to its `count` newest.
LogQuestion only_newest(History& history, LogQuestion ask, std::int64_t count);

}  // namespace presenced::commands
