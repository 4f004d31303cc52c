// One connection attempt with all that belongs to it and dies with it: its state machine, its subscription, its frame
// budget, and the last values this socket has reported of each person.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/facets.h"
#include "base/ids.h"
#include "base/time.h"
#include "engine/pings.h"
#include "session/connection.h"
#include "slack/web_api.h"
#include "watch/frame_limiter.h"
#include "watch/subscription.h"

namespace presenced::engine {

// The place of an arrival or of a ping among all of one stream: later ones have higher numbers, 0 is before the first.
// Milliseconds would not do, because several things happen within one.
using Order = std::uint64_t;

// The last two arrivals about one facet of one person on one socket: the hand-over (rotation.cpp) asks whether there
// was more than one since a ping.
class Arrivals {
 public:
  void add(Order at) { before_ = std::exchange(last_, at); }
  // One arrival that may stand for several changes.
  void add_several(Order at) { before_ = last_ = at; }

  bool none_since(Order mark) const { return last_ < mark; }
  bool at_most_one_since(Order mark) const { return before_ < mark; }

 private:
  Order last_ = 0;
  Order before_ = 0;
};

// The last value of one facet of one person: from this socket, or from an answer asked for while it owned the person.
struct LastValue {
  std::optional<base::State> state;                 // empty: none yet, or out of date
  std::optional<std::int64_t> updated;              // Slack's own time of the record, UNIX seconds; empty: it has none
  base::MonoTime pushed_at{base::MonoTime::min()};  // of the last event
  base::WallTime received{};  // the recorded moment of `state`, also of an answer: the clock may be set between two
  bool pushed = false;        // `state` came with the last event, not by an answer
  Arrivals arrivals;          // the same record pushed twice in a row is one
};
using LastValues = base::ByFacet<LastValue>;

// Somebody waits for the pong to a ping, or to a later one (pings.h).
struct Barrier {
  enum class Step : std::uint8_t { none, waiting, passed };
  Step step = Step::none;
  std::int64_t ping_id = 0;
  Order sent = std::numeric_limits<Order>::max();  // the ping
};

struct Link {
  Link(base::LinkId link_id, base::CallId call_id, session::Limits limits, base::MonoTime now,
       const std::vector<base::UserId>& ids)
      : id(link_id), connect_call(call_id), connection(limits, now), subscription(ids) {}

  bool live() const { return connection.live(); }
  // Whoever is held speaks again from a pong on whose ping has yet to be sent.
  void await_barrier() {
    if (held.empty() && !samples_held)
      barrier = {};
    else
      raise_barrier();
  }
  void raise_barrier() { barrier = {Barrier::Step::waiting, pings.await()}; }

  base::LinkId id;
  base::CallId connect_call;
  session::Connection connection;
  watch::Subscription subscription;
  watch::FrameLimiter limiter;
  Pings pings;
  Barrier barrier;

  std::optional<base::SessionNumber> session;  // from `hello` on
  base::WallTime proof{};                      // the recorded moment of the last sign of life
  base::WallTime recorded_proof{};             // the one that was last handed to the store
  Order subscribed = 0;                        // the first presence_sub
  bool ready_recorded = false;
  bool begins_late = false;  // the process was stopped during the attempt: the first events may have waited for it
  bool leaving = false;      // it has said goodbye
  bool ended = false;        // the end has been dealt with; only the closing of the socket is still under way
  std::string trouble;       // what ends it, in words; empty: nothing to say
  std::optional<slack::ApiError> refusal;  // Slack has refused the session on the socket: that is what ends it

  std::unordered_map<base::UserId, LastValues> last;
  // May not speak yet: another socket spoke for them a moment ago, and this one may still be behind it.
  std::unordered_set<base::UserId> held;
  // The status was asked for, and what this socket had under way by then may be older or newer than the answer: nothing
  // is told of it before this ping is answered, or a later one.
  std::unordered_map<base::UserId, std::int64_t> unsettled;

  base::WallTime sampled_at{};  // the recorded start of the last whole round of samples
  bool samples_held = false;    // as `held`, for those who are sampled
  // Were asked about as sampled and have a seat now: what comes next may be that answer, and confirms nothing.
  std::unordered_set<base::UserId> late_samples;
};

}  // namespace presenced::engine
