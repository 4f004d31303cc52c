#include "fake_slack/day.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace presenced::fake_slack {

TEST_CASE("a planned day is in order, within its length, ends with everyone away, and is the same for the same seed") {
  const auto team = small_team();
  const base::Millis length{60'000};
  const auto day = plan_day(team, length, 3);
  CHECK(std::is_sorted(day.begin(), day.end(), [](const auto& a, const auto& b) { return a.after < b.after; }));
  CHECK(day.back().after <= length);
  for (const Person& person : team) {
    const auto of_person = [&](const DayEvent& event) {
      return event.user == person.id && std::holds_alternative<base::Presence>(event.what);
    };
    const auto last = std::find_if(day.rbegin(), day.rend(), of_person);
    REQUIRE(last != day.rend());
    CHECK(std::get<base::Presence>(last->what) == base::Presence::away);
  }
  const auto of_gatherings = std::count_if(
      day.begin(), day.end(), [](const DayEvent& event) { return std::holds_alternative<Membership>(event.what); });
  CHECK(of_gatherings == 8);
  const auto again = plan_day(team, length, 3);
  CHECK(std::equal(day.begin(), day.end(), again.begin(), again.end(), [](const auto& a, const auto& b) {
    return a.after == b.after && a.user == b.user && a.what.index() == b.what.index();
  }));
  const auto other = plan_day(team, length, 4);
  CHECK_FALSE(std::equal(day.begin(), day.end(), other.begin(), other.end(),
                         [](const auto& a, const auto& b) { return a.after == b.after; }));
}

}  // namespace presenced::fake_slack
