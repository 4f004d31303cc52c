// Frames that acknowledge something to Slack: sent only when what they acknowledge is durable. Pure.
//
// A frame waits for every batch up to the one with the records of its own step, so also for what an earlier step has
// recorded of the same event.
#pragma once

#include <deque>
#include <string>
#include <utility>

#include "engine/desk.h"
#include "engine/recorder.h"

namespace presenced::engine {

class DurableFrames {
 public:
  void add(base::LinkId link, std::string frame, base::MonoTime until) {
    waiting_.push_back({link, std::move(frame), until, {}, false});
  }

  // The link is being closed: nothing goes out on it any more.
  void closing(base::LinkId link) {
    std::erase_if(waiting_, [&](const Frame& one) { return one.link == link; });
  }

  // At the end of every step. What comes too late, or whose link has been closed, is dropped.
  void tend(Desk& desk, const Recorder& recorder, base::MonoTime now) {
    if (!recorder.anything())
      for (auto frame = waiting_.rbegin(); frame != waiting_.rend() && !std::exchange(frame->sealed, true); ++frame)
        frame->batch = recorder.last_batch();
    for (; !waiting_.empty() && waiting_.front().sealed; waiting_.pop_front()) {
      Frame& frame = waiting_.front();
      const bool wanted = now <= frame.until && desk.owner_of(frame.link);
      if (wanted && frame.batch > recorder.durable_until()) return;
      if (wanted) desk.ask(SendFrame{frame.link, std::move(frame.text)});
    }
  }

 private:
  struct Frame {
    base::LinkId link{};
    std::string text;
    base::MonoTime until;
    base::BatchNumber batch{};
    bool sealed = false;  // `batch` is the one that it waits for
  };

  std::deque<Frame> waiting_;
};

}  // namespace presenced::engine
