// Whether anything may be claimed to be covered at present: it can be recorded, and the clock is right. Puts an end to
// all claims when that ceases, and lets the feeds begin again.
#pragma once

#include "engine/clocks.h"
#include "engine/context.h"
#include "engine/feed_set.h"

namespace presenced::engine {

class Claims {
 public:
  // All must outlive it.
  Claims(Context& context, const Clocks& clocks, const FeedSet& feeds)
      : context_(context), clocks_(clocks), feeds_(feeds) {}

  bool made() const { return made_; }
  void end(history::EndReason reason);
  void end_if_clock_wrong(base::Instant now) {
    if (clocks_.wrong(now)) end(history::EndReason::clock_step);
  }
  // After every input. `rewinding`: misdated records are being moved aside.
  void refresh(base::Instant now, bool rewinding);
  void stopped() { made_ = false; }  // the feeds have ended theirs

 private:
  void begin();

  Context& context_;
  const Clocks& clocks_;
  const FeedSet& feeds_;
  bool made_ = false;
  bool clock_behind_ = false;  // and the log says so
};

}  // namespace presenced::engine
