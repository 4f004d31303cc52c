// The engine's side of the history: collects the records of one step into a batch, keeps account of what is not yet
// durable, and owns the clock that the history is written by. Pure.
//
// It makes two rules hold: nothing is claimed while it cannot be recorded (`accepts`), and no interval is
// negative (`stamp` never goes back; while the wall clock is behind what is recorded already, nothing is claimed).
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "history/record.h"

namespace presenced::engine {

class Recorder {
 public:
  // A quiet daemon still leaves a mark of life at this pace: a crash loses at most 10 s.
  static constexpr base::Millis kMarkInterval{4'000};

  Recorder(std::string workspace, std::size_t max_uncommitted, const history::Resume& resume);

  std::vector<history::Record>& records() { return records_; }
  template <class R>
  void add(R record) {
    records_.emplace_back(std::move(record));
  }

  // The moment by which what is observed now is recorded: the wall clock, but never before what is recorded already.
  // While the wall clock is known to be wrong, recorded time stands still.
  base::WallTime stamp(base::WallTime wall);
  void hold(bool clock_wrong) { held_ = clock_wrong; }
  base::WallTime latest() const { return latest_; }
  // The wall clock is so far behind the newest record that what happens now has no honest place in the history.
  bool clock_behind(base::WallTime wall) const;

  // What was recorded after `until` has been moved aside. What has been collected since is given times from there on.
  void rewind(base::WallTime until, base::WallTime wall);

  // Whether what is observed now can be expected to become durable.
  bool accepts() const { return !failing_; }
  void store_failed() { failing_ = true; }
  void committed(base::BatchNumber batch);

  bool mark_due(base::MonoTime now) const { return now >= mark_due_ && uncommitted_.empty(); }
  base::MonoTime mark_at() const { return mark_due_; }

  // What has been collected, as the next batch (empty: a mark of life).
  history::Batch seal(base::Instant now);
  bool anything() const { return !records_.empty(); }
  bool all_committed() const { return uncommitted_.empty(); }
  std::size_t uncommitted_records() const { return uncommitted_records_; }

 private:
  struct Pending {
    base::BatchNumber number;
    std::size_t records;
  };

  std::string workspace_;
  std::size_t max_uncommitted_;
  std::vector<history::Record> records_;
  std::deque<Pending> uncommitted_;
  std::size_t uncommitted_records_ = 0;
  base::BatchNumber last_batch_;
  base::WallTime latest_;
  base::MonoTime mark_due_{base::MonoTime::min()};
  bool failing_ = false;
  bool held_ = false;
};

}  // namespace presenced::engine
