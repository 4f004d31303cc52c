// The engine's side of the history: collects the records of one step into a batch, and keeps the one account of what is
// not yet durable. Pure.
//
// It makes this rule hold: nothing is claimed while it cannot be recorded (`accepts`).
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "base/time.h"
#include "history/record.h"
#include "tracker/history_clock.h"

namespace presenced::engine {

class Recorder {
 public:
  // A quiet daemon still leaves a mark of life at this pace: a crash loses at most 10 s.
  static constexpr base::Millis kMarkInterval{4'000};

  // `clock` must outlive it.
  Recorder(std::string workspace, base::BatchNumber last_batch, tracker::HistoryClock& clock);

  std::vector<history::Record>& records() { return records_; }
  template <class R>
  void add(R record) {
    records_.emplace_back(std::move(record));
  }

  // What was recorded after `until` has been moved aside. What has been collected since is given times from there on.
  void rewind(base::WallTime until, base::WallTime wall);

  // Whether what is observed now can be expected to become durable.
  bool accepts() const { return !failing_; }
  // It cannot, or the disk is too far behind: until everything is durable.
  void suspend() { failing_ = true; }
  void committed(base::BatchNumber batch);

  bool mark_due(base::MonoTime now) const { return now >= mark_due_ && uncommitted_.empty(); }
  base::MonoTime mark_at() const { return mark_due_; }

  // What has been collected, as the next batch (empty: a mark of life).
  history::Batch seal(base::Instant now);
  bool anything() const { return !records_.empty(); }
  base::BatchNumber last_batch() const { return last_batch_; }
  // This batch and all before it are durable.
  base::BatchNumber durable_until() const {
    return uncommitted_.empty() ? last_batch_
                                : base::BatchNumber{static_cast<std::int64_t>(uncommitted_.front().number) - 1};
  }
  bool all_committed() const { return uncommitted_.empty(); }
  // Handed over and not yet durable.
  struct Amount {
    std::size_t records = 0;
    std::size_t bytes = 0;
  };
  const Amount& uncommitted() const { return amount_; }

 private:
  struct Pending {
    base::BatchNumber number;
    Amount amount;
  };

  std::string workspace_;
  tracker::HistoryClock& clock_;
  std::vector<history::Record> records_;
  std::deque<Pending> uncommitted_;
  Amount amount_;  // of these
  base::BatchNumber last_batch_;
  base::MonoTime mark_due_{base::MonoTime::min()};
  bool failing_ = false;
};

}  // namespace presenced::engine
