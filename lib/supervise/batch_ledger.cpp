#include "supervise/batch_ledger.h"

namespace presenced::supervise {

std::map<std::string, Commit> commits_of(const std::vector<history::Batch>& group) {
  std::map<std::string, Commit> commits;
  for (const history::Batch& batch : group) {
    Commit& commit = commits[batch.workspace];
    commit.last = batch.number;
    commit.counts.add(batch);
  }
  return commits;
}

void BatchLedger::committed(const std::string& workspace, const Commit& commit) {
  Commit& committed = workspaces_[workspace].committed;
  committed.last = commit.last;
  committed.counts += commit.counts;
}

bool BatchLedger::settled(const std::string& workspace) const {
  const auto found = workspaces_.find(workspace);
  return found == workspaces_.end() || found->second.committed.last >= found->second.handed_over;
}

metrics::CommittedCounts BatchLedger::counts(const std::string& workspace) const {
  const auto found = workspaces_.find(workspace);
  return found == workspaces_.end() ? metrics::CommittedCounts{} : found->second.committed.counts;
}

}  // namespace presenced::supervise
