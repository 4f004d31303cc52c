// The writer's thread on a disk that fails until somebody makes room: it says so once, keeps everything, and commits
// all of it when the disk works again.
#include "store/writer.h"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <condition_variable>
#include <map>
#include <mutex>

#include "store_faults/fault_vfs.h"
#include "store_faults/scene.h"

namespace presenced::store_faults {
namespace {

constexpr base::Millis kPatience{30'000};

class Listener {
 public:
  store::WriterEvents events() {
    return {.committed =
                [this](const std::vector<history::Batch>& group) {
                  const std::lock_guard lock(mutex_);
                  for (const history::Batch& batch : group) committed_[batch.workspace] = batch.number;
                  heard_.notify_all();
                },
            .failed =
                [this](const store::Failure& failure) {
                  const std::lock_guard lock(mutex_);
                  failures_.push_back(failure);
                  heard_.notify_all();
                }};
  }
  // Until everything of this commit is committed, or a failure was told (false).
  bool wait_for(const Commit& commit) {
    std::unique_lock lock(mutex_);
    const auto done = [&] {
      for (const history::Batch& batch : commit)
        if (committed_[batch.workspace] < batch.number) return false;
      return true;
    };
    REQUIRE(heard_.wait_for(lock, kPatience, [&] { return !failures_.empty() || done(); }));
    return failures_.empty();
  }
  std::vector<store::Failure> failures() {
    const std::lock_guard lock(mutex_);
    return failures_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable heard_;
  std::map<std::string, base::BatchNumber> committed_;
  std::vector<store::Failure> failures_;
};

// Fails from the Nth operation on, is mended once the writer has told it and tried again, ends with everything in the
// history. False: the work was done before the Nth.
bool outlast(const Scene& scene, Operation operation, int code, std::uint64_t nth) {
  const test::TempDir folder;
  const std::filesystem::path file = scene.copy_to(folder);
  Disk disk;
  const FaultVfs vfs(disk);
  auto opened = store::HistoryDb::open({file, {}, "faults", scene.plan.started_at});
  REQUIRE(opened.ok());
  Listener listener;
  store::Writer writer(std::move(opened.value()), {.first_retry = base::Millis{1}, .longest_retry = base::Millis{4}},
                       listener.events());
  disk.arm({operation, nth, code, Fault::Extent::for_ever});
  ExpectedHistory expected = scene.plan.before;
  expected.begin_run(scene.plan.started_at);
  bool well = true;
  for (const Commit& commit : scene.plan.commits) {
    for (const history::Batch& batch : commit) {
      expected.apply(batch);
      REQUIRE(writer.submit(batch));
    }
    well = well && listener.wait_for(commit);
  }
  if (!well) REQUIRE(disk.wait_until_struck(5, std::chrono::seconds(30)));  // it goes on trying, without a word
  const bool struck = disk.struck() > 0;
  disk.lift();
  CHECK(writer.stop(kPatience));
  CHECK(listener.failures().size() == (well ? 0 : 1));
  for (const store::Failure& failure : listener.failures()) CHECK(failure.failure_class != store::FailureClass::broken);
  for (const std::string& complaint : expected.compare(file)) FAIL_CHECK(complaint);
  return struck;
}

void outlast_all(Operation operation, int code) {
  const Scene scene = Scene::left_by_a_crash();
  int faults = 0;
  for (std::uint64_t nth = 1;; nth += scene.stride) {
    CAPTURE(nth);
    if (!outlast(scene, operation, code, nth)) break;
    ++faults;
  }
  CHECK(faults > 0);
  MESSAGE(faults << " faults");
}

}  // namespace

TEST_CASE("The writer outlasts a full disk") { outlast_all(Operation::write, SQLITE_FULL); }
TEST_CASE("The writer outlasts a disk whose syncs fail") { outlast_all(Operation::sync, SQLITE_IOERR_FSYNC); }
TEST_CASE("The writer outlasts a disk that cannot be written") { outlast_all(Operation::write, SQLITE_IOERR_WRITE); }

}  // namespace presenced::store_faults
