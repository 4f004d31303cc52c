// When a shard makes its next attempt at a session, and what stood in the way of the last one.
//
// Attempts of all shards share one pace, so the ConnectQueue makes them in the order of `place`: since when one is due,
// with a handicap for a lower priority. The highest begin, and nobody waits for ever behind a set that fails again and
// again.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "feeds/rtm/context.h"
#include "feeds/snapshot.h"
#include "session/reconnect.h"
#include "watch/people.h"

namespace presenced::feeds::rtm {

class Connecting {
 public:
  explicit Connecting(Context& context) : context_(context), reconnect_(context.settings.reconnect) {}

  std::optional<base::MonoTime> due() const { return reconnect_.due(); }  // empty: no attempt is wanted
  base::MonoTime place() const;
  void set_priority(watch::Priority priority) { priority_ = priority; }
  void put_off(base::MonoTime until) { reconnect_.put_off(until); }
  // An attempt that waits is made now: whatever was in its way may have been mended.
  void retry_now(base::MonoTime now) {
    if (reconnect_.due()) reconnect_.want(now);
  }
  // Slack has refused a session since the last call: the other shards need not try before the next attempt.
  bool take_refusal() { return std::exchange(refused_anew_, false); }

  void want(base::MonoTime now) { reconnect_.want(now); }
  void successor_wanted(base::MonoTime now, base::Millis lived) { reconnect_.successor_wanted(now, lived); }
  void want_none() { reconnect_.started(); }
  void attempted(base::MonoTime now);

  // What became of the attempt, or of the session.
  void url_received() {
    refusal_.reset();
    obstacle_ = base::Obstacle::none;
  }
  void call_failed(const slack::ApiError& error, base::Instant now);
  void refused(const slack::ApiError& error, base::Instant now);  // in the answer to rtm.connect, or on the socket
  void failed(base::MonoTime now) { reconnect_.failed(now, context_.random); }
  void session_began() {
    trouble_.clear();
    obstacle_ = base::Obstacle::none;
  }
  void session_ended(base::MonoTime now, base::Millis lived) { reconnect_.session_ended(now, lived, context_.random); }
  void in_trouble(const std::string& what) {
    trouble_ = what;
    if (what.empty() || obstacle_ == base::Obstacle::none)
      obstacle_ = what.empty() ? base::Obstacle::none : base::Obstacle::network;
  }

  void describe_wait(StreamSnapshot& snapshot, base::MonoTime now) const;
  void describe_trouble(StreamSnapshot& snapshot) const;

 private:
  Context& context_;
  watch::Priority priority_ = watch::Priority::normal;
  session::Reconnect reconnect_;
  std::string trouble_;  // of the last attempt or session
  base::Obstacle obstacle_ = base::Obstacle::none;
  std::optional<slack::ApiError> refusal_;  // of the last attempt
  bool refused_anew_ = false;               // and nobody has taken note yet
};

}  // namespace presenced::feeds::rtm
