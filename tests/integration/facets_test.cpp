// presenced with `track: all`: do-not-disturb and huddles beside presence and status, over each feed.
#include <doctest/doctest.h>

#include <algorithm>

#include "integration/checks.h"
#include "integration/installation.h"

using namespace presenced;
using base::Dnd;
using base::Huddle;
using base::Millis;
using fake_slack::Model;
using test::check_honest;
using test::eventually;
using test::Installation;

namespace {

constexpr Millis kFacetsSettled{60'000};

class Everything : public Installation {
 public:
  explicit Everything(const Setup& setup) : Installation(setup) {
    test::WatchlistText watchlist;
    watchlist.group("everyone", "track: all");
    for (const base::UserId& id : people()) watchlist.id(id);
    write_watchlist(watchlist);
  }

  void set_dnd(std::size_t index, Millis starts_in, Millis lasts) {
    slack().with_model([&](Model& model, base::Instant now) {
      const base::WallTime start = now.wall + starts_in;
      model.set_dnd(now, person(index), {true, start, start + lasts});
    });
  }
  void huddle(std::size_t index, std::optional<Millis> lasts = {}) {
    slack().with_model([&](Model& model, base::Instant now) { model.huddle(now, person(index), lasts); });
  }

  bool everything_covered() const {
    const auto recorded = history();
    const auto open = [](const auto& facet) { return !facet.coverage.empty() && !facet.coverage.back().ended_at; };
    return all_covered() && std::all_of(people().begin(), people().end(), [&](const base::UserId& id) {
             const auto& person = recorded.people.at(id);
             return open(person.dnd) && open(person.huddle);
           });
  }
  test::RecordedPerson recorded_of(std::size_t index) const { return history().people[person(index)]; }
  Huddle huddle_of(std::size_t index) const { return recorded_of(index).huddle.transitions.back().after; }
  std::size_t dnd_changes(std::size_t index) const { return recorded_of(index).dnd.transitions.size(); }

  // A short life: a window that is announced, begins, ends and is followed by the next day's; a huddle with events, and
  // one whose end Slack tells nobody of.
  void live() {
    set_dnd(0, Millis{2'000}, Millis{3'000});
    huddle(1);
    huddle(2, Millis{4'000});
    REQUIRE(eventually([&] { return huddle_of(1) == Huddle::in && huddle_of(2) == Huddle::in; }, kFacetsSettled));
    huddle(1);
    REQUIRE(eventually([&] { return huddle_of(1) == Huddle::out; }, kFacetsSettled));
    REQUIRE(eventually([&] { return dnd_changes(0) == 3; }, kFacetsSettled));
    REQUIRE(eventually([&] { return huddle_of(2) == Huddle::out; }, Millis{90'000}));
  }
};

Installation::Setup modern_app_setup() {
  Installation::Setup setup;
  setup.rtm = "auto";
  setup.slack.token.clear();
  setup.slack.modern = fake_slack::modern_app();
  setup.extra_workspace_yaml = "    sample_interval: 10s\n    polls_per_minute: 50\n";
  return setup;
}

bool all_by(const test::RecordedPerson& person, const std::string& feed) {
  const auto by_feed = [&](const auto& spans) {
    return std::all_of(spans.begin(), spans.end(), [&](const test::RecordedSpan& span) { return span.feed == feed; });
  };
  return by_feed(person.dnd.coverage) && by_feed(person.huddle.coverage);
}

}  // namespace

TEST_CASE("facets: over RTM do-not-disturb and huddles are recorded as they were") {
  Installation::Setup setup;
  setup.slack.scopes.insert("dnd:read");
  Everything here(setup);
  here.start();
  REQUIRE(eventually([&] { return here.everything_covered(); }, kFacetsSettled));
  here.live();
  CHECK(here.recorded_of(0).dnd.intervals.size() >= 3);  // off, on, off
  CHECK(here.recorded_of(2).huddle.transitions.back().source == "audit");
  CHECK(here.stop() == 0);
  CHECK(all_by(here.recorded_of(0), "rtm"));
  check_honest(here);
}

TEST_CASE("facets: over Socket Mode do-not-disturb and huddles are recorded as they were, also through a crash") {
  Everything here(modern_app_setup());
  here.sample_round = Millis{25'000};
  here.start();
  REQUIRE(eventually([&] { return here.everything_covered(); }, kFacetsSettled));
  here.live();
  here.crash();
  here.huddle(3);
  here.set_dnd(3, Millis{3'600'000}, Millis{3'600'000});
  here.start();
  REQUIRE(eventually([&] { return here.everything_covered() && here.huddle_of(3) == Huddle::in; }, kFacetsSettled));
  CHECK(here.recorded_of(3).dnd.transitions.back().source == "resync");
  CHECK(here.stop() == 0);
  CHECK(all_by(here.recorded_of(0), "socket_mode"));
  check_honest(here);
}

TEST_CASE("facets: without Socket Mode do-not-disturb and huddles are polled") {
  Installation::Setup setup = modern_app_setup();
  setup.slack.modern.app_token.clear();
  Everything here(setup);
  here.sample_round = Millis{25'000};
  here.start();
  REQUIRE(eventually([&] { return here.everything_covered(); }, kFacetsSettled));
  here.huddle(1);
  here.set_dnd(0, Millis{3'600'000}, Millis{3'600'000});
  REQUIRE(eventually([&] { return here.huddle_of(1) == Huddle::in && here.dnd_changes(0) == 2; }, kFacetsSettled));
  CHECK(here.recorded_of(1).huddle.transitions.back().source == "sample");
  CHECK(here.stop() == 0);
  CHECK(all_by(here.recorded_of(0), "poll"));
  check_honest(here);
}
