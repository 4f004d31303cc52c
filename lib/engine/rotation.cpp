// The hand-over of people from a stream's current socket to its successor (stream.h, "The rotation").
//
// Both sockets are pinged. When both pongs are there, a person is handed over as soon as both sockets last reported the
// same state and each has reported the person at most once since the ping on the other one was sent. They need not be
// quiet. Why this loses nothing and records nothing twice:
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
// A socket reports a status only when it changes, and a `user_invalidated` leaves it with none. Where one socket has
// none, nothing may have arrived since the pings: m and n are the same then, by 2 and 3.
//
// The first exchange needs one ping, because the successor's presence_sub serves as its ping: Slack answers it for each
// person, on the same socket, after handling it. Later pings leave both sockets at the same moment, when both may send;
// so the time in which a second change prevents the hand-over is one round trip, not the second between two frames.
#include <algorithm>
#include <utility>

#include "engine/stream.h"

namespace presenced::engine {

using base::Facet;
using base::Instant;
using base::MonoTime;
using base::UserId;
using history::EndReason;
using history::Mode;

void Stream::arrived(Arrivals& arrivals, const UserId& user, bool several) {
  ++order_;
  if (several)
    arrivals.add_several(order_);
  else
    arrivals.add(order_);
  if (exchange_) arrivals_since_.push_back(user);
}

void Stream::rotate(Instant now) {
  const std::vector<UserId> reported = std::exchange(arrivals_since_, {});
  exchange_due_ = false;
  if (!successor_ || !successor_->live() || successor_->subscribed == 0 || !current_ || !current_->live()) {
    exchange_.reset();
    exchange_useful_ = true;
    return;
  }
  if (!handover_by_ && successor_->subscription.settled()) handover_by_ = now.mono + kHandoverLimit;
  if (current_->barrier.step == Barrier::Step::passed && successor_->barrier.step == Barrier::Step::passed)
    complete_exchange(now);
  for (const UserId& user : reported) {
    if (!exchange_ || !has(user) || handed(user)) continue;
    if (agree(user))
      hand_over(user, now);
    else
      exchange_useful_ = true;
  }
  if (handed_.size() == member_set_.size() || (handover_by_ && now.mono >= *handover_by_)) return finish_rotation(now);
  begin_exchange(now.mono);
}

void Stream::complete_exchange(Instant now) {
  exchange_ = {current_->barrier.sent, successor_->barrier.sent};
  current_->barrier = successor_->barrier = {};
  exchange_useful_ = false;
  for (const UserId& user : members_) {
    if (handed(user)) continue;
    if (agree(user))
      hand_over(user, now);
    else if (!current_->subscription.confirmed(user) || successor_->subscription.confirmed(user))
      exchange_useful_ = true;
  }
}

// A pong that released held people has used its barrier up: then the exchange begins again.
void Stream::begin_exchange(MonoTime now) {
  for (const Link* link : {current_.get(), successor_.get()})
    if (link->barrier.step == Barrier::Step::waiting) return;
  const auto& subscription = successor_->subscription;
  if (!exchange_ && subscription.settled() && subscription.confirmed_count() > 0) {
    successor_->barrier = {Barrier::Step::passed, 0, successor_->subscribed};
    current_->raise_barrier();
    return;
  }
  // A frame that waits goes first: pings would keep it waiting for the whole rotation.
  exchange_due_ = exchange_useful_ && !current_->subscription.has_frame() && !subscription.has_frame();
  if (!exchange_due_ || !current_->limiter.ready(now) || !successor_->limiter.ready(now)) return;
  exchange_due_ = false;
  current_->raise_barrier();
  successor_->raise_barrier();
}

// Whether the successor can take over this person now, by the rule above.
bool Stream::agree(const UserId& user) const {
  if (current_->held.contains(user)) return false;
  static const LastValues kNothing;
  const auto look = [&](const Link& link) -> const LastValues& {
    const auto found = link.last.find(user);
    return found == link.last.end() ? kNothing : found->second;
  };
  const LastValues& old_values = look(*current_);
  const LastValues& new_values = look(*successor_);
  // The earlier mark: an answer of the Web API may be ahead of the current socket until a later ping is answered.
  const Order old_since = std::min(exchange_->current_asked, exchange_->successor_asked);
  const Order new_since = exchange_->current_asked;
  const auto few = [&](const LastValue& older, const LastValue& newer) {
    return older.arrivals.at_most_one_since(old_since) && newer.arrivals.at_most_one_since(new_since);
  };

  const LastValue& old_presence = old_values[Facet::presence];
  const LastValue& new_presence = new_values[Facet::presence];
  if (!few(old_presence, new_presence)) return false;
  if (current_->subscription.confirmed(user) &&
      (!successor_->subscription.confirmed(user) || old_presence.state != new_presence.state))
    return false;

  const LastValue& old_status = old_values[Facet::status];
  const LastValue& new_status = new_values[Facet::status];
  if (old_status.state && new_status.state)
    return *old_status.state == *new_status.state && few(old_status, new_status);
  return old_status.arrivals.none_since(old_since) && new_status.arrivals.none_since(new_since);
}

// An answer on the old socket may have revealed a state that no event reports to the successor. What the successor
// received before is out of date then: it is asked for again, not recorded.
void Stream::doubt_overtaken(const Link& old, const UserId& user) {
  const auto old_values = old.last.find(user);
  const auto values = current_->last.find(user);
  if (old_values == old.last.end() || values == current_->last.end()) return;
  const LastValue& old_presence = old_values->second[Facet::presence];
  const LastValue& presence = values->second[Facet::presence];
  if (old_presence.state && old_presence.state != presence.state && old_presence.pushed_at > presence.pushed_at)
    current_->subscription.doubt(user);
  const LastValue& old_status = old_values->second[Facet::status];
  LastValue& status = values->second[Facet::status];
  if (old_status.state && status.state && *old_status.state != *status.state && old_status.updated > status.updated) {
    status.state.reset();
    status.updated = old_status.updated;
  }
}

void Stream::hand_over(const UserId& user, Instant now) {
  const auto old_values = current_->last.find(user);
  LastValue& status = successor_->last[user][Facet::status];
  if (old_values != current_->last.end() && !status.state) {
    const LastValue& old_status = old_values->second[Facet::status];
    status.state = old_status.state;
    status.updated = old_status.updated;
    status.received = old_status.received;
    if (current_->unsettled.contains(user)) unsettle(*successor_, user);
  }
  handed_.insert(user);
  if (context_.covering) context_.tracker.move(user, Mode::subscribed, *successor_->session, context_.records());
  say(*successor_, user, now);
}

void Stream::finish_rotation(Instant now) {
  for (const UserId& user : members_)
    if (!handed(user))
      context_.tracker.close(user, Mode::subscribed, current_->proof, EndReason::lost_agreement, context_.records());
  act(*current_, current_->connection.close(now.mono, EndReason::goodbye), now);
}

// The old link is over and the successor takes its place.
void Stream::promote(const Link& old, Instant now) {
  current_ = std::move(successor_);
  handover_by_.reset();
  if (current_->live()) {
    for (const UserId& user : members_) {
      if (handed(user)) continue;
      current_->held.insert(user);
      doubt_overtaken(old, user);
    }
    current_->await_barrier();
  }
  handed_.clear();
  audit_at_.reset();
  if (current_->live() && current_->held.empty()) need_status(*current_, now.mono);
  want_successor(now.mono);
}

}  // namespace presenced::engine
