// Deletes what is older than the history is to be kept, in small steps between which others may write.
//
// What stays right: for every person and facet the newest transition at or before the cutoff is kept, the state in
// force there; a span of coverage that reaches over the cutoff begins at it from then on. Sessions and runs are kept,
// they are few and tell of nobody. Rows that were set aside (store/misdated.h) go when that was before the cutoff.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/time.h"
#include "store/facet_tables.h"
#include "store/sqlite.h"

namespace presenced::store {

// The earliest moment of which a retention can delete something: the beginning of the first span, or somebody's second
// transition, whose past the first one is. A few seeks a person.
std::optional<base::WallTime> oldest_deletable(Database& database, std::span<const FacetTable> facets = facet_tables());

class Retention {
 public:
  explicit Retention(Database& database, std::span<const FacetTable> facets = facet_tables());

  // One transaction of a few milliseconds: deletes at most `rows` rows. False: nothing older than `cutoff` is left.
  // With another cutoff than the last time it begins anew.
  bool step(base::WallTime cutoff, std::int64_t rows);

 private:
  using Member = std::pair<std::int64_t, std::int64_t>;  // person, workspace

  void begin(std::int64_t cutoff);
  std::int64_t prune(const Member& member, std::int64_t rows);
  bool prune_groups();
  bool prune_misdated(std::int64_t rows);
  bool give_back_pages();

  Database& database_;
  std::vector<Statement> expired_;  // delete what is older than the cutoff, one table and facet each
  std::vector<Statement> cut_coverage_;
  Statement marks_;
  Statement memberships_;
  Statement groups_;
  Statement misdated_;
  std::int64_t cutoff_ = INT64_MIN;
  std::vector<Member> members_;
  std::size_t next_ = 0;
};

}  // namespace presenced::store
