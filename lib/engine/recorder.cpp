#include "engine/recorder.h"

#include <algorithm>
#include <utility>

namespace presenced::engine {

using base::BatchNumber;
using base::WallTime;

Recorder::Recorder(std::string workspace, BatchNumber last_batch, tracker::HistoryClock& clock)
    : workspace_(std::move(workspace)), clock_(clock), last_batch_(last_batch) {}

namespace {

void limit_times(history::Record& record, WallTime most) {
  std::visit(
      [&](auto& one) {
        if constexpr (requires { one.at; }) one.at = std::min(one.at, most);
        if constexpr (requires { one.earliest; }) one.earliest = std::min(one.earliest, most);
        if constexpr (requires { one.connected_at; }) one.connected_at = std::min(one.connected_at, most);
        if constexpr (requires { one.ready_at; }) one.ready_at = std::min(one.ready_at, most);
        if constexpr (requires { one.proven_at; }) one.proven_at = std::min(one.proven_at, most);
        if constexpr (requires { one.sampled_at; }) one.sampled_at = std::min(one.sampled_at, most);
        if constexpr (requires { one.ended_at; }) one.ended_at = std::min(one.ended_at, most);
      },
      record);
}

}  // namespace

void Recorder::rewind(WallTime until, WallTime wall) {
  clock_.rewind(until);
  const WallTime most = clock_.stamp(wall);
  for (history::Record& record : records_) limit_times(record, most);
}

history::Batch Recorder::seal(base::Instant now) {
  last_batch_ = BatchNumber{static_cast<std::int64_t>(last_batch_) + 1};
  history::Batch batch{workspace_, last_batch_, clock_.stamp(now.wall), std::exchange(records_, {})};
  const Amount amount{batch.records.size(), history::bytes_of(batch)};
  uncommitted_.push_back({batch.number, amount});
  amount_.records += amount.records;
  amount_.bytes += amount.bytes;
  mark_due_ = now.mono + kMarkInterval;
  return batch;
}

void Recorder::committed(BatchNumber batch) {
  while (!uncommitted_.empty() && uncommitted_.front().number <= batch) {
    amount_.records -= uncommitted_.front().amount.records;
    amount_.bytes -= uncommitted_.front().amount.bytes;
    uncommitted_.pop_front();
  }
  // Only when everything is down, the end of the coverage included, may new coverage be claimed.
  if (uncommitted_.empty()) failing_ = false;
}

}  // namespace presenced::engine
