// What compares histories with the truth, compared with what it must and must not complain about.
#include "support/history_check.h"

#include <doctest/doctest.h>

using namespace presenced;
using base::Presence;

namespace {

base::WallTime at(std::int64_t ms) { return base::wall_from_unix_ms(ms); }

fake_slack::Truth comes_and_goes() {
  fake_slack::Truth truth;
  truth.presence = {{at(0), Presence::away},
                    {at(10'000), Presence::active},
                    {at(11'000), Presence::away},
                    {at(12'000), Presence::active}};
  return truth;
}

// Watched from 1 s on; each change is read off the socket this much after it happened.
test::RecordedPerson told_late_by(std::int64_t delay) {
  test::RecordedPerson person;
  auto& presence = person.presence;
  presence.coverage = {{at(1'000), std::nullopt, "", false}};
  presence.transitions = {{1, at(1'000), at(1'000), std::nullopt, Presence::away, "first"},
                          {2, at(10'000 + delay), at(10'000 + delay), Presence::away, Presence::active, "push"},
                          {3, at(11'000 + delay), at(11'000 + delay), Presence::active, Presence::away, "push"},
                          {4, at(12'000 + delay), at(12'000 + delay), Presence::away, Presence::active, "push"}};
  for (std::size_t i = 0; i < presence.transitions.size(); ++i) {
    const auto& one = presence.transitions[i];
    const bool last = i + 1 == presence.transitions.size();
    presence.intervals.push_back({std::string(base::name_of(one.after)), one.at,
                                  last ? std::nullopt : std::optional(presence.transitions[i + 1].at)});
  }
  return person;
}

std::vector<std::string> complaints(const test::RecordedPerson& person) {
  return test::check_history(person, comes_and_goes(), at(60'000), {.latency = base::Millis{5'000}});
}

}  // namespace

TEST_CASE("changes that follow each other faster than they are told are no complaint") {
  CHECK(complaints(told_late_by(1)) == std::vector<std::string>{});
  // The first `active` is read after the second has happened: it was counted for that one, and one was too many.
  CHECK(complaints(told_late_by(2'500)) == std::vector<std::string>{});
}

TEST_CASE("a change that is not there, and one that is there twice, are complaints") {
  test::RecordedPerson lost = told_late_by(1);
  lost.presence.transitions.resize(1);
  lost.presence.intervals.resize(1);
  lost.presence.intervals[0].ended_at.reset();
  CHECK_FALSE(complaints(lost).empty());

  test::RecordedPerson doubled = told_late_by(1);
  auto again = doubled.presence.transitions[3];
  again.seq = 5;
  again.before = Presence::active;
  doubled.presence.transitions.push_back(again);
  CHECK_FALSE(complaints(doubled).empty());
}
