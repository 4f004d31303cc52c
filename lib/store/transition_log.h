// Writes transitions and gives each its seq: one sequence over all facets and all workspaces, growing in the order of
// the commits. Keeps the marks that bound the times before and after a seq (seq_mark in schema.cpp).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.h"
#include "history/record.h"
#include "store/recent.h"
#include "store/sqlite.h"

namespace presenced::store {

class TransitionLog {
 public:
  explicit TransitionLog(Database& database);

  void begin();   // once in a transaction, before the first write()
  void finish();  // once in a transaction, after the last write()
  void forget();  // after a rollback

  void write(const history::Transition& transition, std::int64_t workspace, std::int64_t person,
             std::optional<std::int64_t> session);

 private:
  struct Position {
    std::int64_t seq = 0;       // the last one given
    std::int64_t latest = 0;    // no transition is later than this
    std::int64_t mark_seq = 0;  // the newest mark
    std::int64_t mark_at = INT64_MIN;
  };

  std::int64_t next_seq(std::int64_t at);
  Position read_position();

  Database& database_;
  std::vector<Statement> inserts_;  // by facet
  Statement add_mark_;
  Statement lower_marks_;
  Statement save_seq_;
  RecentTransitions recent_;
  std::optional<Position> position_;
  std::int64_t saved_seq_ = 0;
};

}  // namespace presenced::store
