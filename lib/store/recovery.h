// The beginning of a run: what the run before left open is closed, as far as it is proven, and the new run noted.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/time.h"
#include "store/facet_tables.h"
#include "store/sqlite.h"

namespace presenced::store {

// Whether the newest run ended without saying so.
bool was_left_unclean(Database& database);

struct Recovered {
  std::int64_t spans = 0;     // of coverage, closed or, where nothing of them was proven, deleted
  std::int64_t sessions = 0;  // closed
};

// In one transaction. Coverage ends, with reason `crash`, at the last moment something was heard on its session, and
// not after the run's last mark of life; a half-dead socket gets no coverage it cannot prove. Sampled coverage ends at
// the start of the session's last whole round, or at the person's last change where that is later. Sessions end at the
// mark of life.
Recovered begin_run(Database& database, std::string_view version, base::WallTime now,
                    std::span<const FacetTable> facets = facet_tables());

}  // namespace presenced::store
