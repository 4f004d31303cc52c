#include "feeds/rtm/statuses.h"

namespace presenced::feeds::rtm {

using base::Facet;
using base::Facets;
using base::Instant;
using base::MonoTime;
using base::UserId;
using tracker::How;

namespace {

Facets facets_of(const slack::Report& report) {
  Facets facets;
  for (const base::State& state : report.states) facets.insert(base::facet_of(state));
  return facets;
}

}  // namespace

Facets Statuses::tracked(const UserId& user, Facets among) const {
  Facets tracked;
  for (const base::FacetRow& row : base::kFacets)
    if (among.contains(row.facet) && tracks(user, row.facet)) tracked.insert(row.facet);
  return tracked;
}

Facets Statuses::unknown(const Socket& socket, const UserId& user) const {
  const LastValues* last = socket.last_of(user);
  Facets unknown;
  for (const base::FacetRow& row : base::kFacets)
    if (!last || !(*last)[row.facet].state) unknown.insert(row.facet);
  return tracked(user, unknown & Facets::asked_for());
}

// ---- events ----

void Statuses::changed(Socket& socket, const slack::Report& report, Instant now) {
  if (!socket.live() || !members_.contains(report.user)) return;  // every socket receives everybody's
  slack::Report current = report;
  current.states.clear();
  Facets undated;
  for (const base::State& state : report.states) {
    const Facet facet = base::facet_of(state);
    const News news = tracks(report.user, facet) ? changed(socket, report, state, now) : News::none;
    if (news == News::counts) current.states.push_back(state);
    if (news == News::undated) undated.insert(facet);
  }
  const Facets facets = facets_of(current);
  context_.questions.note(current, now);
  context_.questions.cancel(report.user, facets);
  // A reduced record does not tell all that was asked for.
  if (!(facets & Facets::in_member_record()).empty())
    context_.questions.need(report.user, unknown(socket, report.user) & Facets::in_member_record(), now.mono);
  context_.questions.need_soon(report.user, undated, now.mono);
}

Statuses::News Statuses::changed(Socket& socket, const slack::Report& report, const base::State& state, Instant now) {
  const Facet facet = base::facet_of(state);
  LastValue& last = socket.last[report.user][facet];
  if (!last.pushed || last.state != state || last.updated != report.updated) order_.arrived(last.arrivals, report.user);
  // An older record that was overtaken by the answer to a question of ours.
  last.pushed = !(report.updated && last.updated && *report.updated < *last.updated);
  if (!last.pushed) return News::none;
  const bool owned = publisher_.owns(socket, report.user, facet);
  if (report.about != facet && ends_undated(last, report.user, state)) {
    last.pushed = false;
    return owned ? News::undated : News::none;
  }
  last.state = state;
  last.updated = report.updated;
  last.pushed_at = now.mono;
  last.received = context_.keeper.sessions().proof(*socket.session);
  if (!owned) return News::none;
  // An answer that waits for its pong does not hold up what is covered.
  if (context_.covers(report.user, facet) || !socket.unsettled.contains(report.user, facet))
    publisher_.publish(socket, report.user, state, How::pushed, now);
  return News::counts;
}

// The end of such a state often has no event, and one about something else does not tell when it was. What is recorded
// may still be so where an answer that knows better waits for its pong.
bool Statuses::ends_undated(const LastValue& last, const UserId& user, const base::State& state) const {
  const auto ended = [&](const std::optional<base::State>& before) {
    return before && *before != state && base::believed_for(*before);
  };
  const tracker::FacetTrack* recorded = context_.keeper.tracker().track(user, base::facet_of(state));
  return ended(last.state) || (recorded && recorded->covered() && ended(recorded->state()));
}

// Each socket reports it; the owner ends the coverage, and what the others have reported before is out of date.
void Statuses::invalidated(Socket& socket, const slack::UserInvalidated& event, Instant now) {
  if (!socket.live()) return;
  for (const UserId& user : event.users) {
    const Facets facets = tracked(user, Facets::in_member_record());
    if (!members_.contains(user) || facets.empty()) continue;
    for (const base::FacetRow& row : base::kFacets)
      if (facets.contains(row.facet)) invalidated(socket, user, row.facet, now);
    if (publisher_.owner_of(user) == &socket) context_.questions.need_soon(user, facets, now.mono);
  }
}

void Statuses::invalidated(Socket& socket, const UserId& user, Facet facet, Instant now) {
  LastValue& last = socket.last[user][facet];
  order_.arrived(last.arrivals, user);
  last.state.reset();
  last.pushed_at = now.mono;
  if (publisher_.owner_of(user) == &socket) context_.lose(user, facet, history::EndReason::invalidated);
}

// ---- answers ----

void Statuses::fetched(const slack::Report& report, MonoTime asked_at, Instant now) {
  Socket* socket = publisher_.owner_of(report.user);
  if (!socket || !socket->live()) return;
  slack::Report current = report;
  current.states.clear();
  for (const base::State& state : report.states)
    if (tracks(report.user, base::facet_of(state)) && fetched(*socket, report, state, asked_at, now))
      current.states.push_back(state);
  context_.questions.note(current, now);
}

bool Statuses::fetched(Socket& socket, const slack::Report& report, const base::State& state, MonoTime asked_at,
                       Instant now) {
  const Facet facet = base::facet_of(state);
  LastValue& last = socket.last[report.user][facet];
  if (last.pushed_at >= asked_at) return false;  // what the socket has reported since is newer
  if (report.updated && last.updated && *report.updated < *last.updated) {  // a replica that lags
    if (!last.state) context_.questions.need_soon(report.user, {facet}, now.mono);
    return false;
  }
  order_.arrived(last.arrivals, report.user);
  const bool news = last.state != state;
  last.pushed = false;
  last.state = state;
  last.updated = report.updated;
  last.received = now.wall - (now.mono - asked_at);
  if (has_to_wait(report, facet, news, now.mono))
    unsettle(socket, report.user, facet);
  else if (!socket.unsettled.contains(report.user, facet))
    publisher_.publish(socket, report.user, state, How::queried, now, last.received);
  return true;
}

// Whether a push of an older state can still arrive, and look no older; or the socket may have died in silence.
bool Statuses::has_to_wait(const slack::Report& report, Facet facet, bool news, MonoTime now) const {
  // An event should have told what is news of something covered. If the socket is dead, nothing is covered any more.
  if (context_.covers(report.user, facet)) return news;
  if (!base::row_of(facet).in_member_record) return news;  // such an answer has no time of Slack's
  // Slack's time of a record counts whole seconds. So of two changes in one, a push of the older can arrive after an
  // answer that knows the newer, and look no older.
  return context_.slack_clock.young(report.updated, now);
}

void Statuses::unsettle(Socket& socket, const UserId& user, Facet facet) {
  socket.unsettled.add(user, {facet}, socket.pings.await());
}

// Every frame in flight when we asked has arrived by now, so the last value is final.
void Statuses::settle(Socket& socket, Instant now) {
  for (const auto& [user, facets] : socket.unsettled.take(socket.pings)) {
    const LastValues* last = socket.last_of(user);
    for (const base::FacetRow& row : base::kFacets) {
      if (!last || !facets.contains(row.facet) || !publisher_.owns(socket, user, row.facet)) continue;
      const LastValue& value = (*last)[row.facet];
      if (!value.state) continue;
      if (context_.backlog.since() && !context_.covers(user, row.facet))  // the pong may have waited
        publisher_.hold(socket, user, {row.facet});
      else
        context_.keeper.observe(*socket.session, user, *value.state, How::replayed, now.wall, value.received);
    }
  }
}

// ---- questions ----

void Statuses::need_unknown(const Socket& socket, MonoTime now) {
  for (const UserId& user : members_.all()) context_.questions.need(user, unknown(socket, user), now);
}

void Statuses::need(const UserId& user, Facets facets, MonoTime now) {
  const Facets asked = tracked(user, facets);
  if (asked.empty()) return;
  context_.questions.forgive(user, now);
  context_.questions.need(user, asked, now);
}

void Statuses::audit(MonoTime now) {
  const Facets apart = Facets::asked_for().without(Facets::in_member_record());
  for (const UserId& user : members_.all()) context_.questions.need(user, tracked(user, apart), now);
}

void Statuses::session_began(const Socket& socket, MonoTime now) {
  for (const UserId& user : members_.all()) context_.questions.forgive(user, now);
  need_unknown(socket, now);
}

}  // namespace presenced::feeds::rtm
