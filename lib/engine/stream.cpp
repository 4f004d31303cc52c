#include "engine/stream.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace presenced::engine {

using base::Facet;
using base::Instant;
using base::LogLevel;
using base::MonoTime;
using base::UserId;
using history::EndReason;
using history::Mode;
using tracker::How;

Stream::Stream(Context& context, std::size_t index)
    : context_(context),
      index_(index),
      sampling_(context.settings.tuning.sample_interval),
      reconnect_(context.settings.reconnect) {}

// ---- who speaks ----

Link* Stream::speaker(const UserId& user) const {
  return successor_ && handed(user) ? successor_.get() : current_.get();
}

bool Stream::speaks(const Link& link, const UserId& user) const {
  return context_.covering && link.live() && speaker(user) == &link && !link.held.contains(user);
}

// Tells the tracker what this link last said of the person, as far as it is confirmed.
void Stream::say(Link& link, const UserId& user, Instant now) {
  const auto found = link.last.find(user);
  if (found == link.last.end() || !speaks(link, user)) return;
  const auto at = context_.recorder.stamp(now.wall);
  for (const base::FacetRow& row : base::kFacets) {
    LastValue& last = found->second[row.facet];
    if (!last.state) continue;
    // A state with an end may have reached it unseen while nobody was covered, and a wrong clock of ours cannot tell:
    // it is asked for. So is one whose end has passed.
    const auto end = base::ends_at(*last.state);
    if (end && (*end <= at || !context_.tracker.covered(user, row.facet))) {
      last.state.reset();
      if (context_.tracker.tracks(user, row.facet)) context_.fetch.need(user, now.mono);
      continue;
    }
    const bool settled =
        row.reported_on_subscribing ? link.subscription.confirmed(user) : !link.unsettled.contains(user);
    if (settled)
      context_.tracker.observe(user, *last.state, at, How::replayed, *link.session, context_.records(), last.received);
  }
}

base::WallTime Stream::proof_of(const UserId& user) const {
  const Link* link = speaker(user);
  return link ? link->proof : base::WallTime{};
}

// ---- coverage as a whole ----

void Stream::uncover(EndReason reason) {
  for (const UserId& user : members_)
    context_.tracker.close(user, Mode::subscribed, proof_of(user), reason, context_.records());
  close_samples(reason);
}

// A socket that has been silent for a while may be dead, and what it said last untrue by now: it speaks again from a
// pong on, before which it has told everything it had to tell.
void Stream::cover() {
  for (Link* link : {current_.get(), successor_.get()}) {
    if (link && link->live())
      hold(*link);
    else if (link)
      link->begins_late = true;
  }
  sampling_.restart();
}

void Stream::hold(Link& link) {
  for (const UserId& user : members_)
    if (speaker(user) == &link) link.held.insert(user);
  link.samples_held = true;
  link.await_barrier();
}

// ---- what it sends ----

// Pings go first: they keep the session alive and the coverage proven. Samples come last, and wait while a hand-over
// needs both sockets free to send at the same moment.
void Stream::pump(Link& link, Instant now) {
  if (!link.live() || !link.limiter.ready(now.mono)) return;
  if (link.pings.due()) {
    const std::int64_t id = link.pings.send(now.mono);
    if (link.barrier.ping_id == id) link.barrier.sent = ++order_;
    link.connection.pinged(now.mono);
    link.limiter.sent(now.mono);
    context_.ask(SendFrame{link.id, slack::ping(id, now.wall)});
  } else if (auto frame = link.subscription.next_frame(now.mono)) {
    if (link.subscribed == 0) link.subscribed = ++order_;
    link.limiter.sent(now.mono);
    context_.ask(SendFrame{link.id, std::move(*frame)});
  } else if (may_sample(link) && !exchange_due_ && sampling_.has_frame(now.mono)) {
    const auto question = sampling_.next_frame({now.mono, context_.recorder.stamp(now.wall)});
    if (!question) return;
    link.limiter.sent(now.mono);
    context_.ask(SendFrame{link.id, *question});
  }
}

// The first moment at which everyone in the set has been heard or given up on.
void Stream::settle(Link& link, Instant now) {
  if (link.ready_recorded || !link.live() || !link.subscription.settled()) return;
  link.ready_recorded = true;
  context_.recorder.add(history::SessionReady{*link.session, context_.recorder.stamp(now.wall)});
  const auto silent = link.subscription.unconfirmed();
  context_.note(
      LogLevel::info, "ready",
      fmt::format("{} of {} people confirmed", link.subscription.confirmed_count(), link.subscription.size()));
  if (silent.empty()) return;
  std::string names;
  for (std::size_t i = 0; i < silent.size() && i < 20; ++i) names += (i ? ", " : "") + silent[i].text;
  context_.note(
      LogLevel::warning, "unconfirmed",
      fmt::format("Slack says nothing of {} people, who are not covered: {}{}; are the ids right, and may the "
                  "token see them?",
                  silent.size(), names, silent.size() > 20 ? ", ..." : ""));
}

