// What Slack has to know about our own account: `away` hides the green dot that a connected account shows
// (appear_away), `auto` takes that back. Slack keeps the last word over restarts. Pure.
#pragma once

#include <utility>

#include "base/time.h"
#include "slack/web_api.h"

namespace presenced::feeds::rtm {

struct Context;

class OwnPresence {
 public:
  // After a failure that passes by itself.
  static constexpr base::Millis kRetry{5 * 60'000};

  explicit OwnPresence(bool hide) : hide_(hide) {}

  // The setting, now or when it changes. A change during an outage is sent to Slack afterwards.
  void set(bool hide) {
    if (std::exchange(hide_, hide) == hide) return;
    due_ = true;
    shown_ = false;
  }
  // `away` is sent in every session. `auto` is sent until Slack confirms it: a run before this one may have sent
  // `away`.
  void session_began() { due_ = due_ || hide_ || !shown_; }

  // Makes the call that is due. Sessions come and go faster than Slack may want to hear of it: it is made when the pace
  // allows, and with the newest setting only.
  void tend(Context& context, base::MonoTime now);
  base::MonoTime deadline(const Context& context) const;
  void replied(const slack::Reply& reply, Context& context, base::MonoTime now);

 private:
  bool hide_;
  bool due_ = false;
  bool shown_ = false;
};

}  // namespace presenced::feeds::rtm
