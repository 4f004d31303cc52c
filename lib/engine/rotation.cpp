// The hand-over of people from a stream's current socket to its successor (stream.h, "The rotation").
//
// In rounds: both sockets are pinged. When both pongs are there, a person of whom neither socket has said anything
// since the earlier of the two pings, and on whose state they agree, is handed over. That is exact. Say Slack handled
// one ping at s1 and the other at s2, s1 < s2: a change between the two would have reached the second socket before its
// pong, so within the round, and there was none. A change after s2 will be told by both sockets later than their pongs,
// and only the successor's word counts by then. So nothing is lost, and nothing is told twice.
#include <algorithm>

#include "engine/stream.h"

namespace presenced::engine {

using base::Instant;
using base::MonoTime;
using base::UserId;
using history::EndReason;
using history::Mode;

void Stream::rotate(Instant now) {
  if (!successor_ || !successor_->live() || !current_ || !current_->live()) return;
  if (!handover_by_) {  // once it has begun, an edit of the set that unsettles the successor does not stop it
    if (!successor_->subscription.settled()) return;
    handover_by_ = now.mono + kHandoverLimit;
    current_->barrier = successor_->barrier = {};
  }
  Barrier& one = current_->barrier;
  Barrier& two = successor_->barrier;
  if (one.step == Barrier::Step::passed && two.step == Barrier::Step::passed) {
    const MonoTime since = std::min(one.sent_at, two.sent_at);
    for (const UserId& user : members_)
      if (!handed(user) && agree(user, since)) hand_over(user, now);
    one = two = {};
  }
  if (handed_.size() == member_set_.size() || now.mono >= *handover_by_) return finish_rotation(now);
  // Each alone: a pong that released held people has used its barrier up.
  for (Link* link : {current_.get(), successor_.get()})
    if (link->barrier.step == Barrier::Step::none) link->raise_barrier();
}

bool Stream::agree(const UserId& user, MonoTime since) const {
  static const Said kNothing;
  const auto look = [&](const Link& link) -> const Said& {
    const auto found = link.said.find(user);
    return found == link.said.end() ? kNothing : found->second;
  };
  const Said& old_said = look(*current_);
  const Said& new_said = look(*successor_);
  const auto latest = std::max({old_said.presence_at, old_said.status_at, new_said.presence_at, new_said.status_at});
  if (latest >= since || current_->held.contains(user)) return false;
  const bool presence_agrees = !current_->subscription.confirmed(user) ||
                               (successor_->subscription.confirmed(user) && old_said.presence == new_said.presence);
  // A socket tells of a status only when it changes: silence agrees with anything.
  const bool status_agrees = !old_said.status || !new_said.status || *old_said.status == *new_said.status;
  return presence_agrees && status_agrees;
}

// An answer to the old socket may have told it what no event tells the successor. What that one said before is no
// longer true then, and is asked for anew, not told.
void Stream::doubt_overtaken(const Link& old, const UserId& user) {
  const auto old_said = old.said.find(user);
  const auto said = current_->said.find(user);
  if (old_said == old.said.end() || said == current_->said.end()) return;
  const Said& newer = old_said->second;
  Said& ours = said->second;
  if (newer.presence && newer.presence != ours.presence && newer.presence_at > ours.presence_at)
    current_->subscription.doubt(user);
  if (newer.status && ours.status && *newer.status != *ours.status && newer.status_updated > ours.status_updated) {
    ours.status.reset();
    ours.status_updated = newer.status_updated;
  }
}

void Stream::hand_over(const UserId& user, Instant now) {
  const auto old_said = current_->said.find(user);
  Said& said = successor_->said[user];
  if (old_said != current_->said.end() && !said.status) {
    said.status = old_said->second.status;
    said.status_updated = old_said->second.status_updated;
    said.status_said = old_said->second.status_said;
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