void Stream::intervals_changed() {
  audit_at_.reset();
  sampling_.set_interval(context_.settings.tuning.sample_interval);
}

void Stream::audit(MonoTime now) {
  const base::Millis interval = context_.settings.tuning.audit_interval;
  if (interval.count() == 0 || !current_ || !current_->live() || !current_->ready_recorded) {
    audit_at_.reset();
    return;
  }
  if (audit_at_ && now >= *audit_at_) {
    current_->subscription.ask_all();
    audit_at_.reset();
  }
  if (!audit_at_) audit_at_ = now + interval - interval / 10 + context_.random.up_to(interval / 5);
}

// ---- time ----

void Stream::woken(Instant now) {
  for (Link* link : {current_.get(), successor_.get()})
    if (link) connection_woken(*link, now);
  for (const auto& link : closing_) link->connection.woken(now.mono);
  forget_ended();
  for (Link* link : {current_.get(), successor_.get()}) {
    if (!link) continue;
    link->subscription.woken(now.mono);
    link->pings.woken(now.mono);
    settle(*link, now);
  }
  rotate(now);
  audit(now.mono);
  end_round(now);
  for (Link* link : {current_.get(), successor_.get()})
    if (link) pump(*link, now);
  note_standing(now.mono);
}

// After every input, so that a session which its successor has taken over goes on.
void Stream::note_standing(MonoTime now) {
  if (!wanted_) return standing_since_.reset();
  if (std::exchange(was_live_, live()) != live() || !standing_since_) standing_since_ = now;
}

void Stream::connection_woken(Link& link, Instant now) {
  const session::State state = link.connection.state();
  const session::Action action = link.connection.woken(now.mono);
  if (action == session::Action::close_socket || action == session::Action::end)
    link.trouble = fmt::format("nothing was heard while {}", session::name_of(state));
  act(link, action, now);
}

MonoTime Stream::deadline() const {
  MonoTime at = MonoTime::max();
  for (const Link* link : {current_.get(), successor_.get()}) {
    if (!link) continue;
    at = std::min({at, link->connection.deadline(), link->subscription.deadline(), link->pings.deadline()});
    if (link->live() && (link->pings.due() || link->subscription.has_frame()))
      at = std::min(at, link->limiter.earliest());
    if (may_sample(*link) && !exchange_due_)
      at = std::min(at, std::max(link->limiter.earliest(), sampling_.deadline()));
  }
  for (const auto& link : closing_) at = std::min(at, link->connection.deadline());
  if (handover_by_) at = std::min(at, *handover_by_);
  if (exchange_due_) at = std::min(at, std::max(current_->limiter.earliest(), successor_->limiter.earliest()));
  if (audit_at_) at = std::min(at, *audit_at_);
  return at;
}

void Stream::record_proofs() {
  for (Link* link : {current_.get(), successor_.get()}) {
    if (!link || !link->live() || link->proof == link->recorded_proof) continue;
    link->recorded_proof = link->proof;
    context_.recorder.add(history::SessionProven{*link->session, link->proof});
  }
}

bool Stream::proof_due() const {
  for (const Link* link : {current_.get(), successor_.get()})
    if (link && link->live() && link->proof - link->recorded_proof >= Recorder::kMarkInterval) return true;
  return false;
}

StreamSnapshot Stream::snapshot(MonoTime now) const {
  StreamSnapshot snapshot;
  snapshot.state = current_ ? session::name_of(current_->connection.state()) : wanted_ ? "disconnected" : "retired";
  if (standing_since_) snapshot.standing_for = now - *standing_since_;
  snapshot.rotating = successor_ != nullptr;
  snapshot.subscribed = presence_ids_.size();
  if (current_) {
    snapshot.confirmed = current_->subscription.confirmed_count();
    snapshot.unconfirmed = current_->subscription.unconfirmed();
  }
  snapshot.sampled = share_.size();
  snapshot.sample_round = sample_round_;
  if (reconnect_.due()) {
    const auto at = std::max(*reconnect_.due(), context_.pacer.earliest(now));
    snapshot.next_attempt_in = std::max(base::Millis{0}, at - now);
  }
  if (!current_ || !current_->live()) {
    snapshot.trouble = last_trouble_;
    if (refusal_) {
      snapshot.credential_refused = refusal_->kind == slack::ErrorClass::credential;
      snapshot.needed = refusal_->needed;
      snapshot.provided = refusal_->provided;
    }
  }
  return snapshot;
}

}  // namespace presenced::engine
