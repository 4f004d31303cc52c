// One connection attempt with all that belongs to it and dies with it: its state machine, its subscription, its frame
// budget, and the last values this socket has reported of each person.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "feeds/rtm/last_values.h"
#include "feeds/rtm/left.h"
#include "feeds/rtm/pings.h"
#include "feeds/rtm/sent_after.h"
#include "feeds/rtm/waiting.h"
#include "session/connection.h"
#include "slack/web_api.h"
#include "watch/frame_limiter.h"
#include "watch/subscription.h"

namespace presenced::feeds::rtm {

struct Socket {
  // `now`: its wall clock is the recorded moment.
  Socket(base::LinkId link_id, base::CallId call_id, session::Limits limits, base::Instant now,
         const std::vector<base::UserId>& subscribers)
      : id(link_id),
        connect_call(call_id),
        connection(limits, now.mono),
        subscription(subscribers),
        sent_after(now.wall) {}

  bool live() const { return connection.live(); }
  // Null: nothing is known of them.
  const LastValues* last_of(const base::UserId& user) const {
    const auto found = last.find(user);
    return found == last.end() ? nullptr : &found->second;
  }

  base::LinkId id;
  base::CallId connect_call;
  session::Connection connection;
  watch::Subscription subscription;
  watch::FrameLimiter limiter;
  Pings pings;
  SentAfter sent_after;

  std::optional<base::SessionNumber> session;  // from `hello` on
  Order subscribed = 0;                        // the first presence_sub
  bool ready_recorded = false;
  bool begins_late = false;  // the process was stopped during the attempt: the first events may have waited for it
  bool leaving = false;      // it has said goodbye
  bool ended = false;        // the end has been dealt with; only the closing of the socket is still under way
  std::string trouble;       // what ends it, in words; empty: nothing to say
  std::optional<slack::ApiError> refusal;  // Slack has refused the session on the socket: that is what ends it

  std::unordered_map<base::UserId, LastValues> last;

  // What waits for the pong to a ping that was sent after the wait began:
  // - values that are not published: another socket owned them a moment ago, the socket may have died in silence, or
  //   what is newer may wait to be read (feeds/backlog.h);
  Waiting held;
  // - answers of the Web API: what this socket had under way when it was asked may be older or newer;
  Waiting unsettled;
  // - samples, as `held`. 0: they do not wait.
  PingNumber samples_wait = 0;

  Left left;
};

}  // namespace presenced::feeds::rtm
