// What presencectl should answer about drawn days, counted tick by tick. Nothing of lib/answers is used here.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <utility>

#include "presencectl/calendar.h"
#include "presencectl/drawn_days.h"

namespace presenced::commands::test {

// What is asked: of whom, when, and corrected how.
struct Asked {
  std::vector<std::size_t> people;  // in kPeople, in the order of the answer
  std::size_t from = 0;             // ticks
  std::size_t to = kTicks;
  std::int64_t merge_flaps = 0;  // seconds
  std::int64_t idle_grace = 0;
  // Of a summary: only these weekdays (0 is Sunday, as in std::tm), and this time of day in seconds. Empty: all.
  std::set<int> weekdays = {};
  std::optional<std::pair<int, int>> between = {};
  // Of an overlap.
  bool any = false;
  std::size_t shortest = 0;  // ticks
};

class BruteForce {
 public:
  BruteForce(const DrawnDays& days, const Calendar& calendar) : days_(days), calendar_(calendar) {}

  // Each line is the values of the row's keys that the oracle compares, with a space after each.
  store::test::Lines intervals(const Asked& asked) const;         // workspace, user_id, from_ms, to_ms, presence
  store::test::Lines status_intervals(const Asked& asked) const;  // the same, with the text
  store::test::Lines gaps(const Asked& asked) const;              // workspace, user_id, from_ms, to_ms, reason
  store::test::Lines sessions(const Asked& asked) const;          // workspace, from_ms, to_ms, reason
  store::test::Lines log(const Asked& asked, bool presence, bool status) const;    // see kLogKeys
  store::test::Lines moment(const Asked& asked, std::size_t tick) const;           // see kMomentKeys
  store::test::Lines summary(const Asked& asked, rendering::Period period) const;  // see kSummaryKeys
  store::test::Lines heatmap(const Asked& asked) const;                            // active_ms, covered_ms
  store::test::Lines overlap(const Asked& asked) const;                            // from_ms, to_ms, overlap

 private:
  std::string ms(std::size_t tick) const { return std::to_string(days_.ms(tick)); }
  // "FROM TO WORD " for each run of equal words in the window, before it `head`.
  void add_runs(const Asked& asked, const std::string& head, const std::function<std::string(std::size_t)>& word_at,
                store::test::Lines& into) const;
  // The row of a summary that a tick belongs to: what sets it apart from others, and its date.
  struct Part {
    std::string key;
    std::string date;
  };
  Part part_of(std::size_t tick, rendering::Period period) const;
  bool asked_about(std::size_t tick, const Asked& asked) const;

  const DrawnDays& days_;
  const Calendar& calendar_;
};

using Keys = std::vector<const char*>;
inline const Keys kLogKeys{"seq", "at_ms", "workspace", "user_id", "source", "earliest_ms", "after", "text"};
inline const Keys kMomentKeys{"workspace",   "user_id",    "presence",     "since_ms",    "certainty",
                              "earliest_ms", "last_known", "status_known", "status_text", "status_since_ms"};
inline const Keys kSummaryKeys{"workspace",  "user_id",         "date",          "active_ms", "away_ms",
                               "unknown_ms", "first_active_ms", "last_active_ms"};

}  // namespace presenced::commands::test
