// Counts what has been committed to the history, for the metrics, which tell of nothing else.
// Pure; lives on the loop's thread.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/ids.h"
#include "history/record.h"
#include "metrics/metrics.h"

namespace presenced::supervise {

class Tally {
 public:
  void handed_over(const history::Batch& batch);                          // in the order of their numbers
  void committed(const std::string& workspace, base::BatchNumber last);   // it and all before it
  metrics::WorkspaceFigures figures(const std::string& workspace) const;  // its counters; the rest is as made

 private:
  using Counted = std::variant<history::EndReason, std::pair<base::Facet, history::Source>>;
  struct Waiting {
    base::BatchNumber number{};
    std::vector<Counted> counted;
  };
  struct Workspace {
    std::deque<Waiting> waiting;
    metrics::WorkspaceFigures figures;
  };
  std::map<std::string, Workspace> workspaces_;
};

}  // namespace presenced::supervise
