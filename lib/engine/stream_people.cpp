// The people of a stream: who comes and goes with the watchlist, and what has to be asked about them.
#include <algorithm>

#include "engine/stream.h"

namespace presenced::engine {

using base::Facet;
using base::Instant;
using base::MonoTime;
using base::UserId;
using history::EndReason;
using history::Mode;

void Stream::assign(const watch::Set& set, Instant now) {
  const bool same_set = set.ids == presence_ids_;
  const auto seats_before = std::exchange(presence_ids_, set.ids);
  const auto before = std::exchange(members_, set.ids);
  members_.insert(members_.end(), set.guests.begin(), set.guests.end());
  member_set_ = {members_.begin(), members_.end()};
  priority_ = set.priority;
  // Whoever goes over to another set is no longer watched by this one's sockets; there, coverage begins anew. So it
  // does for the presence of who gave up a seat and stays as a guest: it is sampled from now on.
  for (const UserId& user : before)
    if (!has(user))
      context_.tracker.close(user, Mode::subscribed, proof_of(user), EndReason::unwatched, context_.records());
  const std::unordered_set<UserId> seated(presence_ids_.begin(), presence_ids_.end());
  for (const UserId& user : seats_before)
    if (!seated.contains(user) && has(user))
      context_.tracker.close(user, Facet::presence, proof_of(user), EndReason::unwatched, context_.records());
  for (Link* link : {current_.get(), successor_.get()}) {
    if (!link) continue;
    if (!same_set) link->subscription.replace(presence_ids_);
    std::erase_if(link->last, [&](const auto& item) { return !has(item.first); });
    for (auto& [user, last] : link->last) {  // what is no longer followed goes out of date
      if (!seated.contains(user)) last[Facet::presence].state.reset();
      if (context_.tracker.tracks(user, Facet::status)) continue;
      last[Facet::status].state.reset();
      last[Facet::status].updated.reset();
    }
    std::erase_if(link->held, [&](const auto& user) { return !has(user); });
    std::erase_if(link->unsettled, [&](const auto& one) { return !has(one.first); });
  }
  std::erase_if(handed_, [&](const auto& user) { return !has(user); });
  exchange_useful_ = true;
  if (current_ && current_->live()) need_status(*current_, now.mono);

  const bool wanted = index_ == 0 || !set.vacant();  // somebody must tell that the token is good
  if (context_.stopping || wanted == std::exchange(wanted_, wanted)) return;
  if (wanted)
    reconnect_.want(now.mono);
  else
    stop(now, EndReason::unwatched);
}

void Stream::need_status(const Link& link, MonoTime now) {
  for (const UserId& user : members_) {
    const auto last = link.last.find(user);
    const bool known = last != link.last.end() && last->second[Facet::status].state;
    if (!known && context_.tracker.tracks(user, Facet::status)) context_.fetch.need(user, now);
  }
}

// Not at once: as in `cover`, the socket may have died in silence, and what it said last be untrue by now.
void Stream::tell_again(const UserId& user) {
  Link* link = speaker(user);
  if (!link || !link->live()) return;
  link->held.insert(user);
  link->await_barrier();
}

// What a socket said at a moment that was moved aside was said at no moment that is known.
void Stream::rewound(base::WallTime at) {
  for (Link* link : {current_.get(), successor_.get()}) {
    if (!link) continue;
    link->proof = std::min(link->proof, at);
    link->recorded_proof = std::min(link->recorded_proof, at);
    link->sampled_at = std::min(link->sampled_at, at);
    for (auto& [user, values] : link->last)
      for (LastValue& last : values)
        if (last.received > at) last.received = {};
  }
}

}  // namespace presenced::engine
