#include "feeds/reminders.h"

#include <doctest/doctest.h>

using namespace presenced;
using namespace presenced::base;
using feeds::Reminders;

namespace reminders_test {
namespace {

const UserId kAnn{"U0ANN"};

constexpr MonoTime at(int seconds) { return MonoTime{std::chrono::seconds{seconds}}; }
// The wall clock is a million seconds ahead.
WallTime wall(int seconds) { return WallTime{std::chrono::seconds{1'000'000 + seconds}}; }
Instant moment(int seconds) { return {at(seconds), wall(seconds)}; }

slack::Report report(State state, std::optional<WallTime> ends_at = {}) {
  return {kAnn, {std::move(state)}, {}, {}, {}, ends_at};
}

std::vector<Facet> facets(const std::vector<Reminders::Due>& due) {
  std::vector<Facet> found;
  for (const Reminders::Due& one : due) found.push_back(one.facet);
  return found;
}

}  // namespace

TEST_CASE("somebody in a huddle is asked about again every minute, until they have left") {
  Reminders reminders;
  reminders.note(report(Huddle::in), moment(0));
  CHECK(reminders.take_due(at(59)).empty());
  CHECK(facets(reminders.take_due(at(60))) == std::vector{Facet::huddle});
  CHECK(reminders.deadline() == at(120));
  reminders.note(report(Huddle::out), moment(61));
  CHECK(reminders.deadline() == MonoTime::max());
}

TEST_CASE("a huddle that Slack says ends sooner is asked about at its end") {
  Reminders reminders;
  reminders.note(report(Huddle::in, wall(20)), moment(0));
  CHECK(reminders.deadline() == at(20) + Reminders::kAfterEnd);
}

TEST_CASE("after the end of a do-not-disturb window the next one is asked for") {
  Reminders reminders;
  reminders.note(report(Dnd{true, wall(100), wall(500)}), moment(0));
  CHECK(reminders.deadline() == at(500) + Reminders::kAfterEnd);
  CHECK(facets(reminders.take_due(at(505))) == std::vector{Facet::dnd});
  reminders.note(report(Dnd{true, wall(100), wall(500)}), moment(506));
  CHECK(reminders.deadline() == at(506) + Reminders::kStillEnded);
  reminders.note(report(Dnd{false, {}, {}}), moment(507));
  CHECK(reminders.deadline() == MonoTime::max());
}

TEST_CASE("what is not answered for minutes is no longer believed than until it was asked about first") {
  Reminders reminders;
  reminders.note(report(Huddle::in), moment(0));
  for (int second = 60; second < 360; second += 60) {
    const auto due = reminders.take_due(at(second));
    REQUIRE(due.size() == 1);
    CHECK_FALSE(due[0].believed_until);
  }
  CHECK(reminders.take_due(at(360))[0].believed_until == wall(60));
  reminders.note(report(Huddle::in), moment(361));
  CHECK_FALSE(reminders.take_due(at(421))[0].believed_until);
}

TEST_CASE("what is reported of another facet changes no reminder, and forgetting somebody drops all of theirs") {
  Reminders reminders;
  reminders.note(report(Huddle::in), moment(0));
  reminders.note(report(Status{"lunch", "", {}}), moment(1));
  CHECK(reminders.deadline() == at(60));
  reminders.forget(kAnn);
  CHECK(reminders.deadline() == MonoTime::max());
}

}  // namespace reminders_test
