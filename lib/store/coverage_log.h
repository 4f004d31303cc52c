// Writes spans of coverage. The spans of one person's facet never overlap and are never empty, whatever comes in: one
// that would begin inside the span before it begins at that one's end, one that would end before it begins is deleted.
#pragma once

#include <cstdint>
#include <optional>

#include "base/facets.h"
#include "base/time.h"
#include "history/record.h"
#include "store/sqlite.h"

namespace presenced::store {

struct CoverageKey {
  std::int64_t workspace;
  std::int64_t person;
  base::Facet facet;
};

class CoverageLog {
 public:
  explicit CoverageLog(Database& database);

  void open(const CoverageKey& key, base::WallTime at, history::Mode mode, std::optional<std::int64_t> session);
  void move(const CoverageKey& key, std::optional<std::int64_t> session);  // without an open span: nothing
  void close(const CoverageKey& key, base::WallTime at, history::EndReason reason);

 private:
  Statement find_open_;
  Statement find_last_end_;
  Statement add_;
  Statement move_;
  Statement close_;
  Statement drop_;
};

}  // namespace presenced::store
