// The store on a disk that fails at every operation in turn: with an error once, with one that lasts until somebody
// makes room, with a power cut. Whatever happens, the history must be what was handed in.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "store_faults/disk.h"
#include "store_faults/fault_vfs.h"
#include "store_faults/kinds.h"
#include "store_faults/scene.h"
#include "store_faults/survivor.h"
#include "support/temp_dir.h"

namespace presenced::store_faults {
namespace {

using test::TempDir;
using Extent = Fault::Extent;

struct Trial {
  bool struck = false;
  std::vector<std::string> complaints;
};

Trial attempt(const Scene& scene, const Fault& fault, Tail tail) {
  const TempDir folder;
  const std::filesystem::path file = scene.copy_to(folder);
  Disk disk;
  Trial trial;
  {
    const FaultVfs vfs(disk);
    disk.arm(fault);
    Survivor survivor(disk, file, scene.plan, tail, fault.nth);
    trial.complaints = survivor.live();
    trial.struck = disk.struck() > 0;
  }
  return trial;
}

// The Nth operation of the kind fails, for every N until the work is done before it comes to the Nth.
// Where one trial takes long, only every so many-th fault is tried.
void sweep(const Scene& scene, const Kind& kind, Extent extent, Tail tail = Tail::none) {
  const std::string what = fmt::format("{} answers {} {}", name_of(kind.operation), sqlite3_errstr(kind.code),
                                       extent == Extent::once       ? "once"
                                       : extent == Extent::for_ever ? "for ever"
                                       : tail == Tail::none         ? "and the power is cut, nothing unsynced is left"
                                       : tail == Tail::all          ? "and the power is cut, all of it is left"
                                                                    : "and the power is cut, some of it is left");
  int faults = 0;
  for (std::uint64_t nth = 1;; nth += scene.stride) {
    const Trial trial = attempt(scene, {kind.operation, nth, kind.code, extent}, tail);
    for (const std::string& complaint : trial.complaints) MESSAGE(complaint);
    CAPTURE(nth);
    REQUIRE_MESSAGE(trial.complaints.empty(), what);
    if (!trial.struck) break;
    ++faults;
  }
  MESSAGE(what << ": " << faults << " faults");
}

// Between two of these operations the disk does not change: no other moment can leave anything else.
void sweep_power_cuts(const Scene& scene) {
  for (const Tail tail : {Tail::none, Tail::some, Tail::all})
    for (const Operation operation : {Operation::write, Operation::sync, Operation::truncate, Operation::remove}) {
      if (tail == Tail::all && operation == Operation::write) continue;  // as if it had been killed
      sweep(scene, {operation, SQLITE_IOERR}, Extent::power_cut, tail);
    }
}

}  // namespace

TEST_CASE("A disk that works is survived, and the model is the history") {
  for (const Scene& scene : {Scene::fresh(), Scene::left_by_a_crash()}) {
    const Trial trial = attempt(scene, {Operation::write, 0, SQLITE_FULL, Extent::once}, Tail::none);
    CHECK(!trial.struck);
    for (const std::string& complaint : trial.complaints) MESSAGE(complaint);
    CHECK(trial.complaints.empty());
  }
}

TEST_CASE("A new history survives any one failure of its disk") {
  const Scene scene = Scene::fresh();
  for (const Kind& kind : kKinds) sweep(scene, kind, Extent::once);
}

TEST_CASE("A new history survives a disk that fails until somebody mends it") {
  const Scene scene = Scene::fresh();
  for (const Kind& kind : kKinds) sweep(scene, kind, Extent::for_ever);
}

TEST_CASE("A new history survives a power cut at any moment") {
  const Scene scene = Scene::fresh();
  sweep_power_cuts(scene);
}

TEST_CASE("A history that a crash left survives any one failure of its disk") {
  const Scene scene = Scene::left_by_a_crash();
  for (const Kind& kind : kKinds) sweep(scene, kind, Extent::once);
}

TEST_CASE("A history that a crash left survives a disk that fails until somebody mends it") {
  const Scene scene = Scene::left_by_a_crash();
  for (const Kind& kind : kKinds) sweep(scene, kind, Extent::for_ever);
}

TEST_CASE("A history that a crash left survives a power cut at any moment") {
  const Scene scene = Scene::left_by_a_crash();
  sweep_power_cuts(scene);
}

// Found here: the check after a crash took an error of the disk for damage and told people to move the file away.
TEST_CASE("A disk that cannot be read while a history is checked is not taken for a damaged history") {
  const Scene scene = Scene::left_by_a_crash();
  for (const Extent extent : {Extent::once, Extent::for_ever})
    for (std::uint64_t nth = 1;; nth += scene.stride) {
      CAPTURE(nth);
      const TempDir folder;
      Disk disk;
      const FaultVfs vfs(disk);
      disk.arm({Operation::read, nth, SQLITE_IOERR_READ, extent});
      const auto opened = store::HistoryDb::open({scene.copy_to(folder), {}, "faults", scene.plan.started_at});
      if (disk.struck() == 0) break;
      if (opened.ok()) continue;  // SQLite could do without it, or the second look gave it
      CHECK(opened.error().failure_class == store::FailureClass::full);
      CHECK(opened.error().message.find("damaged") == std::string::npos);
    }
}

TEST_CASE("With durability normal a power cut loses the last commits at most, and never a part of one") {
  Scene scene = Scene::left_by_a_crash();
  scene.plan.durability = store::Durability::normal;
  sweep_power_cuts(scene);
}

}  // namespace presenced::store_faults
