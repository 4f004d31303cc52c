// The network between a replicator and the centre breaks off at any byte of either way, and nothing is lost or there
// twice; or it falls silent.
//
//   PRESENCED_CENTRAL_CUTS=1000 build/release/tests/central_tests -tc='*cut*'     # ctest does 60
#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <random>

#include "central/cut_line.h"
#include "central/random_history.h"
#include "central/replicating.h"
#include "central/shared_server.h"

using namespace presenced;
using test::check_equal;
using test::CutLine;
using test::RandomHistory;
using test::Replicating;

namespace {

constexpr int kLookEvery = 10;  // cuts

int cuts_wanted() {
  const char* text = std::getenv("PRESENCED_CENTRAL_CUTS");
  return text == nullptr ? 60 : std::atoi(text);
}

// Whether it got through.
bool catches_up(std::unique_ptr<Replicating>& replicating, const std::string& address,
                const std::filesystem::path& file) {
  try {
    if (!replicating) replicating = std::make_unique<Replicating>(address, file);
    replicating->catch_up();
    return true;
  } catch (const central::CentreError& error) {
    CAPTURE(error.message);
    CHECK(error.trouble == central::Trouble::away);  // it is tried again
    replicating.reset();
    return false;
  }
}

}  // namespace

TEST_CASE("A connection that is cut at any byte of either way leaves everything once") {
  const test::TempDir folder;
  const std::string direct = test::new_database();
  CutLine line(test::shared_server().socket());
  const std::string address = line.address(test::newest_database());
  RandomHistory history(folder / "h.db", 71);
  std::mt19937_64 random(71);
  std::unique_ptr<Replicating> replicating;
  std::uint64_t usual[2]{60'000, 4'000};  // of a connection; in the beginning what making the tables takes
  for (int round = 1; line.cuts() < cuts_wanted(); ++round) {
    CAPTURE(round);
    REQUIRE(round < 20 * cuts_wanted());
    for (std::uint64_t i = 0; i < random() % 12; ++i) history.live();
    const auto way = static_cast<CutLine::Way>(random() % 2);
    const auto place = static_cast<std::size_t>(way);
    line.cut_after(way, (replicating ? line.passed(way) : 0) + random() % usual[place]);
    const bool whole = catches_up(replicating, address, folder / "h.db");
    if (whole && round > 4) usual[place] = 1 + usual[place] * 3 / 4;  // nearer to what there is to say
    if (!whole) usual[place] += usual[place] / 2;
    if (round % kLookEvery != 0) continue;
    history.finish_purges();
    while (!catches_up(replicating, address, folder / "h.db")) continue;
    check_equal(folder / "h.db", direct);
  }
}

TEST_CASE("A commit whose answer is lost has taken place, and is not repeated") {
  const test::TempDir folder;
  const std::string direct = test::new_database();
  CutLine line(test::shared_server().socket());
  RandomHistory history(folder / "h.db", 72);
  std::unique_ptr<Replicating> replicating;
  REQUIRE(catches_up(replicating, line.address(test::newest_database()), folder / "h.db"));
  const std::string position = "SELECT position FROM origin";
  for (int round = 0; round < 5; ++round) {
    for (int i = 0; i < 20; ++i) history.live();
    history.finish_purges();
    if (!replicating)
      replicating = std::make_unique<Replicating>(line.address(test::newest_database()), folder / "h.db");
    const test::Lines before = test::centre_lines(direct, position);
    line.lose_answer_to("COMMIT");
    CHECK(!catches_up(replicating, "", folder / "h.db"));
    CHECK(test::centre_lines(direct, position) != before);
    REQUIRE(catches_up(replicating, line.address(test::newest_database()), folder / "h.db"));
    check_equal(folder / "h.db", direct);
  }
}

TEST_CASE("A replicator that waits for a silent network ends when it is asked to") {
  test::new_database();
  CutLine line(test::shared_server().socket());
  using Clock = std::chrono::steady_clock;
  Clock::time_point end = Clock::time_point::max();
  central::Connection connection(central::read_address(line.address(test::newest_database()), {}).value(),
                                 [&] { return Clock::now() > end; });
  CHECK(connection.query("SELECT 1")[0][0] == "1");
  line.fall_silent();
  end = Clock::now() + std::chrono::milliseconds{300};
  CHECK_THROWS_AS(connection.query("SELECT 1"), central::Stopped);
}
