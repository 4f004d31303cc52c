// Which batches of a workspace are committed, and what the metrics count of them. Pure. How much is not yet committed
// is each engine's account (engine/recorder.h).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/ids.h"
#include "history/record.h"
#include "metrics/metrics.h"

namespace presenced::supervise {

// Of one commit and workspace.
struct Commit {
  base::BatchNumber last{};  // it and all before it are committed
  metrics::CommittedCounts counts;
};

// By workspace: what was committed together.
std::map<std::string, Commit> commits_of(const std::vector<history::Batch>& group);

// Lives on the loop's thread.
class BatchLedger {
 public:
  void handed_over(const history::Batch& batch) { workspaces_[batch.workspace].handed_over = batch.number; }
  void committed(const std::string& workspace, const Commit& commit);

  bool settled(const std::string& workspace) const;  // everything that was handed over is committed
  metrics::CommittedCounts counts(const std::string& workspace) const;

 private:
  struct Workspace {
    base::BatchNumber handed_over{};
    Commit committed;
  };
  std::map<std::string, Workspace> workspaces_;
};

}  // namespace presenced::supervise
