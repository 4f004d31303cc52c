#include "feeds/rtm/shard.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/counted.h"

namespace presenced::feeds::rtm {

using base::Facet;
using base::Instant;
using base::LogLevel;
using base::MonoTime;
using base::UserId;
using history::EndReason;
using history::Mode;

// ---- people ----

void Shard::assign(const watch::Set& set, Instant now) {
  touched_ = true;
  const Members before = std::exchange(parts_.members, {});
  Members& members = parts_.members;
  members.assign(set);
  parts_.connecting.set_priority(set.priority);
  // Whoever goes over to another set is no longer watched by this one's sockets; there, coverage begins again. So does
  // the presence of somebody who is no longer subscribed to but stays a member: it is sampled from now on.
  for (const UserId& user : before.all())
    if (!members.contains(user)) context_.lose(user, Mode::subscribed, EndReason::unwatched);
  for (const UserId& user : before.subscribers())
    if (!members.subscribed(user) && members.contains(user)) context_.lose(user, Facet::presence, EndReason::unwatched);
  members_changed(members.subscribers() == before.subscribers());
  if (live()) parts_.statuses.need_unknown(*parts_.sockets.current, now.mono);

  const bool wanted = parts_.index == 0 || !set.vacant();  // one session must show that the token is good
  if (context_.stopping || wanted == std::exchange(parts_.wanted, wanted)) return;
  if (wanted)
    parts_.connecting.want(now.mono);
  else
    stop(EndReason::unwatched, now);
}

void Shard::members_changed(bool same_subscribers) {
  const Members& members = parts_.members;
  const auto gone = [&](const UserId& user) { return !members.contains(user); };
  for (Socket* socket : parts_.sockets.open()) {
    if (!same_subscribers) {
      const std::vector<UserId> before = socket->subscription.ids();
      socket->subscription.replace(members.subscribers());
      if (socket->live()) socket->left.resubscribed(before, socket->subscription, socket->pings);
    }
    std::erase_if(socket->last, [&](const auto& one) { return gone(one.first); });
    for (auto& [user, values] : socket->last)
      for (const base::FacetRow& row : base::kFacets) {  // what is no longer followed goes out of date
        const bool followed = row.reported_on_subscribing ? members.subscribed(user) : context_.tracks(user, row.facet);
        LastValue* last = followed ? nullptr : values.find(row.facet);
        if (!last) continue;
        last->state.reset();
        last->updated.reset();
      }
    socket->held.forget_if(gone);
    socket->unsettled.forget_if(gone);
  }
  parts_.publisher.members_changed();
  parts_.hand_over.members_changed();
}

// Not at once: the socket may have died in silence, and what it said last be untrue by now.
void Shard::restate(const UserId& user, base::Facets facets) {
  touched_ = true;
  parts_.samples.doubt(user);
  if (!has(user)) return;
  Socket* socket = parts_.publisher.owner_of(user);
  if (socket && socket->live()) parts_.publisher.hold(*socket, user, facets);
}

// Somebody who stood on the watchlist before they were a member: Slack was silent when it was asked about them, and
// says nothing of its own accord until they change.
void Shard::joined(Socket& socket, const UserId& user, MonoTime now) {
  if (!socket.live() || !has(user)) return;
  socket.subscription.ask_again(user);
  parts_.statuses.need(user, base::Facets::asked_for(), now);
}

// ---- events ----

bool Shard::calling() const {
  const auto sockets = parts_.sockets.open();
  return std::any_of(sockets.begin(), sockets.end(),
                     [](const Socket* socket) { return socket->connection.state() == session::State::calling; });
}

void Shard::opened(Socket& socket, Instant now) {
  touched_ = true;
  life_.opened(socket, now);
  alive(socket, now);
}

void Shard::alive(Socket& socket, Instant now) {
  touched_ = true;
  socket.connection.alive(now.mono);
  prove(socket, now.wall);
}

// What is read while more may wait proves no more than that it was sent.
void Shard::prove(Socket& socket, base::WallTime wall) {
  if (!socket.session || socket.ended) return;
  tracker::Sessions& sessions = context_.keeper.sessions();
  if (const auto since = context_.waited_since(socket))
    sessions.prove_until(*socket.session, *since);
  else
    sessions.prove(*socket.session, wall);
}

void Shard::handle(Socket& socket, const slack::Event& event, Instant now) {
  touched_ = true;
  if (socket.ended) return;
  if (std::holds_alternative<slack::Hello>(event)) {
    life_.hello(socket, now);
  } else if (const auto* presence = std::get_if<slack::PresenceChange>(&event)) {
    parts_.presences.changed(socket, *presence, now);
  } else if (const auto* user = std::get_if<slack::UserChange>(&event)) {
    parts_.statuses.changed(socket, slack::report_of(*user), now);
  } else if (const auto* dnd = std::get_if<slack::DndChange>(&event)) {
    parts_.statuses.changed(socket, slack::report_of(*dnd), now);
  } else if (const auto* answer = std::get_if<slack::Pong>(&event)) {
    pong(socket, answer->reply_to, now);
  } else if (std::holds_alternative<slack::Goodbye>(event)) {
    life_.goodbye(socket, now.mono);
  } else if (std::holds_alternative<slack::TeamMigrationStarted>(event)) {
    life_.close(socket, EndReason::goodbye, "Slack moves the workspace to other servers: team_migration_started", now);
  } else if (const auto* refused = std::get_if<slack::ReplyError>(&event)) {
    frame_refused(socket, *refused, now);
  } else if (const auto* error = std::get_if<slack::ConnectionError>(&event)) {
    socket_error(socket, *error, now);
  } else if (const auto* records = std::get_if<slack::UserInvalidated>(&event)) {
    parts_.statuses.invalidated(socket, *records, now);
  } else if (const auto* member = std::get_if<slack::TeamJoin>(&event)) {
    joined(socket, member->user.id, now.mono);
  }
}

void Shard::pong(Socket& socket, std::int64_t reply_to, Instant now) {
  if (!socket.pings.answered(reply_to)) return;
  socket.sent_after.ponged(socket.pings);
  socket.left.ponged(socket.pings);
  prove(socket, now.wall);
  parts_.statuses.settle(socket, now);
  const bool sample_again = socket.samples_wait != 0 && socket.pings.passed(socket.samples_wait);
  if (sample_again) socket.samples_wait = 0;
  const Waiting::Released released = socket.held.take(socket.pings);
  if (released.empty() && !sample_again) return;
  for (const UserId& user : parts_.members.all())
    if (const auto found = released.find(user); found != released.end())
      parts_.publisher.replay(socket, user, found->second, now);
  parts_.statuses.need_unknown(socket, now.mono);
}

void Shard::frame_refused(Socket& socket, const slack::ReplyError& error, Instant now) {
  if (life_.refused(socket, error.code, error.message, now)) return;
  context_.note(LogLevel::warning, "frame_refused",
                fmt::format("Slack refused a frame (error {}: {}); slowing down and sending the set again", error.code,
                            error.message));
  sender_.send_again(socket, now.mono);
}

void Shard::socket_error(Socket& socket, const slack::ConnectionError& error, Instant now) {
  if (life_.refused(socket, error.code, error.message, now)) return;
  const std::string what = fmt::format("Slack reported error {} on the socket: {}", error.code, error.message);
  if (!socket.live()) return life_.close(socket, EndReason::protocol_error, what, now);
  context_.note(LogLevel::warning, "socket_error", what + "; slowing down and sending the set again");
  sender_.send_again(socket, now.mono);
}

// ---- coverage as a whole ----

void Shard::claims_end(EndReason reason) {
  touched_ = true;
  parts_.publisher.lose_all(reason);
  parts_.samples.lose_all(reason);
}

// A socket that has been silent for a while may be dead, and what it said last untrue by now: what it says counts again
// from a pong on, before which it has said everything it had to say.
void Shard::claims_begin() {
  touched_ = true;
  for (Socket* socket : parts_.sockets.open()) {
    if (socket->live())
      parts_.publisher.hold_all(*socket);
    else
      socket->begins_late = true;
  }
  parts_.samples.restart();
}

// The recorded moment of what arrived after `until` is no longer known.
void Shard::rewound(base::WallTime until) {
  touched_ = true;
  for (Socket* socket : parts_.sockets.open()) {
    socket->sent_after.rewound(until);
    for (auto& [user, values] : socket->last)
      for (const base::FacetRow& row : base::kFacets)
        if (LastValue* last = values.find(row.facet); last && last->received > until) last->received = {};
  }
}

// ---- what is due ----

void Shard::tend(Instant now) {
  if (!touched_ && now.mono < due_) return;
  touched_ = false;
  life_.woken(now);
  for (Socket* socket : parts_.sockets.open()) {
    await_answers(*socket, now.mono);
    settle(*socket, now);
  }
  if (parts_.hand_over.advance(now)) {
    parts_.publisher.lose_rest(EndReason::lost_agreement);
    life_.close(*parts_.sockets.current, EndReason::goodbye, "", now);
  }
  if (parts_.audit.tend(now.mono)) parts_.statuses.audit(now.mono);
  parts_.samples.end_round(now);
  for (Socket* socket : parts_.sockets.open()) sender_.pump(*socket, now);
  note_standing(now.mono);
  due_ = next_deadline();
}

// What may wait to be read is not missing.
void Shard::await_answers(Socket& socket, MonoTime now) {
  if (!context_.backlog.since()) {
    socket.subscription.woken(now);
    socket.pings.woken(now);
  } else if (socket.live() && now - SentAfter::kPace >= socket.pings.sent_at()) {
    socket.pings.want();
  }
}

// The first moment at which everyone in the set has been heard or given up on.
void Shard::settle(Socket& socket, Instant now) {
  if (socket.ready_recorded || !socket.live() || !socket.subscription.settled()) return;
  socket.ready_recorded = true;
  context_.keeper.sessions().ready(*socket.session, now.wall);
  const auto silent = socket.subscription.unconfirmed();
  context_.note(LogLevel::info, "ready",
                fmt::format("{} of {} confirmed", socket.subscription.confirmed_count(),
                            base::counted_people(socket.subscription.size())));
  if (silent.empty()) return;
  std::string names;
  for (std::size_t i = 0; i < silent.size() && i < 20; ++i) names += (i ? ", " : "") + silent[i].text;
  context_.note(
      LogLevel::warning, "unconfirmed",
      fmt::format("no presence from Slack for {}; not covered: {}{}; check the ids and what the token may see",
                  base::counted_people(silent.size()), names, silent.size() > 20 ? ", ..." : ""));
}

void Shard::settings_changed() {
  touched_ = true;
  parts_.audit.restart();
  parts_.samples.interval_changed();
}

// After every input, so that a session which its successor has taken over goes on.
void Shard::note_standing(MonoTime now) {
  if (!parts_.wanted) return standing_since_.reset();
  if (std::exchange(was_live_, live()) != live() || !standing_since_) standing_since_ = now;
}

MonoTime Shard::next_deadline() const {
  MonoTime at =
      std::min({sender_.deadline(), parts_.hand_over.deadline(), parts_.audit.deadline(), context_.backlog.deadline()});
  for (const Socket* socket : parts_.sockets.open()) at = std::min(at, socket->connection.deadline());
  for (const auto& socket : parts_.sockets.closing) at = std::min(at, socket->connection.deadline());
  return at;
}

StreamSnapshot Shard::snapshot(MonoTime now) const {
  StreamSnapshot snapshot;
  snapshot.feed = name_of(history::FeedName::rtm);
  const Socket* current = parts_.sockets.current.get();
  snapshot.state = current ? session::name_of(current->connection.state()) : parts_.wanted ? "disconnected" : "retired";
  if (standing_since_) snapshot.standing_for = now - *standing_since_;
  snapshot.rotating = parts_.sockets.successor != nullptr;
  snapshot.subscribed = parts_.members.subscribers().size();
  if (current) {
    snapshot.confirmed = current->subscription.confirmed_count();
    snapshot.unconfirmed = current->subscription.unconfirmed();
  }
  snapshot.sampled = parts_.samples.size();
  snapshot.sample_round = parts_.samples.round();
  parts_.connecting.describe_wait(snapshot, now);
  if (!live()) parts_.connecting.describe_trouble(snapshot);
  if (context_.switched_off()) snapshot.state = "stand_by";
  return snapshot;
}

}  // namespace presenced::feeds::rtm
