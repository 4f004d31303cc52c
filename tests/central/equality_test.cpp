// The centre equals the source, view by view and row by row, whatever happened to either on the way.
//
//   PRESENCED_CENTRAL_SEEDS=200 build/release/tests/central_tests -tc='*random*'     # ctest does 6
#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <random>
#include <thread>

#include "central/both_views.h"
#include "central/migration.h"
#include "central/postgres_server.h"
#include "central/random_history.h"
#include "central/replicator.h"
#include "central/shared_server.h"

using namespace presenced;
using test::differences;
using test::Lines;
using test::RandomHistory;

REGISTER_EXCEPTION_TRANSLATOR(const central::CentreError& error) { return doctest::String(error.message.c_str()); }
REGISTER_EXCEPTION_TRANSLATOR(const central::Parted& parted) { return doctest::String(parted.why.c_str()); }

namespace {

int number_from(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoi(text);
}

// A replicator with all that it needs, as a process of its own would have it.
class Replicating {
 public:
  Replicating(const std::string& address, const std::filesystem::path& file, const std::string& origin = "here")
      : connection_(central::read_address(address, {}).value(), {}) {
    central::migrate(connection_, [](std::string_view) {});
    auto reader = store::Reader::open(file);
    REQUIRE_MESSAGE(reader.ok(), reader.error().message);
    reader_ = std::move(reader.value());
    open(origin);
  }

  void catch_up() {
    while (!replicator_->round().complete) continue;
  }

 private:
  // The server takes a moment to notice that the one before has gone.
  void open(const std::string& origin) {
    for (int attempt = 0; !replicator_; ++attempt) {
      try {
        replicator_ = std::make_unique<central::Replicator>(connection_, *reader_, origin);
      } catch (const central::CentreError& error) {
        if (error.trouble == central::Trouble::refused || attempt == 500) throw;
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
      }
    }
  }

  central::Connection connection_;
  std::unique_ptr<store::Reader> reader_;
  std::unique_ptr<central::Replicator> replicator_;
};

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

void check_equal(const std::filesystem::path& file, const std::string& address, const std::string& origin = "here") {
  for (const std::string& line : differences(file, address, origin)) FAIL_CHECK(line);
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
