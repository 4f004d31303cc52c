// Writes batches of records, inside a transaction its caller holds. Knows which batches are already there,
// and drops what is about people who are never to be recorded again.
#pragma once

#include <cstdint>
#include <map>

#include "history/record.h"
#include "store/coverage_log.h"
#include "store/directory.h"
#include "store/forgotten.h"
#include "store/group_log.h"
#include "store/name_log.h"
#include "store/people_log.h"
#include "store/session_log.h"
#include "store/sqlite.h"
#include "store/transition_log.h"

namespace presenced::store {

class BatchWriter {
 public:
  explicit BatchWriter(Database& database);

  void begin();                             // once in a transaction, first
  void write(const history::Batch& batch);  // one that was committed before changes nothing
  void finish();                            // once in a transaction, last
  void forget();                            // after a rollback, and after rows of people were deleted

 private:
  struct Visitor;
  struct Progress {  // of one workspace
    std::int64_t batch = 0;
    bool saved = true;
  };

  Progress& progress(std::int64_t workspace);

  Directory directory_;
  TransitionLog transitions_;
  CoverageLog coverage_;
  SessionLog sessions_;
  PeopleLog people_;
  NameLog names_;
  GroupLog groups_;
  Forgotten forgotten_;
  Statement last_batch_;
  Statement save_batch_;
  Statement alive_;
  std::map<std::int64_t, Progress> progress_;
  base::WallTime alive_at_ = base::WallTime::min();  // the newest of this transaction
};

}  // namespace presenced::store
