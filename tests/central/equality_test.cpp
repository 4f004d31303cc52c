// The centre equals the source, view by view and row by row, whatever happened to either on the way.
//
//   PRESENCED_CENTRAL_SEEDS=200 build/release/tests/central_tests -tc='*random*'     # ctest does 6
#include <doctest/doctest.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <random>
#include <thread>

#include "central/random_history.h"
#include "central/replicating.h"
#include "central/schema.h"
#include "central/shared_server.h"

using namespace presenced;
using test::check_equal;
using test::RandomHistory;
using test::Replicating;

namespace {

int number_from(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoi(text);
}

std::string why_refused(const std::string& address, const std::filesystem::path& file) {
  try {
    Replicating(address, file).catch_up();
  } catch (const central::Parted& parted) {
    return parted.why;
  } catch (const central::CentreError& error) {
    return error.message;
  }
  return "";
}

}  // namespace

TEST_CASE("A random history is at the centre as it is at the source, whenever the replicator looks") {
  const int seeds = number_from("PRESENCED_CENTRAL_SEEDS", 6);
  const int first = number_from("PRESENCED_CENTRAL_SEED", 1);
  for (int seed = first; seed < first + seeds; ++seed) {
    CAPTURE(seed);
    const test::TempDir folder;
    const std::string address = test::new_database();
    RandomHistory history(folder / "h.db", static_cast<std::uint64_t>(seed));
    std::mt19937_64 random(static_cast<std::uint64_t>(seed) * 7);
    std::unique_ptr<Replicating> replicating;
    for (int step = 0; step < 120; ++step) {
      CAPTURE(step);
      for (std::uint64_t i = 0; i < random() % 8; ++i) history.live();
      if (random() % 12 == 0) {
        replicating.reset();
        history.restart();
      }
      if (random() % 8 == 0) replicating.reset();  // another process goes on
      if (random() % 3 == 0) continue;
      if (!replicating) replicating = std::make_unique<Replicating>(address, folder / "h.db");
      const bool look = random() % 6 == 0;
      if (look) history.finish_purges();
      replicating->catch_up();
      if (look) check_equal(folder / "h.db", address);
    }
    replicating.reset();
    history.close();
    Replicating(address, folder / "h.db").catch_up();
    check_equal(folder / "h.db", address);
  }
}

TEST_CASE("A history that goes on from a restored backup is refused, unless nothing of it was lost") {
  const test::TempDir folder;
  const std::string address = test::new_database();
  RandomHistory history(folder / "h.db", 11);
  for (int i = 0; i < 30; ++i) history.live();
  history.backup(folder / "backup.db");
  SUBCASE("that is older than what was replicated") {
    for (int i = 0; i < 30; ++i) history.live();
    Replicating(address, folder / "h.db").catch_up();
    history.restore(folder / "backup.db");
    CHECK(why_refused(address, folder / "h.db") != "");
    for (int i = 0; i < 200; ++i) history.live();  // by now it is ahead of the centre again
    CHECK(why_refused(address, folder / "h.db") != "");
  }
  SUBCASE("that holds all that was replicated") {
    Replicating(address, folder / "h.db").catch_up();
    history.restore(folder / "backup.db");
    for (int i = 0; i < 20; ++i) history.live();
    history.finish_purges();
    CHECK(why_refused(address, folder / "h.db") == "");
    check_equal(folder / "h.db", address);
  }
  SUBCASE("in the place of a history that was never replicated under this name") {
    Replicating(address, folder / "h.db").catch_up();
    RandomHistory other(folder / "other.db", 12);
    for (int i = 0; i < 5; ++i) other.live();
    CHECK(why_refused(address, folder / "other.db").find("not the history") != std::string::npos);
  }
}

TEST_CASE("A centre of a newer version is refused, and nothing is changed in it") {
  const test::TempDir folder;
  const std::string address = test::new_database();
  RandomHistory history(folder / "h.db", 3);
  history.live();
  Replicating(address, folder / "h.db").catch_up();
  central::Connection connection(central::read_address(address, {}).value(), {});
  connection.execute("UPDATE presenced.schema_version SET version = 99");
  CHECK(why_refused(address, folder / "h.db").find("made by a newer presenced") != std::string::npos);
}

TEST_CASE("A centre of an older version is brought up to date once, although two replicators begin at the same time") {
  const test::TempDir folder;
  const std::string address = test::new_database();
  central::Connection older(central::read_address(address, {}).value(), {});
  older.execute(
      "CREATE SCHEMA presenced; CREATE TABLE presenced.schema_version(single boolean PRIMARY KEY DEFAULT true, "
      "version integer NOT NULL, rights text NOT NULL); INSERT INTO presenced.schema_version VALUES(true, 0, '')");
  std::atomic<int> said = 0;
  const auto migrate = [&] {
    central::Connection connection(central::read_address(address, {}).value(), {});
    central::migrate(connection, [&](std::string_view) { ++said; });
  };
  std::thread other(migrate);
  migrate();
  other.join();
  CHECK(said == 1);
  CHECK(test::centre_lines(address, "SELECT version FROM schema_version") ==
        test::Lines{std::to_string(central::kCentreVersion)});
  RandomHistory history(folder / "h.db", 4);
  for (int i = 0; i < 20; ++i) history.live();
  history.finish_purges();
  Replicating(address, folder / "h.db").catch_up();
  check_equal(folder / "h.db", address);
}
