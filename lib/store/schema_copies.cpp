// What a copy of the history elsewhere goes by (store/replica.h).
#include "store/schema.h"

namespace presenced::store {
namespace {

// Which history this is, whatever the file is called: a replicator recognises it by that. A copy of the
// file has the same id, and parts from the original with its next run.
constexpr const char* kHistoryId = R"(
  CREATE TABLE history_id(
    only INTEGER PRIMARY KEY CHECK(only = 1),
    id   TEXT    NOT NULL
  ) STRICT)";
constexpr const char* kHistoryIdRow = "INSERT INTO history_id(only, id) VALUES(1, lower(hex(randomblob(16))))";

// What tells two runs with the same number apart, once a backup was restored. Of older runs there is no row.
constexpr const char* kRunMark = R"(
  CREATE TABLE run_mark(
    run        INTEGER PRIMARY KEY,
    mark       TEXT    NOT NULL,
    seq_before INTEGER NOT NULL  -- the last seq before the run
  ) STRICT)";

// Rows that were deleted, in order, for the copies of the history: purges, and rows set aside (store/misdated.h).
// A purged person is named by the number that their row had, which says nothing once that row is gone.
constexpr const char* kDeletion = R"(
  CREATE TABLE deletion(
    id        INTEGER PRIMARY KEY,
    person    INTEGER,           -- everything of this person went, in every workspace; NULL: rows were set aside
    workspace INTEGER,           -- of what was set aside; NULL: of the runs alone
    after     INTEGER,           -- the moment that what was set aside was later than, or reached over; NULL: a purge
    until_seq INTEGER NOT NULL   -- transitions with a greater seq are of the time after it
  ) STRICT)";

}  // namespace

std::vector<const char*> schema_9_tables() { return {kHistoryId, kHistoryIdRow, kRunMark, kDeletion}; }

}  // namespace presenced::store
