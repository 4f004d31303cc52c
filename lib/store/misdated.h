// Rows from the future. A wall clock that was ahead writes them, and nothing may be recorded before their time. They
// are moved into the table `misdated` as they were, so that nothing is lost and recording goes on.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "store/facet_tables.h"
#include "store/failure.h"
#include "store/reader.h"
#include "store/sqlite.h"

namespace presenced::store {

// Rows of one workspace that are later than a moment, or reach over it.
struct Misdated {
  std::string workspace;
  std::int64_t transitions = 0;
  std::int64_t spans = 0;  // of coverage
  std::int64_t sessions = 0;
  base::WallTime newest{};  // the latest moment among them
  bool any() const { return transitions + spans + sessions > 0; }
};

struct MisdatedRows {
  std::optional<base::WallTime> alive_at;  // the latest mark of life, when it is later: it holds up every workspace
  std::vector<Misdated> workspaces;        // that are held up, by name
  bool any() const { return !workspaces.empty() || alive_at; }
};

// Of one moment. Reads all of the coverage: a second for some million spans.
base::Result<MisdatedRows, Failure> find_misdated(Reader& reader, base::WallTime after,
                                                  std::span<const FacetTable> facets = facet_tables());

// Whether the open coverage of this history belongs to a run that goes on (its engine has ended it, and will begin new
// coverage), or was left by a crash, for the next start to close.
enum class OpenCoverage : std::uint8_t { ends, stays };

// Moves what is later than `after` out of the way, of one workspace, inside the caller's transaction:
// - later transitions, spans that begin at `after` or later, and ended sessions that began later become rows of
//   `misdated`;
// - spans (`clock_step` is their end reason then) and sessions that reach over `after` end there, and an open session
//   that began later begins there; `misdated` keeps what they were;
// - later marks of life become `after`, also for a workspace that is not known: they belong to all of them;
// - rows at or before `after`, and those of other workspaces, stay as they are. No seq is given a second time.
// A second call finds nothing left to move. Whoever writes to the database must forget what it remembers of its rows.
Misdated set_aside_misdated(Database& database, std::string_view workspace, base::WallTime after, OpenCoverage open,
                            std::span<const FacetTable> facets = facet_tables());

}  // namespace presenced::store
