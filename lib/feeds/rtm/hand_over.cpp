#include "feeds/rtm/hand_over.h"

#include <algorithm>

namespace presenced::feeds::rtm {

using base::FacetRow;
using base::Instant;
using base::MonoTime;
using base::UserId;
using history::Mode;

bool HandOver::possible() const {
  return sockets_.live() && sockets_.successor && sockets_.successor->live() && sockets_.successor->subscribed != 0;
}

bool HandOver::advance(Instant now) {
  due_ = false;
  if (!possible()) {
    order_.forget_reported();
    last_.reset();
    under_way_.reset();
    useful_ = true;
    return false;
  }
  if (context_.backlog.since())
    limit_.reset();  // what they disagree on may wait to be read
  else if (!limit_ && sockets_.successor->subscription.settled())
    limit_ = now.mono + kLimit;
  if (under_way_ && sockets_.current->pings.passed(under_way_->current_ping) &&
      sockets_.successor->pings.passed(under_way_->successor_ping))
    complete(now);
  for (const UserId& user : order_.reported()) {
    if (!last_ || !members_.contains(user) || publisher_.handed(user)) continue;
    if (agree(user))
      hand(user, now);
    else
      useful_ = true;
  }
  order_.forget_reported();
  if (publisher_.all_handed() || (limit_ && now.mono >= *limit_)) return true;
  begin(now.mono);
  return false;
}

void HandOver::complete(Instant now) {
  last_ = std::exchange(under_way_, std::nullopt);
  useful_ = false;
  for (const UserId& user : members_.all()) {
    if (publisher_.handed(user)) continue;
    if (agree(user))
      hand(user, now);
    else if (!sockets_.current->subscription.confirmed(user) || sockets_.successor->subscription.confirmed(user))
      useful_ = true;
  }
}

void HandOver::begin(MonoTime now) {
  if (under_way_) return;
  Socket& current = *sockets_.current;
  Socket& successor = *sockets_.successor;
  if (!last_ && successor.subscription.settled() && successor.subscription.confirmed_count() > 0) {
    under_way_ = {current.pings.await(), 0, Exchange::kNotSent, successor.subscribed};
    return;
  }
  // A frame that waits goes first: pings would keep it waiting for the whole rotation.
  due_ = useful_ && !current.subscription.has_frame() && !successor.subscription.has_frame();
  if (!due_ || !current.limiter.ready(now) || !successor.limiter.ready(now)) return;
  due_ = false;
  under_way_ = {current.pings.await(), successor.pings.await()};
}

void HandOver::ping_sent(const Socket& socket, PingNumber ping) {
  if (!under_way_) return;
  if (&socket == sockets_.current.get() && ping == under_way_->current_ping) under_way_->current_sent = order_.next();
  if (&socket == sockets_.successor.get() && ping == under_way_->successor_ping)
    under_way_->successor_sent = order_.next();
}

MonoTime HandOver::deadline() const {
  const MonoTime at = limit_.value_or(MonoTime::max());
  if (!due_) return at;
  return std::min(at, std::max(sockets_.current->limiter.earliest(), sockets_.successor->limiter.earliest()));
}

// Whether the successor can take over this person now.
bool HandOver::agree(const UserId& user) const {
  return !sockets_.current->held.contains(user) &&
         std::all_of(base::kFacets.begin(), base::kFacets.end(), [&](const FacetRow& row) { return agree(user, row); });
}

bool HandOver::agree(const UserId& user, const FacetRow& row) const {
  static const LastValues kNothing;
  const Socket& current = *sockets_.current;
  const Socket& successor = *sockets_.successor;
  const LastValues* of_current = current.last_of(user);
  const LastValues* of_successor = successor.last_of(user);
  const LastValue& old_value = (of_current ? *of_current : kNothing)[row.facet];
  const LastValue& new_value = (of_successor ? *of_successor : kNothing)[row.facet];
  // The earlier mark: an answer of the Web API may be ahead of the current socket until a later ping is answered.
  const Order old_since = std::min(last_->current_sent, last_->successor_sent);
  const Order new_since = last_->current_sent;
  const bool few = old_value.arrivals.at_most_one_since(old_since) && new_value.arrivals.at_most_one_since(new_since);
  if (row.reported_on_subscribing)
    return few && (!current.subscription.confirmed(user) ||
                   (successor.subscription.confirmed(user) && old_value.state == new_value.state));
  if (old_value.state && new_value.state) return few && *old_value.state == *new_value.state;
  return old_value.arrivals.none_since(old_since) && new_value.arrivals.none_since(new_since);
}

void HandOver::hand(const UserId& user, Instant now) {
  Socket& current = *sockets_.current;
  Socket& successor = *sockets_.successor;
  const LastValues* old_values = current.last_of(user);
  LastValues& values = successor.last[user];
  for (const FacetRow& row : base::kFacets) {
    if (row.reported_on_subscribing || !old_values) continue;
    if (old_values->find(row.facet) || values.find(row.facet)) {
      const LastValue& old_value = (*old_values)[row.facet];
      LastValue& value = values[row.facet];
      if (value.state) continue;
      value.state = old_value.state;
      value.updated = old_value.updated;
      value.received = old_value.received;
    }
    if (current.unsettled.contains(user, row.facet)) statuses_.unsettle(successor, user, row.facet);
  }
  publisher_.hand(user);
  if (context_.claims) context_.keeper.move(*successor.session, user, Mode::subscribed);
  for (const FacetRow& row : base::kFacets)  // the pongs may have waited, and what is newer may wait still
    if (context_.backlog.since() && !context_.covers(user, row.facet)) publisher_.hold(successor, user, {row.facet});
  publisher_.replay(successor, user, base::Facets::all(), now);
}

void HandOver::successor_ended(history::EndReason reason) {
  for (const UserId& user : publisher_.handed()) {
    context_.lose(user, Mode::subscribed, reason);
    publisher_.hold(*sockets_.current, user);
  }
  publisher_.forget_handed();
  limit_.reset();
}

void HandOver::promoted(const Socket& old) {
  limit_.reset();
  Socket& current = *sockets_.current;
  if (current.live())
    for (const UserId& user : members_.all()) {
      if (publisher_.handed(user)) continue;
      publisher_.hold(current, user);
      doubt_overtaken(old, user);
    }
  publisher_.forget_handed();
}

// What the successor received before is out of date: it is asked for again, not recorded.
void HandOver::doubt_overtaken(const Socket& old, const UserId& user) {
  const LastValues* old_values = old.last_of(user);
  const auto values = sockets_.current->last.find(user);
  if (!old_values || values == sockets_.current->last.end()) return;
  for (const FacetRow& row : base::kFacets) {
    const LastValue& before = (*old_values)[row.facet];
    if (!before.state) continue;
    LastValue& value = values->second[row.facet];
    if (before.state == value.state) continue;
    if (row.reported_on_subscribing) {
      if (before.pushed_at > value.pushed_at) sockets_.current->subscription.doubt(user);
    } else if (value.state && before.updated > value.updated) {
      value.state.reset();
      value.updated = before.updated;
    }
  }
}

}  // namespace presenced::feeds::rtm
