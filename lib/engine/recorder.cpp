#include "engine/recorder.h"

#include <algorithm>

#include "engine/clock_watch.h"

namespace presenced::engine {

using base::BatchNumber;
using base::WallTime;

Recorder::Recorder(std::string workspace, std::size_t max_uncommitted, const history::Resume& resume)
    : workspace_(std::move(workspace)),
      max_uncommitted_(max_uncommitted),
      last_batch_(resume.last_batch),
      latest_(resume.recorded_until) {}

WallTime Recorder::stamp(WallTime wall) { return latest_ = std::max(latest_, wall); }

bool Recorder::clock_behind(WallTime wall) const { return latest_ - wall > ClockWatch::kTolerance; }

history::Batch Recorder::seal(base::Instant now) {
  last_batch_ = BatchNumber{static_cast<std::int64_t>(last_batch_) + 1};
  history::Batch batch{workspace_, last_batch_, stamp(now.wall), std::exchange(records_, {})};
  uncommitted_.push_back({batch.number, batch.records.size()});
  uncommitted_records_ += batch.records.size();
  mark_due_ = now.mono + kMarkInterval;
  if (uncommitted_records_ > max_uncommitted_) failing_ = true;
  return batch;
}

void Recorder::committed(BatchNumber batch) {
  while (!uncommitted_.empty() && uncommitted_.front().number <= batch) {
    uncommitted_records_ -= uncommitted_.front().records;
    uncommitted_.pop_front();
  }
  // Only when everything is down, the end of the coverage included, may new coverage be claimed.
  if (uncommitted_.empty()) failing_ = false;
}

}  // namespace presenced::engine
