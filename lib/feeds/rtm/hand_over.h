// The hand-over of people from a shard's current socket to its successor, after `goodbye`.
//
// Both sockets report the same people, and either may lag behind the other. The current socket owns a person until both
// have been pinged and are known to be at the same event of that person. Then the successor takes over, and coverage
// continues without a gap. If the current socket ends first, the people left over lose their coverage at that moment,
// and the successor owns them from a pong whose ping was sent after that end. An answer on the old socket may have
// revealed a state that no event reports: if it was newer than the successor's and different, the successor asks first.
//
// The rule: when both pongs are there, a person is handed over as soon as both sockets last reported the same state and
// each has reported the person at most once since the ping on the other one was sent. They need not be quiet. Why this
// loses nothing and records nothing twice:
//
// 1. Slack reports each event on both sockets, and each socket keeps its order. Say the current socket has delivered
//    the first m events of a facet, the successor the first n; the first answer on a socket stands for all before it.
// 2. What the current socket had delivered when the successor's ping was sent had happened by then. So it was on the
//    successor's way before the pong, and n is at least m less what the current socket has delivered since that ping.
// 3. The same holds with the sockets exchanged. With at most one arrival on each, m and n differ by one at most.
//    A first answer may stand for several events and counts as more than one. The same record pushed twice in a row
//    counts as one event; an answer of the Web API, which belongs to the current socket, counts as one more.
// 4. Both last reported the state x, and x is what the history holds.
//    - m = n: no event is between the sockets.
//    - n = m + 1: the event that the current socket has yet to deliver says x. Without it, nothing is missing.
//    - m = n + 1: the event that the successor has yet to deliver says x. An equal state writes no transition.
// 5. All later events are still to come on the successor, which owns the person from here on.
//
// A facet whose present state is not reported on subscribing is reported only when it changes, and a `user_invalidated`
// leaves a socket with none. Where one socket has none, nothing may have arrived since the pings: m and n are the same
// then, by 2 and 3.
//
// The first exchange needs one ping, because the successor's presence_sub serves as its ping: Slack answers it for each
// person, on the same socket, after handling it. Later pings leave both sockets at the same moment, when both may send;
// so the time in which a second change prevents the hand-over is one round trip, not the second between two frames.
#pragma once

#include <limits>
#include <optional>
#include <vector>

#include "feeds/rtm/publisher.h"
#include "feeds/rtm/statuses.h"

namespace presenced::feeds::rtm {

class HandOver {
 public:
  // How long to wait for agreement on the last people after the successor's subscription has settled.
  static constexpr base::Millis kLimit{30'000};

  // All must outlive it.
  HandOver(Context& context, const Members& members, Sockets& sockets, Publisher& publisher, Statuses& statuses,
           EventOrder& order)
      : context_(context),
        members_(members),
        sockets_(sockets),
        publisher_(publisher),
        statuses_(statuses),
        order_(order) {}

  // After every input. True: everybody is handed over, or the time is up: the current socket is to be closed.
  bool advance(base::Instant now);
  void ping_sent(const Socket& socket, PingNumber ping);
  void members_changed() { useful_ = true; }
  // An exchange waits for the frame budget of both sockets: nothing that can wait is sent.
  bool wants_both() const { return due_; }
  base::MonoTime deadline() const;

  // The successor has ended (`reason`); the current socket owns everybody again once it has shown that it is not
  // behind.
  void successor_ended(history::EndReason reason);
  // The old socket is over and the successor has taken its place.
  void promoted(const Socket& old);

 private:
  // An exchange of pings: their numbers, and when each (or the presence_sub) was sent.
  struct Exchange {
    static constexpr Order kNotSent = std::numeric_limits<Order>::max();
    PingNumber current_ping = 0;  // 0: none is needed
    PingNumber successor_ping = 0;
    Order current_sent = kNotSent;
    Order successor_sent = kNotSent;
  };

  bool possible() const;
  void complete(base::Instant now);
  void begin(base::MonoTime now);
  bool agree(const base::UserId& user) const;
  bool agree(const base::UserId& user, const base::FacetRow& row) const;
  void hand(const base::UserId& user, base::Instant now);
  void doubt_overtaken(const Socket& old, const base::UserId& user);

  Context& context_;
  const Members& members_;
  Sockets& sockets_;
  Publisher& publisher_;
  Statuses& statuses_;
  EventOrder& order_;
  std::optional<base::MonoTime> limit_;
  std::optional<Exchange> last_;       // completed, with this successor
  std::optional<Exchange> under_way_;  // waits for its pongs
  bool useful_ = true;                 // another exchange may hand somebody over
  bool due_ = false;
};

}  // namespace presenced::feeds::rtm
