#include "feeds/socket_mode/socket_mode_feed.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace presenced::feeds::socket_mode {

using base::Instant;
using base::LogLevel;
using base::Millis;
using base::MonoTime;
using base::WallTime;
using history::EndReason;
using slack::Method;

namespace {

// Slack sends an event again that is not acknowledged within this time (docs/PROTOCOL.md).
constexpr Millis kAcknowledgedWithin{3'000};

constexpr Millis kMinute{60'000};
constexpr Millis kDropsNoted{60 * 60'000};  // the log says again that events are dropped after so long without

std::string_view state_of(const Socket& attempt) {
  const session::State state = attempt.connection.state();
  return state == session::State::calling ? "calling apps.connections.open" : session::name_of(state);
}

}  // namespace

std::unique_ptr<Feed> make_feed(const feeds::Context& context) { return std::make_unique<SocketModeFeed>(context); }

// ---- calls and sockets ----

void SocketModeFeed::replied(base::CallId call, Method method, const slack::Reply& reply, Instant now) {
  if (method == Method::apps_connections_open) return life_.replied(call, reply, now);
  if (team_.replied(call, reply, now.mono)) return;
  statuses_.replied(method, reply, now);
}

void SocketModeFeed::opened(base::LinkId link, Instant now) {
  if (Socket* socket = sockets_.find(link)) life_.opened(*socket, now);
}

void SocketModeFeed::alive(base::LinkId link, Instant now) {
  if (Socket* socket = sockets_.find(link)) life_.alive(*socket, now);
}

void SocketModeFeed::closed(base::LinkId link, EndReason reason, const std::string& detail, Instant now) {
  if (Socket* socket = sockets_.find(link)) life_.closed(*socket, reason, detail, now);
}

// ---- envelopes ----

void SocketModeFeed::frame(base::LinkId link, std::string_view text, Instant now) {
  Socket* socket = sockets_.find(link);
  if (!socket) return;
  const slack::Envelope envelope = decoder_.decode(text);
  count(envelope);
  if (const auto* delivery = std::get_if<slack::Delivery>(&envelope))
    received(*socket, *delivery, now);
  else if (const auto* unwanted = std::get_if<slack::Unwanted>(&envelope))
    acknowledge(*socket, unwanted->envelope, now.mono);
  else if (const auto* hello = std::get_if<slack::SocketHello>(&envelope))
    life_.hello(*socket, *hello, now);
  else if (const auto* end = std::get_if<slack::Disconnect>(&envelope))
    life_.disconnect(*socket, *end, now);
  life_.alive(*socket, now);  // what it proves includes what it said
}

void SocketModeFeed::count(const slack::Envelope& envelope) {
  ++activity_.frames;
  const auto* delivery = std::get_if<slack::Delivery>(&envelope);
  const auto* event = delivery ? std::get_if<slack::Event>(&delivery->what) : nullptr;
  const bool ignored =
      event ? std::holds_alternative<slack::Ignored>(*event)
            : std::holds_alternative<slack::Ignored>(envelope) || std::holds_alternative<slack::Unwanted>(envelope);
  if (ignored) ++activity_.frames_ignored;
  if (const auto* bad = std::get_if<slack::Malformed>(&envelope); bad && ++activity_.frames_malformed == 1)
    context_.note(LogLevel::warning, "malformed_frame",
                  fmt::format("ignoring a frame that cannot be read ({}); further ones are only counted", bad->why));
}

void SocketModeFeed::received(Socket& socket, const slack::Delivery& delivery, Instant now) {
  if (!socket.session) return;  // before hello, or while it stops
  if (!ours(socket, delivery)) return acknowledge(socket, delivery.envelope, now.mono);
  if (const auto* event = std::get_if<slack::Event>(&delivery.what))
    return happened(socket, delivery.envelope, *event, now);
  if (const auto* removal = std::get_if<slack::AppRemoved>(&delivery.what)) removed(*removal, now);
  if (const auto* gap = std::get_if<slack::EventsDropped>(&delivery.what)) dropped(*gap, now);
  acknowledge_when_durable(socket, delivery.envelope, now.mono);
}

// An app-level token brings the events of every workspace that the app is installed in.
bool SocketModeFeed::ours(const Socket& socket, const slack::Delivery& delivery) {
  if (!socket.app.empty() && delivery.app != socket.app) {
    if (!std::exchange(other_app_noted_, true))
      context_.note(LogLevel::warning, "foreign_app",
                    "ignoring an event of another app; further ones are ignored without a message");
    return false;
  }
  return delivery.team == team_.id();
}

void SocketModeFeed::happened(Socket& socket, const std::string& envelope, const slack::Event& event, Instant now) {
  const auto* change = std::get_if<slack::UserChange>(&event);
  const auto* joined = std::get_if<slack::TeamJoin>(&event);
  const auto* dnd = std::get_if<slack::DndChange>(&event);
  const slack::User* user = change ? &change->user : joined ? &joined->user : nullptr;
  const base::UserId* id = user ? &user->id : dnd ? &dnd->user : nullptr;
  const bool watched = id && context_.keeper.tracker().watches(*id);
  context_.orders.event(event, now);
  if (!watched) return acknowledge(socket, envelope, now.mono);
  activity_.last_event = now.wall;
  if (user) context_.orders.seen(*user);
  if (joined)
    statuses_.ask_about(*id, now.mono);
  else
    statuses_.changed(change ? slack::report_of(*change) : slack::report_of(*dnd), now);
  acknowledge_when_durable(socket, envelope, now.mono);
}

// Slack sends again what is acknowledged later; what is read now may have waited.
MonoTime SocketModeFeed::acknowledged_by(MonoTime now) const {
  const auto& waited = context_.backlog.since();
  return (waited ? waited->mono : now) + kAcknowledgedWithin;
}

void SocketModeFeed::acknowledge(Socket& socket, const std::string& envelope, MonoTime now) {
  if (socket.live() && now <= acknowledged_by(now)) context_.orders.send(socket.id, slack::acknowledgement(envelope));
}

void SocketModeFeed::acknowledge_when_durable(Socket& socket, const std::string& envelope, MonoTime now) {
  if (!socket.live() || !context_.claims) return;
  context_.orders.send_when_durable(socket.id, slack::acknowledgement(envelope), acknowledged_by(now));
}

void SocketModeFeed::removed(const slack::AppRemoved& removal, Instant now) {
  const auto& users = removal.users;
  const bool others = !removal.uninstalled && !users.empty() && !team_.self().text.empty() &&
                      std::find(users.begin(), users.end(), team_.self()) == users.end();
  if (others || team_.gone()) return;
  team_.removed(now.mono);
  context_.note(
      LogLevel::error, "app_removed",
      fmt::format("{}; nothing is covered by its events any more. Slack's developer policy asks to delete what "
                  "was recorded: presencectl purge deletes the history of a person, presencectl forget also "
                  "keeps it from being recorded again. Otherwise install the app again, put its token in place "
                  "and reload",
                  removal.uninstalled ? "the app was removed from the workspace (app_uninstalled)"
                                      : "the app's token was revoked (tokens_revoked)"));
}

void SocketModeFeed::dropped(const slack::EventsDropped& gap, Instant now) {
  const WallTime minute{std::chrono::seconds{gap.minute}};
  const auto began = context_.orders.our_time_of(minute, now);
  const Millis left = std::clamp(began.latest + kMinute - now.wall, Millis{0}, kMinute);
  if (now.mono - kDropsNoted >= dropped_until_)
    context_.note(LogLevel::error, "events_dropped",
                  "Slack drops events of the app, because there are more than 30,000 an hour; statuses are not covered "
                  "meanwhile; remove events from the app's subscriptions that presenced does not need");
  dropped_until_ = std::max(dropped_until_, now.mono + left);
  statuses_.end(EndReason::rate_limited, began.earliest);
}

// ---- claims ----

std::optional<EndReason> SocketModeFeed::hindrance(MonoTime now) const {
  if (!context_.claims) return EndReason::shutdown;  // ended by claims_end or stop, which gave the reason
  if (!live()) return life_.last_end();
  if (team_.gone()) return EndReason::link_disabled;
  if (life_.connections().foreign() > 0) return EndReason::foreign_connection;
  if (now < dropped_until_) return EndReason::rate_limited;
  return std::nullopt;
}

void SocketModeFeed::claim_or_not(MonoTime now) {
  const auto why_not = hindrance(now);
  if (why_not && statuses_.claiming())
    statuses_.end(*why_not, why_not == EndReason::foreign_connection ? life_.alone_until() : WallTime::max());
  if (!why_not && !statuses_.claiming()) statuses_.begin(now);
}

void SocketModeFeed::claims_end(EndReason reason) {
  statuses_.end(reason);
  context_.claims = false;
}

void SocketModeFeed::stop(Instant now) {
  claims_end(EndReason::shutdown);
  context_.stopping = true;
  life_.stop(EndReason::shutdown, now);
}

void SocketModeFeed::retry_now(Instant now) {
  connecting_.retry_now(now.mono);
  statuses_.retry_now(now.mono);
  team_.ask_again(now.mono);
}

// ---- what is due ----

void SocketModeFeed::tend(Instant now) {
  if (!context_.settings.tuning.socket_mode && !sockets_.empty() && !context_.stopping) {
    statuses_.end(EndReason::unwatched);
    life_.stop(EndReason::unwatched, now);
  }
  team_.tend(now.mono);
  life_.tend(may_open(), now);
  claim_or_not(now.mono);
  statuses_.tend(now.mono);
  note_ready(now);
  note_standing(now.mono);
}

MonoTime SocketModeFeed::deadline(MonoTime now) const {
  const MonoTime again = dropped_until_ > now ? dropped_until_ : MonoTime::max();
  return std::min({team_.deadline(), life_.deadline(may_open(), now), statuses_.deadline(), again});
}

// The first moment at which everyone has been asked about.
void SocketModeFeed::note_ready(Instant now) {
  if (!statuses_.settled(now.mono)) return;
  for (const auto& socket : sockets_) {
    if (!socket->session || std::exchange(socket->ready, true)) continue;
    context_.keeper.sessions().ready(*socket->session, now.wall);
    context_.note(LogLevel::info, "ready",
                  fmt::format("{} of {} statuses confirmed", statuses_.covered(), statuses_.people()));
  }
}

// ---- how things stand ----

void SocketModeFeed::note_standing(MonoTime now) {
  if (!context_.enabled()) return standing_since_.reset();
  if (std::exchange(was_live_, live()) != live() || !standing_since_) standing_since_ = now;
}

bool SocketModeFeed::out_of_use() const {
  if (!context_.enabled() || team_.gone() || life_.connections().foreign() > 0) return true;
  return !live() && connecting_.refused();
}

void SocketModeFeed::add_to(Activity& activity, MonoTime now) const {
  activity.last_event = std::max(activity.last_event, activity_.last_event);
  activity.connection_attempts += connecting_.attempts();
  activity.frames += activity_.frames;
  activity.frames_ignored += activity_.frames_ignored;
  activity.frames_malformed += activity_.frames_malformed;
  if (!context_.enabled()) return;
  activity.foreign_connections += static_cast<std::size_t>(life_.connections().foreign());
  StreamSnapshot stream;
  stream.feed = name_of(history::FeedName::socket_mode);
  const Socket* attempt = sockets_.attempting();
  stream.state = live() ? "live" : attempt ? state_of(*attempt) : "disconnected";
  if (standing_since_) stream.standing_for = now - *standing_since_;
  stream.rotating = sockets_.replaceable() != nullptr;
  connecting_.describe(stream, now);
  if (live()) {
    stream.trouble.clear();
    stream.obstacle = base::Obstacle::none;
  }
  if (!team_.known()) stream.trouble = "the team of the token is not known yet (auth.test)";
  if (activity.foreign_connections > 0) stream.trouble = "another program is connected to the app";
  if (team_.gone()) {
    stream.trouble = "the app was removed from the workspace, or its token revoked";
    stream.obstacle = base::Obstacle::token;
  }
  activity.streams.push_back(std::move(stream));
}

}  // namespace presenced::feeds::socket_mode
