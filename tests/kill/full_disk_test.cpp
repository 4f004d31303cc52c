// presenced on a disk that becomes full and is given room again, while people come and go.
#include <doctest/doctest.h>

#include <algorithm>

#include "integration/installation.h"
#include "integration/small_disk.h"

using namespace presenced;
using test::eventually;
using test::Installation;
using test::SmallDisk;

namespace {

base::WallTime clock_of(Installation& here) {
  return here.slack().with_model([](fake_slack::Model&, base::Instant now) { return now.wall; });
}

// Somebody comes or goes every time.
class Life {
 public:
  explicit Life(Installation& here) : here_(here) {}
  void go_on() {
    ++turns_;
    here_.presence(turns_ % here_.people().size(), turns_ % 4 < 2 ? base::Presence::away : base::Presence::active);
  }

 private:
  Installation& here_;
  std::size_t turns_ = 0;
};

// The span that the full disk ended, and a gap behind it that is not shorter than the disk was full.
template <class Facet>
bool admits_the_gap(const Facet& facet, base::WallTime failed_by, base::WallTime room_at) {
  const auto& spans = facet.coverage;
  const auto ended =
      std::find_if(spans.begin(), spans.end(), [](const auto& s) { return s.end_reason == "store_error"; });
  if (ended == spans.end() || ended + 1 == spans.end()) return false;
  return *ended->ended_at <= failed_by && (ended + 1)->started_at >= room_at;
}

}  // namespace

TEST_CASE("On a full disk presenced claims nothing, says so, and goes on when there is room" *
          doctest::skip(!SmallDisk::possible())) {
  const SmallDisk disk("8m");
  Installation::Setup setup;
  setup.history_folder = disk.path();
  Installation here(setup);
  Life life(here);
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));

  disk.fill();
  REQUIRE(eventually([&] { return life.go_on(), here.logged("store_failed"); }));
  const base::WallTime failed_by = clock_of(here);
  const base::WallTime full_until = failed_by + base::Millis{1'500};
  REQUIRE(eventually([&] { return life.go_on(), clock_of(here) >= full_until; }));
  here.status(1, "nobody writes this down yet", ":floppy_disk:");
  const base::WallTime room_at = clock_of(here);
  disk.make_room();

  REQUIRE(eventually([&] { return here.all_covered() && here.up_to_date(); }, base::Millis{60'000}));
  here.presence(0, base::Presence::away);
  here.presence(0, base::Presence::active);
  CHECK(eventually([&] { return here.up_to_date(); }));
  CHECK(here.stop() == 0);
  for (const auto& [id, person] : here.history().people) {
    const std::string who = id.text;
    CAPTURE(who);
    CHECK(admits_the_gap(person.presence, failed_by, room_at));
    CHECK(admits_the_gap(person.status, failed_by, room_at));
  }
  CHECK(here.history().people.size() == here.people().size());
  for (const auto& complaint : here.complaints()) FAIL_CHECK(complaint);
}

TEST_CASE("A disk that is full when presenced starts ends it with 74 and a word on what to do; with room it starts" *
          doctest::skip(!SmallDisk::possible())) {
  const SmallDisk disk("8m");
  Installation::Setup setup;
  setup.history_folder = disk.path();
  Installation here(setup);
  disk.fill();
  here.start();
  CHECK(here.daemon().wait(base::Millis{20'000}) == 74);
  CHECK(here.logged("history_refused"));
  CHECK(here.logged("make room on that file system"));
  disk.make_room();
  here.start();
  CHECK(eventually([&] { return here.all_covered(); }));
  CHECK(here.stop() == 0);
}
