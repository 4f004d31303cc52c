// What has been handed over to the history and is not yet committed, and what of the committed the metrics count.
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

class BatchLedger {
 public:
  void handed_over(const history::Batch& batch);                         // in the order of their numbers
  void committed(const std::string& workspace, base::BatchNumber last);  // it and all before it

  bool settled(const std::string& workspace) const;  // everything that was handed over is committed
  // The counters of what is committed; the rest is as made.
  metrics::WorkspaceFigures figures(const std::string& workspace) const;

 private:
  using Counted = std::variant<history::EndReason, std::pair<base::Facet, history::Source>>;
  struct Uncommitted {
    base::BatchNumber number{};
    std::vector<Counted> counted;
  };
  struct Workspace {
    std::deque<Uncommitted> uncommitted;
    metrics::WorkspaceFigures figures;
  };
  std::map<std::string, Workspace> workspaces_;
};

}  // namespace presenced::supervise
