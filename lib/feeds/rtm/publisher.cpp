#include "feeds/rtm/publisher.h"

namespace presenced::feeds::rtm {

using base::Facet;
using base::Instant;
using base::UserId;
using base::WallTime;
using history::Mode;
using tracker::How;

Socket* Publisher::owner_of(const UserId& user) const {
  return sockets_.successor && handed(user) ? sockets_.successor.get() : sockets_.current.get();
}

bool Publisher::owns(const Socket& socket, const UserId& user, Facet facet) const {
  return context_.claims && socket.live() && owner_of(user) == &socket && !socket.held.contains(user, facet);
}

void Publisher::publish(Socket& socket, const UserId& user, const base::State& state, How how, Instant now,
                        base::WallTime moment) {
  const Facet facet = base::facet_of(state);
  if (!owns(socket, user, facet)) return;
  const auto since = context_.waited_since(socket);
  if (since && moment == WallTime{}) {  // the socket says so, and it may have waited
    // What comes after it may wait to be read, or another feed may have reported it by now, even where both say the
    // same: coverage does not begin with it.
    if (!context_.covers(user, facet)) return hold(socket, user, {facet});
    moment = *since;
    if (how == How::pushed) how = How::late;
  }
  context_.keeper.observe(*socket.session, user, state, how, now.wall, moment);
}

void Publisher::replay(Socket& socket, const UserId& user, base::Facets facets, Instant now) {
  const auto found = socket.last.find(user);
  if (found == socket.last.end()) return;
  for (const base::FacetRow& row : base::kFacets) {
    LastValue* const known = facets.contains(row.facet) ? found->second.find(row.facet) : nullptr;
    if (!known || !known->state || !owns(socket, user, row.facet)) continue;
    LastValue& last = *known;
    // A state that ends without an event may have done so unseen while nobody was covered, and a wrong clock of ours
    // cannot tell: it is asked for. So is one whose end has passed.
    const auto end = base::ends_at(*last.state);
    const bool over = end && *end <= context_.keeper.stamp(now.wall);
    if (over || (base::may_end_unreported(*last.state) && !context_.covers(user, row.facet))) {
      ask_again(last, user, row.facet, now);
      continue;
    }
    if (context_.keeper.contradicts(context_.id, user, *last.state)) {  // what it said is from before that
      if (row.reported_on_subscribing)
        socket.subscription.doubt(user);
      else
        ask_again(last, user, row.facet, now);
      continue;
    }
    const bool settled =
        row.reported_on_subscribing ? socket.subscription.confirmed(user) : !socket.unsettled.contains(user, row.facet);
    if (settled) context_.keeper.observe(*socket.session, user, *last.state, How::replayed, now.wall, last.received);
  }
}

void Publisher::ask_again(LastValue& last, const UserId& user, Facet facet, Instant now) {
  last.state.reset();
  if (context_.tracks(user, facet)) context_.questions.need(user, {facet}, now.mono);
}

void Publisher::hold(Socket& socket, const UserId& user, base::Facets facets) {
  socket.held.add(user, facets, socket.pings.await());
}

void Publisher::hold_all(Socket& socket) {
  for (const UserId& user : members_.all())
    if (owner_of(user) == &socket) hold(socket, user);
  socket.samples_wait = socket.pings.await();
}

void Publisher::lose_rest(history::EndReason reason) {
  for (const UserId& user : members_.all())
    if (!handed(user)) context_.lose(user, Mode::subscribed, reason);
}

void Publisher::lose_all(history::EndReason reason) {
  for (const UserId& user : members_.all()) context_.lose(user, Mode::subscribed, reason);
}

void Publisher::members_changed() {
  std::erase_if(handed_, [&](const UserId& user) { return !members_.contains(user); });
}

}  // namespace presenced::feeds::rtm
