// Every answer against one worked out by brute force: tick by tick, with the C library's calendar, over days whose
// history the tracker wrote; in three zones, over both of their changes of the clocks. Every command that reads is
// asked of every kind of WHO; the windows and corrections are drawn.
#include "presencectl/oracle.h"

#include <cstdlib>
#include <set>

namespace presenced::commands::test {
namespace {

struct Change {
  const char* zone;
  std::int64_t first;  // second: two days before the clocks change, about
};
constexpr Change kChanges[] = {
    {"Europe/Berlin", 1'774'569'600},
    {"Europe/Berlin", 1'792'713'600},  // 2026-03-29, 2026-10-25
    {"America/New_York", 1'772'755'200},
    {"America/New_York", 1'793'318'400},  // 2026-03-08, 2026-11-01
    {"Australia/Lord_Howe", 1'775'174'400},
    {"Australia/Lord_Howe", 1'790'899'200},  // 2026-04-05, 2026-10-04: 30 minutes
};

// Every kind of WHO, and whom it stands for.
struct Named {
  std::vector<std::string> who;
  std::vector<std::size_t> people;
};
const std::vector<Named>& everybody_named() {
  static const std::vector<Named> all{
      {{}, {4, 1, 5, 2, 3, 6, 0}},   // by name
      {{"U0ALEX001"}, {0, 4}},       // an id, in two workspaces
      {{"lex"}, {0}},                // a label
      {{"Alexandra"}, {4}},          // a real name, of one workspace
      {{"BEA"}, {1, 5}},             // a name that one person has in both
      {{"eve"}, {6}},                // a part of a name
      {{"ora da"}, {3}},             // and of a real name
      {{"bea@example.com"}, {1}},    // an address
      {{"@on-call"}, {4, 2, 6, 0}},  // a group of that name in each
      {{"@leads"}, {1, 3}},          // in the first
      {{"@night"}, {5}},             // in the second
      {{"@nobody"}, {}},             // without members
      {{"@night", "U0BEA0002", "lex", "@on-call"}, {5, 1, 0, 4, 2, 6}},
      {{"lex,@leads"}, {0, 1, 3}},  // several with commas
  };
  return all;
}

void check(const Named& named, Questions& ask, const BruteForce& truth) {
  CAPTURE(named.who.size());
  CAPTURE((named.who.empty() ? std::string("everybody") : named.who.front()));
  ask.who = named.who;
  ask.people = named.people;
  check_spans(ask, truth);
  check_coverage(ask, truth);
  check_log(ask, truth);
  check_follower(ask, truth);
  check_export(ask, truth);
  check_moments(ask, truth);
  check_summary(ask, truth);
  check_heatmap(ask, truth);
  check_overlap(ask, truth);
  check_people(ask);
}

TEST_CASE("every command answers every WHO what brute force answers, in three zones, over changes of the clocks") {
  const char* const more = std::getenv("PRESENCED_ORACLE_SEEDS");  // how many histories for each change
  const std::uint64_t seeds = more == nullptr ? 1 : std::stoull(more);
  for (const Change& change : kChanges) {
    CAPTURE(std::string(change.zone));
    CAPTURE(change.first);
    const Calendar calendar(change.zone);
    std::set<long> offsets;
    for (std::int64_t hour = 0; hour < 4 * 24; ++hour)
      offsets.insert(calendar.at(change.first + hour * 3600).tm_gmtoff);
    REQUIRE(offsets.size() == 2);
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      CAPTURE(seed);
      WrittenHistory history;
      history.tz = change.zone;
      const DrawnDays days = write_drawn_days(history, change.first, static_cast<std::uint64_t>(change.first) + seed);
      const BruteForce truth(days, calendar);
      Questions ask(history, days, seed);
      for (const Named& named : everybody_named()) check(named, ask, truth);
    }
  }
}

}  // namespace
}  // namespace presenced::commands::test
