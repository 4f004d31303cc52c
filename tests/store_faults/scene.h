// Where a trial begins: a history as a crash left it, or none yet, and what is to be done with it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "store_faults/survivor.h"
#include "store_faults/workload.h"
#include "support/temp_dir.h"

namespace presenced::store_faults {

class Scene {
 public:
  static Scene fresh() { return Scene(0, 6); }
  static Scene left_by_a_crash() { return Scene(40, 30); }

  std::filesystem::path copy_to(const test::TempDir& folder) const;  // the database's name there

  Plan plan;
  // Of the faults only every so many-th is tried: $PRESENCED_FAULT_STRIDE, of the long story.
  std::uint64_t stride = 1;

 private:
  Scene(int before, int commits);  // how many of the latter
  void lay_down(Workload& workload, int before);

  std::unique_ptr<test::TempDir> folder_;
};

}  // namespace presenced::store_faults
