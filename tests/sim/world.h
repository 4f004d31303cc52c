// Virtual time: what happens when, and the two wall clocks. One thread; nothing here reads a real clock.
//
// The true wall clock runs evenly with the monotonic one: Slack's, and the truth's. The daemon's wall clock is that
// plus an offset, which faults change: forward or back, by seconds or years, at once or bit by bit.
//
// The daemon's process can be stopped for a while: both clocks run on, and everything that comes for it waits.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <queue>
#include <utility>
#include <vector>

#include "base/time.h"

namespace presenced::sim {

inline constexpr base::MonoTime kBeginning{base::Millis{1'000'000}};
inline constexpr base::WallTime kEpoch{base::Millis{1'700'000'000'000}};  // the true wall clock at kBeginning

constexpr base::WallTime true_wall(base::MonoTime mono) { return kEpoch + (mono - kBeginning); }
constexpr base::MonoTime mono_of(base::WallTime true_time) { return kBeginning + (true_time - kEpoch); }

class World {
 public:
  using Deed = std::function<void()>;

  base::MonoTime mono() const { return mono_; }
  base::Instant truth() const { return {mono_, true_wall(mono_)}; }
  base::Instant daemon() const { return {mono_, true_wall(mono_) + offset_}; }

  base::Millis offset() const { return offset_; }
  void set_offset(base::Millis offset) {
    offset_ = offset;
    set_at_ = mono_;
  }
  base::MonoTime set_at() const { return set_at_; }

  // `timer_first`: when it goes on, it learns that its timer has expired before it reads from its sockets.
  void stall(base::MonoTime until, bool timer_first) {
    stalled_until_ = until;
    reads_from_ = until + base::Millis{timer_first ? 1 : 0};
  }
  bool stalled() const { return mono_ < stalled_until_; }
  base::MonoTime stalled_until() const { return stalled_until_; }
  bool reads() const { return mono_ >= reads_from_; }
  base::MonoTime reads_from() const { return reads_from_; }

  // Deeds of the same moment are done in the order in which they were asked for.
  void at(base::MonoTime when, Deed deed) {
    if (vacant_.empty()) {
      vacant_.push_back(deeds_.size());
      deeds_.emplace_back();
    }
    const std::size_t place = vacant_.back();
    vacant_.pop_back();
    deeds_[place] = std::move(deed);
    agenda_.push({std::max(when, mono_), next_number_++, place});
  }
  void after(base::Millis span, Deed deed) { at(mono_ + span, std::move(deed)); }

  base::MonoTime next() const { return agenda_.empty() ? base::MonoTime::max() : agenda_.top().when; }

  // Time passes until `when`, which must not be after next().
  void advance(base::MonoTime when) { mono_ = std::max(mono_, when); }

  // The first deed that is due now.
  void do_next() {
    const std::size_t place = agenda_.top().place;
    agenda_.pop();
    const Deed deed = std::exchange(deeds_[place], nullptr);
    vacant_.push_back(place);
    deed();
  }

 private:
  struct Entry {
    base::MonoTime when;
    std::uint64_t number = 0;
    std::size_t place = 0;                      // of the deed, in deeds_: what a heap moves about is best small
    bool operator<(const Entry& other) const {  // the earliest comes out first
      return std::pair(other.when, other.number) < std::pair(when, number);
    }
  };

  base::MonoTime mono_ = kBeginning;
  base::Millis offset_{};
  base::MonoTime set_at_ = base::MonoTime::min();
  base::MonoTime stalled_until_ = base::MonoTime::min();
  base::MonoTime reads_from_ = base::MonoTime::min();
  std::priority_queue<Entry> agenda_;
  std::vector<Deed> deeds_;
  std::vector<std::size_t> vacant_;  // places in deeds_
  std::uint64_t next_number_ = 0;
};

}  // namespace presenced::sim
