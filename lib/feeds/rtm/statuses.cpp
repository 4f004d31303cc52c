#include "feeds/rtm/statuses.h"

namespace presenced::feeds::rtm {

using base::Facet;
using base::Instant;
using base::MonoTime;
using base::UserId;
using tracker::How;

void Statuses::changed(Socket& socket, const slack::UserChange& change, Instant now) {
  const slack::User& user = change.user;
  if (!socket.live() || !members_.contains(user.id)) return;  // every socket receives everybody's
  if (!user.status || !tracked(user.id)) return;
  LastValue& last = socket.last[user.id][Facet::status];
  if (!last.pushed || last.state != base::State{*user.status} || last.updated != user.updated)
    order_.arrived(last.arrivals, user.id);
  // An older record that was overtaken by the answer to a question of ours.
  last.pushed = !(user.updated && last.updated && *user.updated < *last.updated);
  if (!last.pushed) return;
  last.state = *user.status;
  last.updated = user.updated;
  last.pushed_at = now.mono;
  last.received = context_.keeper.sessions().proof(*socket.session);
  if (!publisher_.owns(socket, user.id, Facet::status)) return;
  context_.fetch.cancel(user.id);
  if (!socket.unsettled.contains(user.id)) publisher_.publish(socket, user.id, *user.status, How::pushed, now);
}

void Statuses::fetched(const slack::User& user, MonoTime asked_at, Instant now) {
  Socket* socket = publisher_.owner_of(user.id);
  if (!socket || !socket->live() || !user.status || !tracked(user.id)) return;
  LastValue& last = socket->last[user.id][Facet::status];
  if (last.pushed_at >= asked_at) return;                               // what the socket has reported since is newer
  if (user.updated && last.updated && *user.updated < *last.updated) {  // a replica that lags
    if (!last.state) context_.fetch.need_soon(user.id, now.mono);
    return;
  }
  order_.arrived(last.arrivals, user.id);
  last.pushed = false;
  last.state = *user.status;
  last.updated = user.updated;
  last.received = context_.keeper.stamp(now.wall);
  // Slack's time of a record counts whole seconds. So of two changes in one, a push of the older can arrive after an
  // answer that knows the newer, and look no older. What is covered goes on without waiting.
  const bool young = context_.slack_clock.young(user.updated, now.mono);
  if (young && !context_.covers(user.id, Facet::status)) return unsettle(*socket, user.id);
  publisher_.publish(*socket, user.id, *user.status, How::queried, now);
}

void Statuses::unsettle(Socket& socket, const UserId& user) {
  socket.unsettled.add(user, {Facet::status}, socket.pings.await());
}

// Every frame in flight when we asked has arrived by now, so the last value is final.
void Statuses::settle(Socket& socket, Instant now) {
  for (const auto& [user, facets] : socket.unsettled.take(socket.pings)) {
    const LastValues* last = socket.last_of(user);
    if (!last || !publisher_.owns(socket, user, Facet::status)) continue;
    if (const LastValue& status = (*last)[Facet::status]; status.state)
      context_.keeper.observe(*socket.session, user, *status.state, How::replayed, now.wall, status.received);
  }
}

// Each socket reports it; the owner ends the coverage, and what the others have reported before is out of date.
void Statuses::invalidated(Socket& socket, const slack::UserInvalidated& event, Instant now) {
  if (!socket.live()) return;
  for (const UserId& user : event.users) {
    if (!members_.contains(user) || !tracked(user)) continue;
    LastValue& last = socket.last[user][Facet::status];
    order_.arrived(last.arrivals, user);
    last.state.reset();
    last.pushed_at = now.mono;
    if (publisher_.owner_of(user) != &socket) continue;
    context_.lose(user, Facet::status, history::EndReason::invalidated);
    context_.fetch.need_soon(user, now.mono);
  }
}

void Statuses::need_unknown(const Socket& socket, MonoTime now) {
  for (const UserId& user : members_.all()) {
    const LastValues* last = socket.last_of(user);
    const bool known = last && (*last)[Facet::status].state;
    if (!known && tracked(user)) context_.fetch.need(user, now);
  }
}

void Statuses::need(const UserId& user, MonoTime now) {
  if (!tracked(user)) return;
  context_.fetch.forgive(user, now);
  context_.fetch.need(user, now);
}

void Statuses::session_began(const Socket& socket, MonoTime now) {
  for (const UserId& user : members_.all()) context_.fetch.forgive(user, now);
  need_unknown(socket, now);
}

}  // namespace presenced::feeds::rtm
