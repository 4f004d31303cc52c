// Whether the marks bound the times of the transitions on either side of them (seq_mark in schema.cpp). A follower that
// relies on a wrong mark leaves rows out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "store/sqlite.h"
#include "store/verify_findings.h"

namespace presenced::store::verification {

class Marks {
 public:
  explicit Marks(Database& database);

  void add(std::int64_t seq, std::int64_t at);  // every transition, in any order
  void check(std::int64_t last_seq, Findings& findings) const;

 private:
  struct Mark {
    std::int64_t seq;
    std::int64_t at_after;
    std::int64_t at_until;
  };
  struct Between {  // a mark and the next one
    std::int64_t earliest = INT64_MAX;
    std::int64_t latest = INT64_MIN;
  };
  std::size_t place_of(std::int64_t seq) const;  // how many marks stand before it

  std::vector<Mark> marks_;       // by seq
  std::vector<Between> between_;  // one more than marks
};

}  // namespace presenced::store::verification
