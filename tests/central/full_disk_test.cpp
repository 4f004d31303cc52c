// The disk of the centre is full: nothing of what did not fit is there, and everything once there is room.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>

#include "central/random_history.h"
#include "central/replicating.h"
#include "central/shared_server.h"
#include "integration/small_disk.h"

using namespace presenced;
using test::check_equal;
using test::RandomHistory;
using test::Replicating;
using test::SmallDisk;

TEST_CASE("A centre whose disk is full is tried again, and has everything once there is room") {
  if (!SmallDisk::possible()) {
    MESSAGE("left out: only root may mount a small disk");
    return;
  }
  const test::TempDir folder;
  test::PostgresServer server;
  const SmallDisk disk("48m");
  std::filesystem::create_directory(disk.path() / "space");
  server.give(disk.path() / "space");
  {
    central::Connection owner(central::read_address(server.address("postgres"), {}).value(), {});
    owner.execute(fmt::format("CREATE TABLESPACE small LOCATION '{}'", (disk.path() / "space").string()));
    owner.execute("CREATE DATABASE filled TABLESPACE small");
  }
  const std::string address = server.address("filled");
  RandomHistory history(folder / "h.db", 81);
  for (int i = 0; i < 30; ++i) history.live();
  Replicating(address, folder / "h.db").catch_up();
  const std::string position = "SELECT position, deletion FROM origin";
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 200; ++i) history.live();
    history.finish_purges();
    const test::Lines before = test::centre_lines(address, position);
    disk.fill();
    try {
      Replicating(address, folder / "h.db").catch_up();
      FAIL("it fits into a full disk");
    } catch (const central::CentreError& error) {
      CHECK(error.trouble == central::Trouble::away);
      CHECK(error.message.find("No space left on device") != std::string::npos);
    }
    CHECK(test::centre_lines(address, position) == before);
    disk.make_room();
    Replicating(address, folder / "h.db").catch_up();
    check_equal(folder / "h.db", address);
  }
}
