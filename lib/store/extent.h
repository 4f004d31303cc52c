// How much a history holds.
#pragma once

#include <cstdint>
#include <optional>

#include "base/time.h"
#include "store/sqlite.h"

namespace presenced::store {

// How much there is, for `doctor`.
struct Extent {
  std::int64_t workspaces = 0;
  std::int64_t people = 0;
  std::int64_t sessions = 0;
  std::int64_t last_seq = 0;  // transitions ever recorded, those that are deleted by now included
  std::int64_t schema = 0;
  std::int64_t file_bytes = 0;
  std::int64_t log_bytes = 0;            // of the -wal file
  std::int64_t free_bytes = 0;           // inside the file, to be used again
  std::optional<base::WallTime> oldest;  // transition
};

// A few seeks a person. Throws StoreError.
Extent read_extent(Database& database);

}  // namespace presenced::store
