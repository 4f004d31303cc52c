#include "supervise/batch_ledger.h"

namespace presenced::supervise {

void BatchLedger::handed_over(const history::Batch& batch) {
  Uncommitted one{batch.number, {}};
  for (const history::Record& record : batch.records) {
    if (const auto* transition = std::get_if<history::Transition>(&record))
      one.counted.emplace_back(std::pair(transition->facet(), transition->source));
    else if (const auto* ended = std::get_if<history::SessionEnded>(&record))
      one.counted.emplace_back(ended->reason);
  }
  workspaces_[batch.workspace].uncommitted.push_back(std::move(one));
}

void BatchLedger::committed(const std::string& workspace, base::BatchNumber last) {
  auto& [uncommitted, figures] = workspaces_[workspace];
  for (; !uncommitted.empty() && uncommitted.front().number <= last; uncommitted.pop_front()) {
    for (const Counted& one : uncommitted.front().counted) {
      if (const auto* reason = std::get_if<history::EndReason>(&one))
        figures.session_ended(*reason);
      else if (const auto* transition = std::get_if<std::pair<base::Facet, history::Source>>(&one))
        figures.transition_written(transition->first, transition->second);
    }
  }
}

bool BatchLedger::settled(const std::string& workspace) const {
  const auto found = workspaces_.find(workspace);
  return found == workspaces_.end() || found->second.uncommitted.empty();
}

metrics::WorkspaceFigures BatchLedger::figures(const std::string& workspace) const {
  const auto found = workspaces_.find(workspace);
  metrics::WorkspaceFigures figures = found == workspaces_.end() ? metrics::WorkspaceFigures{} : found->second.figures;
  figures.name = workspace;
  return figures;
}

}  // namespace presenced::supervise
