// Rows from the future are set aside, and an older history is migrated, on a disk that fails at every operation in
// turn: the rows are where they were or where they are to be, each once.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "store/history_db.h"
#include "store/sqlite.h"
#include "store_faults/disk.h"
#include "store_faults/fault_vfs.h"
#include "store_faults/kinds.h"
#include "support/temp_dir.h"

namespace presenced::store_faults {
namespace {

using base::operator""s;
using base::operator""ms;
using test::TempDir;
using Extent = Fault::Extent;

constexpr base::WallTime kNow = base::wall_from_unix_ms(1'700'000'000'000);
constexpr base::Millis kDay = std::chrono::hours{24};

std::unique_ptr<store::HistoryDb> opened(const std::filesystem::path& file) {
  auto result = store::HistoryDb::open({file, store::Durability::full, "faults", kNow});
  REQUIRE_MESSAGE(result.ok(), result.error().message);
  return std::move(result.value());
}

// A history whose last records are a day ahead; of another workspace, too.
void lay_down(const std::filesystem::path& file) {
  const auto database = opened(file);
  for (const char* workspace : {"acme", "zeta"}) {
    history::Batch batch{workspace, base::BatchNumber{1}, kNow + kDay, {}};
    batch.records.push_back(history::SessionOpened{base::SessionNumber{1}, kNow - 1000s});
    for (int user = 0; user < 8; ++user) {
      const base::UserId id{fmt::format("U{}", user)};
      batch.records.push_back(history::CoverageOpened{id, base::Facet::presence, kNow - 900s, history::Mode::subscribed,
                                                      base::SessionNumber{1}});
      std::optional<base::Presence> before;
      for (int change = 0; change < 24; ++change) {
        const base::WallTime at = kNow - 600s + change * 20s + (change < 12 ? base::Millis{0} : kDay);
        const base::Presence after = change % 2 == 0 ? base::Presence::away : base::Presence::active;
        batch.records.push_back(history::Transition{id, at, at, before, after,
                                                    before ? history::Source::push : history::Source::first,
                                                    base::SessionNumber{1}});
        before = after;
      }
      batch.records.push_back(
          history::CoverageClosed{id, base::Facet::presence, kNow + kDay - 1s, history::EndReason::clock_step});
    }
    batch.records.push_back(
        history::SessionEnded{base::SessionNumber{1}, kNow + kDay, history::EndReason::network_error});
    REQUIRE(!database->commit({&batch, 1}));
  }
  REQUIRE(!database->close());
}

// All but the runs, of which each start makes one.
std::vector<std::string> content_of(const std::filesystem::path& file) {
  store::Database database(file, store::Database::Access::read_only);
  std::vector<std::string> lines;
  for (const char* sql : {"SELECT * FROM presence_transition", "SELECT * FROM status_transition",
                          "SELECT * FROM coverage_span", "SELECT * FROM session", "SELECT * FROM seq_last",
                          "SELECT workspace, person, from_table, why, row FROM misdated WHERE from_table != 'run'"}) {
    store::Statement statement = database.prepare(sql);
    for (store::Rows row = statement.select(); row.next();) {
      std::string line;
      for (int column = 0; column < row.columns(); ++column) line += std::string(row.text(column)) + "|";
      lines.push_back(std::move(line));
    }
  }
  return lines;
}

void copy_history(const std::filesystem::path& from, const std::filesystem::path& to) {
  for (const char* end : {"", "-wal"})
    if (std::filesystem::exists(from.string() + end))
      std::filesystem::copy_file(from.string() + end, to.string() + end);
}

struct Stage {
  TempDir folder;
  std::filesystem::path file = folder / "history.db";
  std::vector<std::string> before;
  std::vector<std::string> after;

