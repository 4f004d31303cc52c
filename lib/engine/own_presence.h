// What Slack has to be told about our own account: `away` hides the green dot that a connected account shows
// (appear_away), `auto` takes that back. Slack keeps the last word over restarts. Pure.
#pragma once

#include <utility>

#include "base/time.h"
#include "slack/web_api.h"

namespace presenced::engine {

class OwnPresence {
 public:
  // After a failure that passes by itself.
  static constexpr base::Millis kRetry{5 * 60'000};

  explicit OwnPresence(bool hide) : hide_(hide) {}

  // The setting, now or when it changes. A change during an outage is told to Slack afterwards.
  void set(bool hide) {
    if (std::exchange(hide_, hide) == hide) return;
    due_ = true;
    shown_ = false;
  }
  // `away` is told in every session. `auto` is told until Slack confirms it: a run before this one may have said
  // `away`.
  void session_began() { due_ = due_ || hide_ || !shown_; }

  bool due() const { return due_; }
  bool hide() const { return hide_; }
  // Whether to tell `away`; it counts as told unless `replied` says otherwise.
  bool take() {
    due_ = false;
    return hide_;
  }
  // To the newest call. `error` is null when Slack has accepted it.
  void replied(const slack::ApiError* error) {
    if (due_) return;  // the setting has changed since
    due_ = error && (error->retry_after || error->kind == slack::ErrorClass::transient);
    shown_ = !hide_ && !due_;  // a token that may not say `auto` never said `away`
  }

 private:
  bool hide_;
  bool due_ = false;
  bool shown_ = false;
};

}  // namespace presenced::engine
