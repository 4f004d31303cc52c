// The connections of a stream: attempts, their beginning and their end.
#include <fmt/format.h>

#include "engine/stream.h"

namespace presenced::engine {

using base::Instant;
using base::LogLevel;
using base::UserId;
using history::EndReason;
using history::Mode;
using session::Action;

// How much later than a high one a set of lower priority takes its turn, when both have waited equally long.
constexpr base::Millis kHandicap{2 * 60'000};

base::MonoTime Stream::place() const {
  return reconnect_.due().value_or(base::MonoTime{}) + kHandicap * static_cast<int>(priority_);
}

bool Stream::calling() const {
  const auto calls = [](const std::unique_ptr<Link>& link) {
    return link && link->connection.state() == session::State::calling;
  };
  return calls(current_) || calls(successor_);
}

void Stream::attempt(Instant now) {
  reconnect_.started();
  ++context_.connection_attempts;
  context_.pacer.take(now.mono);
  const auto call = context_.call(slack::rtm_connect(), Caller::connecting);
  auto link = std::make_unique<Link>(base::LinkId{++context_.last_link}, call, context_.settings.limits, now.mono,
                                     presence_ids_);
  (current_ ? successor_ : current_) = std::move(link);
}

bool Stream::connect_replied(base::CallId call, const slack::Reply& reply, Instant now) {
  Link* link = nullptr;
  for (Link* one : {current_.get(), successor_.get()})
    if (one && one->connect_call == call) link = one;
  if (!link) return false;
  if (link->connection.state() != session::State::calling) return true;
  const auto* error = std::get_if<slack::ApiError>(&reply);
  refusal_.reset();
  if (const auto* connected = std::get_if<slack::RtmConnected>(&reply)) {
    link->connection.url_received(now.mono);
    context_.sockets.emplace(link->id, this);
    context_.ask(OpenSocket{link->id, connected->url, context_.settings.limits.open});
    return true;
  }
  slack::ApiError unexpected;
  unexpected.error = "unexpected reply";
  link->connection.call_failed(EndReason::network_error);
  refused(error ? *error : unexpected, now);
  last_trouble_ = "rtm.connect: " + (error ? *error : unexpected).error;
  forget_ended();
  return true;
}

void Stream::refused(const slack::ApiError& error, Instant now) {
  reconnect_.refused(now.mono, error, context_.random);
  const std::string next =
      fmt::format("next try in {:.1f} s", static_cast<double>((*reconnect_.due() - now.mono).count()) / 1000);
  if (!slack::is_refusal(error.kind))
    return context_.note(LogLevel::warning, "connect_failed", fmt::format("rtm.connect: {}; {}", error.error, next));
  refusal_ = error;
  refused_anew_ = true;
  const std::string advice = slack::advice(slack::Method::rtm_connect, error);
  const std::string scopes =
      error.needed.empty() ? "" : fmt::format(" (needed: {}; provided: {})", error.needed, error.provided);
  if (error.kind == slack::ErrorClass::credential)
    context_.note(LogLevel::error, "credential_refused",
                  fmt::format("Slack refuses the token: {}{}; {}; {}", error.error, scopes, advice, next));
  else
    context_.note(error.kind == slack::ErrorClass::slow ? LogLevel::warning : LogLevel::error, "connect_failed",
                  fmt::format("Slack refuses a session: {}{}; {}; {}", error.error, scopes, advice, next));
}

Link* Stream::find(base::LinkId id) {
  for (Link* link : {current_.get(), successor_.get()})
    if (link && link->id == id) return link;
  for (const auto& link : closing_)
    if (link->id == id) return link.get();
  return nullptr;
}

void Stream::want_successor(base::MonoTime now) {
  if (!current_ || !current_->live() || !current_->leaving || successor_ || reconnect_.due()) return;
  context_.note(LogLevel::info, "goodbye", "Slack announced the end of the session; opening its successor");
  reconnect_.successor_wanted(now, now - current_->connection.live_since());
}

void Stream::socket_opened(Link& link, Instant now) {
  act(link, link.connection.opened(now.mono), now);
  heard(link, now);
}

void Stream::socket_closed(Link& link, EndReason reason, const std::string& detail, Instant now) {
  if (!link.ended) link.trouble = detail;
  if (link.leaving && reason == EndReason::peer_closed) reason = EndReason::goodbye;  // as it had announced
  act(link, link.connection.closed(reason), now);
}

void Stream::act(Link& link, Action action, Instant now) {
  switch (action) {
    case Action::none:
    case Action::open_socket:
      return;
    case Action::begin:
      return begin(link, now);
    case Action::ping:
      link.pings.want();
      return link.connection.pinged(now.mono);
    case Action::close_socket:
      context_.ask(CloseSocket{link.id});
      return over(link, now);
    case Action::end:
      over(link, now);
      return forget_ended();
  }
}

void Stream::begin(Link& link, Instant now) {
  const auto at = context_.recorder.stamp(now.wall);
  link.session = base::SessionNumber{++context_.last_session};
  link.proof = link.recorded_proof = at;
  context_.recorder.add(history::SessionOpened{*link.session, at});
  context_.recorder.add(history::SessionProven{*link.session, at});
  last_trouble_.clear();
  context_.note(LogLevel::info, "connected",
                fmt::format("session {} has begun; subscribing to {} people", static_cast<std::int64_t>(*link.session),
                            presence_ids_.size()));
  if (&link != current_.get()) return;  // a successor takes the statuses over with the people
  if (link.begins_late) hold(link);
  for (const UserId& user : members_) context_.fetch.forgive(user, now.mono);
  need_status(link, now.mono);
  sampling_.restart();
  if (index_ == 0) context_.own_presence.session_began();
}

// The attempt or session is over, for whatever reason; deals with it once. The link may live on to close its socket.
void Stream::over(Link& link, Instant now) {
  if (link.ended) return;
  link.ended = true;
  const EndReason reason = link.connection.end_reason().value_or(EndReason::network_error);
  log_end(link);
  last_trouble_ = link.trouble;
  if (link.session)
    context_.recorder.add(history::SessionEnded{*link.session, context_.recorder.stamp(now.wall), reason});

  if (&link == successor_.get()) {
    // Those it already speaks for are uncovered from its last sign of life on; the current one may speak again for
    // them when it has shown that it is not behind.
    for (const UserId& user : handed_) {
      context_.tracker.close(user, Mode::subscribed, link.proof, reason, context_.records());
      current_->held.insert(user);
    }
    current_->await_barrier();
    handed_.clear();
    handover_by_.reset();
    closing_.push_back(std::move(successor_));
    if (!retired() && closing_.back()->refusal)
      refused(*closing_.back()->refusal, now);
    else if (!retired())
      reconnect_.failed(now.mono, context_.random);
  } else if (&link == current_.get()) {
    for (const UserId& user : members_)
      if (!handed(user)) context_.tracker.close(user, Mode::subscribed, link.proof, reason, context_.records());
    if (successor_ && successor_->live())
      hand_samples_over();
    else
      close_samples(reason);
    const bool lived = link.session.has_value();
    const auto life = now.mono - link.connection.live_since();
    closing_.push_back(std::move(current_));
    if (successor_)
      promote(*closing_.back(), now);
    else if (retired())
      reconnect_.started();
    else if (closing_.back()->refusal)
      refused(*closing_.back()->refusal, now);
    else if (lived)
      reconnect_.session_ended(now.mono, life, context_.random);
    else
      reconnect_.failed(now.mono, context_.random);
  }
}

void Stream::log_end(const Link& link) {
  const EndReason reason = link.connection.end_reason().value_or(EndReason::network_error);
  const bool planned = reason == EndReason::shutdown || reason == EndReason::goodbye || reason == EndReason::unwatched;
  const std::string why = link.trouble.empty() ? "" : " (" + link.trouble + ")";
  if (link.session)
    context_.note(
        planned ? LogLevel::info : LogLevel::warning, planned ? "session_ended" : "lost",
        fmt::format("session {} ended: {}{}", static_cast<std::int64_t>(*link.session), name_of(reason), why));
  else if (!planned)
    context_.note(LogLevel::warning, "connect_failed", fmt::format("no session: {}{}", name_of(reason), why));
}

// Links that have nothing open any more. A call that never led to a socket ends here without `over`.
void Stream::forget_ended() {
  const auto gone = [](const std::unique_ptr<Link>& link) {
    return link && link->connection.state() == session::State::ended;
  };
  if (gone(current_)) current_.reset();
  if (gone(successor_)) successor_.reset();
  std::erase_if(closing_, gone);
}

void Stream::stop(Instant now, EndReason reason) {
  reconnect_.started();
  uncover(reason);
  for (Link* link : {successor_.get(), current_.get()})
    if (link) act(*link, link->connection.close(now.mono, reason), now);
  forget_ended();
}

}  // namespace presenced::engine
