// What the sockets of a stream say, and the answers to our questions: each told to the tracker if that socket may
// speak.
#include <fmt/format.h>

#include "engine/stream.h"

namespace presenced::engine {

using base::Facet;
using base::Instant;
using base::LogLevel;
using base::MonoTime;
using base::UserId;
using history::EndReason;
using tracker::How;

void Stream::heard(Link& link, Instant now) {
  link.connection.heard(now.mono);
  link.proof = context_.recorder.stamp(now.wall);
}

void Stream::handle(Link& link, const slack::Event& event, Instant now) {
  if (link.ended) return;
  if (std::holds_alternative<slack::Hello>(event)) {
    act(link, link.connection.hello(now.mono), now);
  } else if (const auto* change = std::get_if<slack::PresenceChange>(&event)) {
    presence(link, *change, now);
  } else if (const auto* user = std::get_if<slack::UserChange>(&event)) {
    status(link, *user, now);
  } else if (const auto* answer = std::get_if<slack::Pong>(&event)) {
    pong(link, answer->reply_to, now);
  } else if (std::holds_alternative<slack::Goodbye>(event)) {
    link.leaving = true;
    want_successor(now.mono);
  } else if (std::holds_alternative<slack::TeamMigrationStarted>(event)) {
    link.trouble = "Slack moves the workspace to other servers: team_migration_started";
    act(link, link.connection.close(now.mono, EndReason::goodbye), now);
  } else if (const auto* refused = std::get_if<slack::ReplyError>(&event)) {
    if (session_refused(link, refused->code, refused->message, now)) return;
    context_.note(LogLevel::warning, "frame_refused",
                  fmt::format("Slack refused a frame (error {}: {}); slowing down and sending the set again",
                              refused->code, refused->message));
    send_again(link, now);
  } else if (const auto* error = std::get_if<slack::ConnectionError>(&event)) {
    socket_error(link, *error, now);
  } else if (const auto* records = std::get_if<slack::UserInvalidated>(&event)) {
    invalidated(link, *records, now);
  } else if (const auto* member = std::get_if<slack::TeamJoin>(&event)) {
    joined(link, member->user.id, now);
  }
}

// Somebody who stood on the watchlist before they were a member: Slack was silent when it was asked about them, and
// says nothing of its own accord until they change.
void Stream::joined(Link& link, const UserId& user, Instant now) {
  if (!link.live() || !has(user)) return;
  link.subscription.ask_again(user);
  if (!context_.tracker.tracks(user, Facet::status)) return;
  context_.fetch.forgive(user, now.mono);
  context_.fetch.need(user, now.mono);
}

void Stream::presence(Link& link, const slack::PresenceChange& change, Instant now) {
  if (!link.live()) return;
  for (const UserId& user : change.users) {
    if (&link == current_.get() && sampling_.contains(user)) {
      sampled(link, user, change.presence, now);
      continue;
    }
    if (!link.late_samples.empty() && link.late_samples.erase(user) > 0) continue;
    const auto heard = link.subscription.heard(user);
    if (!heard.subscribed) continue;
    LastValue& last = link.last[user][Facet::presence];
    arrived(last.arrivals, user, !last.state);
    last.state = change.presence;
    last.pushed_at = now.mono;
    last.received = link.proof;
    if (!speaks(link, user)) continue;
    context_.tracker.observe(user, change.presence, context_.recorder.stamp(now.wall),
                             heard.answer ? How::queried : How::pushed, *link.session, context_.records());
  }
}

void Stream::status(Link& link, const slack::UserChange& change, Instant now) {
  const slack::User& user = change.user;
  if (!link.live() || !has(user.id)) return;  // every socket receives everybody's
  if (!user.status || !context_.tracker.tracks(user.id, Facet::status)) return;
  LastValue& last = link.last[user.id][Facet::status];
  if (!last.pushed || last.state != base::State{*user.status} || last.updated != user.updated)
    arrived(last.arrivals, user.id);
  // An older record that was overtaken by the answer to a question of ours.
  last.pushed = !(user.updated && last.updated && *user.updated < *last.updated);
  if (!last.pushed) return;
  last.state = *user.status;
  last.updated = user.updated;
  last.pushed_at = now.mono;
  last.received = link.proof;
  if (!speaks(link, user.id)) return;
  context_.fetch.cancel(user.id);
  if (link.unsettled.contains(user.id)) return;
  context_.tracker.observe(user.id, *user.status, context_.recorder.stamp(now.wall), How::pushed, *link.session,
                           context_.records());
}

void Stream::status_fetched(const slack::User& user, MonoTime asked_at, Instant now) {
  Link* link = speaker(user.id);
  if (!link || !link->live() || !user.status || !context_.tracker.tracks(user.id, Facet::status)) return;
  LastValue& last = link->last[user.id][Facet::status];
  if (last.pushed_at >= asked_at) return;                               // what the socket has reported since is newer
  if (user.updated && last.updated && *user.updated < *last.updated) {  // a replica that lags
    if (!last.state) context_.fetch.need_soon(user.id, now.mono);
    return;
  }
  arrived(last.arrivals, user.id);
  last.pushed = false;
  last.state = *user.status;
  last.updated = user.updated;
  last.received = context_.recorder.stamp(now.wall);
  // Slack's time of a record counts whole seconds. So of two changes in one, a push of the older can arrive after an
  // answer that knows the newer, and look no older. What is covered goes on without waiting.
  const bool young = context_.slack_clock.young(user.updated, now.mono);
  if (young && !context_.tracker.covered(user.id, Facet::status)) return unsettle(*link, user.id);
  if (!speaks(*link, user.id)) return;
  context_.tracker.observe(user.id, *user.status, last.received, How::queried, *link->session, context_.records());
}

void Stream::unsettle(Link& link, const UserId& user) { link.unsettled[user] = link.pings.await(); }

// What was under way when it was asked has arrived, or did not exist: the last word is the newest.
void Stream::settle_statuses(Link& link, std::int64_t answered_ping, Instant now) {
  for (auto it = link.unsettled.begin(); it != link.unsettled.end();) {
    if (answered_ping < it->second) {
      ++it;
      continue;
    }
    const UserId user = it->first;
    it = link.unsettled.erase(it);
    const auto found = link.last.find(user);
    if (found == link.last.end() || !speaks(link, user)) continue;
    const LastValue& last = found->second[Facet::status];
    if (!last.state) continue;
    context_.tracker.observe(user, *last.state, context_.recorder.stamp(now.wall), How::replayed, *link.session,
                             context_.records(), last.received);
  }
}

// Each socket is told; the one that speaks ends the coverage, and what the others have said before is out of date.
void Stream::invalidated(Link& link, const slack::UserInvalidated& event, Instant now) {
  if (!link.live()) return;
  for (const UserId& user : event.users) {
    if (!has(user) || !context_.tracker.tracks(user, Facet::status)) continue;
    LastValue& last = link.last[user][Facet::status];
    arrived(last.arrivals, user);
    last.state.reset();
    last.pushed_at = now.mono;
    if (speaker(user) != &link) continue;
    context_.tracker.close(user, Facet::status, link.proof, EndReason::invalidated, context_.records());
    context_.fetch.need_soon(user, now.mono);
  }
}

// What Slack complains of may be a word of the Web API's errors. One that refuses the token ends the session, and the
// next one is tried as after a refusal of rtm.connect.
bool Stream::session_refused(Link& link, std::int64_t code, const std::string& message, Instant now) {
  const slack::ErrorClass kind = slack::classify(message);
  if (!slack::is_refusal(kind)) return false;
  link.refusal.emplace();
  link.refusal->kind = kind;
  link.refusal->error = message;
  link.trouble = fmt::format("Slack refused it on the socket: {}, error {}", message, code);
  act(link, link.connection.close(now.mono, EndReason::protocol_error), now);
  return true;
}

void Stream::socket_error(Link& link, const slack::ConnectionError& error, Instant now) {
  if (session_refused(link, error.code, error.message, now)) return;
  const std::string what = fmt::format("Slack reported error {} on the socket: {}", error.code, error.message);
  if (!link.live()) {
    link.trouble = what;
    return act(link, link.connection.close(now.mono, EndReason::protocol_error), now);
  }
  context_.note(LogLevel::warning, "socket_error", what + "; slowing down and sending the set again");
  send_again(link, now);
}

void Stream::send_again(Link& link, Instant now) {
  // Which frame was refused is not said reliably. Sending the set again costs nothing: only new ids are answered.
  link.limiter.hold(now.mono, base::Millis{2'000});
  link.subscription.refused();
  link.pings.refused();
  if (&link == current_.get()) sampling_.ask_again();
}

void Stream::pong(Link& link, std::int64_t reply_to, Instant now) {
  if (!link.pings.answered(reply_to)) return;
  settle_statuses(link, reply_to, now);
  if (link.barrier.step != Barrier::Step::waiting || reply_to < link.barrier.ping_id) return;
  link.barrier.step = Barrier::Step::passed;
  if (link.held.empty() && !link.samples_held) return;
  link.barrier = {};
  link.samples_held = false;
  const auto released = std::exchange(link.held, {});
  for (const UserId& user : members_)
    if (released.contains(user)) say(link, user, now);
  need_status(link, now.mono);
}

}  // namespace presenced::engine
