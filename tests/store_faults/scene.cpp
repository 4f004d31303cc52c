#include "store_faults/scene.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

namespace presenced::store_faults {

using test::TempDir;

namespace {

constexpr base::WallTime kStart = base::wall_from_unix_ms(1'700'000'000'000);

std::filesystem::path name(const TempDir& folder, const char* end) {
  return folder / (std::string("history.db") + end);
}

}  // namespace

std::filesystem::path Scene::copy_to(const TempDir& folder) const {
  for (const char* end : {"", "-wal"})
    if (std::filesystem::exists(name(*folder_, end)))
      std::filesystem::copy_file(name(*folder_, end), name(folder, end));
  return name(folder, "");
}

Scene::Scene(int before, int commits) : folder_(std::make_unique<TempDir>()) {
  Workload workload(7, kStart);
  plan.started_at = kStart;
  if (before > 0) lay_down(workload, before);
  for (int i = 0; i < commits; ++i) plan.commits.push_back(workload.next());
  plan.commits.push_back(workload.goodbye());
}

void Scene::lay_down(Workload& workload, int before) {
  const TempDir live;
  auto opened = store::HistoryDb::open({name(live, ""), store::Durability::full, "before", kStart});
  REQUIRE(opened.ok());
  plan.before.begin_run(kStart);
  for (int i = 0; i < before; ++i) {
    const Commit commit = workload.next();
    REQUIRE(!opened.value()->commit(commit));
    for (const history::Batch& batch : commit) plan.before.apply(batch);
    if (i == before / 2) plan.cutoff = workload.now();
  }
  for (const char* end : {"", "-wal"}) std::filesystem::copy_file(name(live, end), name(*folder_, end));
  workload.skip(base::Millis{24 * 3'600'000});
  plan.started_at = workload.now();
  plan.retain_after = 15;
  if (const char* text = std::getenv("PRESENCED_FAULT_STRIDE")) stride = std::stoull(text);
}

}  // namespace presenced::store_faults
