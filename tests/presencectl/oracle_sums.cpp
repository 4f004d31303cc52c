// Sums: the summary and the heatmap.
#include "presencectl/oracle.h"

namespace presenced::commands::test {

using store::test::Lines;

void check_summary(Questions& ask, const BruteForce& truth) {
  using rendering::Period;
  for (const Period period :
       {Period::hour, Period::day, Period::weekday, Period::week, Period::month, Period::year, Period::all}) {
    Request request = ask.drawn(true);
    request.by = period;
    // Away from the hours in which clocks change: what a time of day means there is in the tests of the calendar.
    if (ask.random.below(3) == 0) {
      request.between = "8:30-17:00";
      ask.asked.between = {30'600, 61'200};
    } else if (ask.random.below(3) == 0) {
      request.between = "10pm-06:00";
      ask.asked.between = {79'200, 21'600};
    }
    if (ask.random.below(3) == 0) {
      request.weekday = "sat-mon";
      ask.asked.weekdays = {6, 0, 1};
    }
    check_same("summary", ask.rows("summary", request, kSummaryKeys), truth.summary(ask.asked, period));
  }
}

void check_heatmap(Questions& ask, const BruteForce& truth) {
  const Request request = ask.drawn(true);
  check_same("heatmap", ask.rows("heatmap", request, {"active_ms", "covered_ms"}), truth.heatmap(ask.asked));
}

}  // namespace presenced::commands::test
