// The order to move misdated records aside, when the history turns out to lie in the future: from its giving to its
// answer, and how the engine goes on from what is left. Nothing is appended meanwhile: what has been observed waits for
// times that fit the history as it will be.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/clocks.h"
#include "engine/context.h"
#include "engine/feed_set.h"

namespace presenced::engine {

class Rewind {
 public:
  // After an order, whether it was done or failed, before the next: the disk may be full for hours.
  static constexpr base::Millis kPause{60'000};

  // All must outlive it.
  Rewind(Context& context, const Clocks& clocks, const FeedSet& feeds)
      : context_(context), clocks_(clocks), feeds_(feeds) {}

  bool awaited() const { return awaited_; }
  // Gives the order if Slack's time says that there are misdated records. All that was recorded before is ahead of it.
  void tend(base::Instant now);
  // A person vouches for the wall clock.
  void asked(base::Instant now);
  // The answer knows what the history said before this purge.
  void purged(const base::UserId& user) {
    if (awaited_) purged_.push_back(user);
  }
  void done(const history::Resume& resume, std::span<const watch::Person> people, base::WallTime wall);
  void failed(const std::string& why, base::MonoTime now);

 private:
  bool ready() const { return !context_.stopping && !awaited_ && context_.recorder.accepts(); }
  void order(base::WallTime after, base::MonoTime now);

  Context& context_;
  const Clocks& clocks_;
  const FeedSet& feeds_;
  bool awaited_ = false;
  base::MonoTime next_{base::MonoTime::min()};
  std::vector<base::UserId> purged_;
};

}  // namespace presenced::engine
