// presenced killed (SIGKILL) again and again at random moments while people come and go: while it opens, recovers,
// connects, subscribes, records. Every time it must come back by itself to an honest history in a sound database.
//
//   PRESENCED_KILLS=500 build/release/tests/kill_tests -tc='*killed*'     # ctest does 25
//   PRESENCED_KILL_SEED=7                                                 # other moments
#include <doctest/doctest.h>

#include <cstdlib>
#include <random>

#include "integration/installation.h"
#include "store/failure.h"
#include "store/sqlite.h"

using namespace presenced;
using test::eventually;
using test::Installation;

namespace {

constexpr int kLookEvery = 25;  // kills; the whole history is compared with the truth

int number_from(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoi(text);
}

class Loop {
 public:
  Loop(Installation& here, unsigned seed) : here_(here), random_(seed) {}

  // One run of the daemon, from its start to its violent end.
  void run_and_kill() {
    const std::int64_t before = recorded();
    const base::Millis moment{pick(900)};
    here_.start();
    switch (pick(4)) {
      case 0:  // at any moment, mostly before it is ready
        eventually([&] { return live(), false; }, moment / 4);
        break;
      case 1:  // as soon as something was recorded
        CHECK(eventually([&] { return live(), recorded() > before; }));
        break;
      default:  // some time after that
        CHECK(eventually([&] { return live(), recorded() > before; }));
        eventually([&] { return live(), false; }, moment);
    }
    here_.crash();
    live();
  }

  bool sound() const {
    store::Database database(here_.database(), store::Database::Access::read_only);
    return database.text("PRAGMA integrity_check") == "ok";
  }

 private:
  int pick(int choices) { return std::uniform_int_distribution<int>(0, choices - 1)(random_); }

  void live() {
    const auto who = static_cast<std::size_t>(pick(static_cast<int>(here_.people().size())));
    const int what = pick(5);
    if (what < 2) here_.presence(who, what == 0 ? base::Presence::active : base::Presence::away);
    if (what == 2) here_.status(who, "status " + std::to_string(++statuses_), ":zap:");
  }

  // How many transitions there are. None: the database is not there yet.
  std::int64_t recorded() const {
    try {
      store::Database database(here_.database(), store::Database::Access::read_only);
      return database.integer("SELECT seq FROM seq_last");
    } catch (const store::StoreError&) {
      return 0;
    }
  }

  Installation& here_;
  std::mt19937 random_;
  int statuses_ = 0;
};

// Who is killed forgets that Slack asked for patience (users.list, some 20 calls a minute): that one breach is the
// killer's.
void check_honest(Installation& here, const Loop& loop) {
  CHECK(loop.sound());
  for (const auto& complaint : here.complaints())
    if (complaint.find("retry-after") == std::string::npos) FAIL_CHECK(complaint);
}

std::size_t crashes_recorded(const Installation& here) {
  std::size_t crashes = 0;
  for (const auto& session : here.history().sessions)
    if (session.end_reason == "crash") ++crashes;
  return crashes;
}

}  // namespace

TEST_CASE("presenced that is killed at random moments comes back to an honest history every time") {
  const int kills = number_from("PRESENCED_KILLS", 25);
  const int seed = number_from("PRESENCED_KILL_SEED", 1);
  CAPTURE(seed);
  Installation::Setup setup;
  setup.slack.connect_burst = 10 * kills + 10;  // a start is a call of rtm.connect; the pace is not the subject here
  Installation here(setup);
  Loop loop(here, static_cast<unsigned>(seed));
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  here.crash();
  for (int killed = 1; killed <= kills; ++killed) {
    CAPTURE(killed);
    loop.run_and_kill();
    if (killed % kLookEvery == 0) check_honest(here, loop);
  }
  const std::size_t sessions = here.history().sessions.size();  // the last one looks alive until the next start
  here.start();
  CHECK(eventually([&] { return here.history().sessions.size() > sessions && here.all_covered() && here.up_to_date(); },
                   base::Millis{60'000}));
  CHECK(here.stop() == 0);
  check_honest(here, loop);
  CHECK(crashes_recorded(here) > 0);
  MESSAGE(kills << " kills survived, " << crashes_recorded(here) << " of them with a session open, "
                << here.history().sessions.size() << " sessions in all");
}