  Stage() {
    lay_down(file);
    before = content_of(file);
    const TempDir other;
    copy_history(file, other / "history.db");
    const auto database = opened(other / "history.db");
    REQUIRE(database->set_aside("acme", kNow).ok());
    after = content_of(other / "history.db");
    REQUIRE(after != before);
  }
};

// False: it was done before it came to the Nth operation.
bool set_aside_in_spite_of(const Stage& stage, const Fault& fault, Tail tail) {
  const TempDir folder;
  const std::filesystem::path file = folder / "history.db";
  copy_history(stage.file, file);
  Disk disk;
  const FaultVfs vfs(disk);
  auto database = opened(file);
  disk.arm(fault);
  auto result = database->set_aside("acme", kNow);
  const bool struck = disk.struck() > 0;
  if (disk.dead()) {
    database.reset();
    disk.restart(tail, fault.nth);
    database = opened(file);
  }
  disk.lift();
  const std::vector<std::string> between = content_of(file);
  CHECK((between == stage.before || between == stage.after));
  if (!result.ok() && result.error().failure_class == store::FailureClass::broken) {
    database.reset();
    database = opened(file);
  }
  result = database->set_aside("acme", kNow);  // also when it was done: it may be repeated
  REQUIRE_MESSAGE(result.ok(), result.error().message);
  CHECK(result.value().resume.recorded_until == kNow);
  CHECK(content_of(file) == stage.after);
  REQUIRE(!database->close());
  return struck;
}

void sweep_set_aside(const Stage& stage, const Kind& kind, Extent extent, Tail tail = Tail::none) {
  for (std::uint64_t nth = 1;; ++nth) {
    CAPTURE(name_of(kind.operation));
    CAPTURE(kind.code);
    CAPTURE(nth);
    if (!set_aside_in_spite_of(stage, {kind.operation, nth, kind.code, extent}, tail)) break;
  }
}

}  // namespace

TEST_CASE("Setting rows aside survives any one failure of the disk, and one that lasts") {
  const Stage stage;
  for (const Kind& kind : kKinds)
    for (const Extent extent : {Extent::once, Extent::for_ever}) sweep_set_aside(stage, kind, extent);
}

TEST_CASE("Setting rows aside survives a power cut at any moment") {
  const Stage stage;
  for (const Tail tail : {Tail::none, Tail::some, Tail::all})
    for (const Operation operation : {Operation::write, Operation::sync, Operation::truncate})
      sweep_set_aside(stage, {operation, SQLITE_IOERR}, Extent::power_cut, tail);
}

TEST_CASE("A migration that a power cut interrupts at any moment loses nothing, and the next start does it") {
  const TempDir folder;
  const std::filesystem::path old = folder / "old.db";
  {
    store::Database database(old, store::Database::Access::read_write);
    std::ifstream in(PRESENCED_SCHEMA_2, std::ios::binary);
    const std::string sql{std::istreambuf_iterator<char>(in), {}};
    database.execute(sql.c_str());
  }
  const auto transitions = [](const std::filesystem::path& file) {
    store::Database database(file, store::Database::Access::read_only);
    std::vector<std::string> lines;
    store::Statement statement = database.prepare("SELECT seq || '|' || at FROM presence_transition");
    for (store::Rows row = statement.select(); row.next();) lines.emplace_back(row.text(0));
    return lines;
  };
  const std::vector<std::string> before = transitions(old);
  REQUIRE(before.size() == 124);
  for (const Tail tail : {Tail::none, Tail::some})
    for (const Operation operation : {Operation::write, Operation::sync})
      for (std::uint64_t nth = 1;; ++nth) {
        CAPTURE(name_of(operation));
        CAPTURE(nth);
        const TempDir place;
        const std::filesystem::path file = place / "history.db";
        copy_history(old, file);
        Disk disk;
        const FaultVfs vfs(disk);
        disk.arm({operation, nth, SQLITE_IOERR, Extent::power_cut});
        auto result = store::HistoryDb::open({file, store::Durability::full, "faults", kNow + 1000 * kDay});
        const bool struck = disk.struck() > 0;
        if (result.ok()) result.value().reset();
        if (struck) disk.restart(tail, nth);
        disk.lift();
        CHECK(transitions(file) == before);
        const auto again = opened(file);
        CHECK(transitions(file) == before);
        if (!struck) break;
      }
}

}  // namespace presenced::store_faults
