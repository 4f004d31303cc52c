#include "supervise/tally.h"

namespace presenced::supervise {

void Tally::handed_over(const history::Batch& batch) {
  Waiting waiting{batch.number, {}};
  for (const history::Record& record : batch.records) {
    if (const auto* transition = std::get_if<history::Transition>(&record))
      waiting.counted.emplace_back(std::pair(transition->facet(), transition->source));
    else if (const auto* ended = std::get_if<history::SessionEnded>(&record))
      waiting.counted.emplace_back(ended->reason);
  }
  if (!waiting.counted.empty()) workspaces_[batch.workspace].waiting.push_back(std::move(waiting));
}

void Tally::committed(const std::string& workspace, base::BatchNumber last) {
  auto& [waiting, figures] = workspaces_[workspace];
  for (; !waiting.empty() && waiting.front().number <= last; waiting.pop_front()) {
    for (const Counted& one : waiting.front().counted) {
      if (const auto* reason = std::get_if<history::EndReason>(&one))
        figures.session_ended(*reason);
      else if (const auto* transition = std::get_if<std::pair<base::Facet, history::Source>>(&one))
        figures.transition_written(transition->first, transition->second);
    }
  }
}

metrics::WorkspaceFigures Tally::figures(const std::string& workspace) const {
  const auto found = workspaces_.find(workspace);
  metrics::WorkspaceFigures figures = found == workspaces_.end() ? metrics::WorkspaceFigures{} : found->second.figures;
  figures.name = workspace;
  return figures;
}

}  // namespace presenced::supervise
