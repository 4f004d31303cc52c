// Asks a shard's subscribers for their present state now and then (audit_interval): what an event failed to tell is
// found so.
#pragma once

#include <optional>

#include "feeds/rtm/context.h"
#include "feeds/rtm/sockets.h"

namespace presenced::feeds::rtm {

class Audit {
 public:
  // Both must outlive it.
  Audit(Context& context, const Sockets& sockets) : context_(context), sockets_(sockets) {}

  // True: it is time for all other questions, too.
  bool tend(base::MonoTime now) {
    const base::Millis interval = context_.settings.tuning.audit_interval;
    if (interval.count() == 0 || !sockets_.live() || !sockets_.current->ready_recorded) {
      at_.reset();
      return false;
    }
    const bool due = at_ && now >= *at_;
    if (due) sockets_.current->subscription.ask_all();
    if (due || !at_) at_ = now + interval - interval / 10 + context_.random.up_to(interval / 5);
    return due;
  }
  void restart() { at_.reset(); }
  base::MonoTime deadline() const { return at_.value_or(base::MonoTime::max()); }

 private:
  Context& context_;
  const Sockets& sockets_;
  std::optional<base::MonoTime> at_;
};

}  // namespace presenced::feeds::rtm
