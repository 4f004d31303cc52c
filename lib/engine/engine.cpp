#include "engine/engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/counted.h"

namespace presenced::engine {

using base::Instant;
using base::LogLevel;
using base::MonoTime;
using base::UserId;
using history::EndReason;

Engine::Engine(Settings settings, const history::Resume& resume, base::Random random, base::LogSink& log,
               std::span<const feeds::FeedRow> table)
    : context_(std::move(settings), table, resume, random, log),
      clocks_(context_),
      directory_(context_, resume),
      feeds_(context_, table,
             {[this](const slack::Event& event, Instant now) { received(event, now); },
              [this](const slack::User& user) { directory_.seen(user); },
              [this](base::WallTime slack, Instant now) { return clocks_.our_time_of(slack, now); }}),
      names_(context_, directory_, feeds_, resume),
      claims_(context_, clocks_, feeds_),
      rewind_(context_, clocks_, feeds_),
      backpressure_(context_.settings.uncommitted_mark) {}

void Engine::on(const Input& input, Instant now, Outbox& outbox) {
  if (stopped_) return;
  context_.desk.begin(outbox, now.mono);
  if (!clocks_.turned(now)) {
    claims_.end(EndReason::clock_step);
    context_.backlog.interrupted(now.mono);
  }
  claims_.end_if_clock_wrong(now);
  std::visit([&](const auto& one) { handle(one, now); }, input);
  tend(now);
  flush(now);
  regulate(now);
  context_.durable.tend(context_.desk, context_.recorder, now.mono);
  rewind_.tend(now);
  finish_stop(now);
  ask_to_be_woken(now);
  context_.desk.end();
}

// ---- inputs ----

void Engine::handle(const Started&, Instant now) { names_.set(context_.settings.watchlist, now); }

void Engine::handle(const ApiReplied& input, Instant now) {
  const auto call = context_.desk.take(input.call);
  if (!call) return;
  clocks_.replied(input.reply, call->asked, now);
  claims_.end_if_clock_wrong(now);
  const slack::Reply reply = slack::decode_reply(call->method, input.reply);
  // Whoever made the call: others make the same.
  const auto* error = std::get_if<slack::ApiError>(&reply);
  if (!error) context_.pace.answered(call->method);
  if (error && error->retry_after) context_.pace.not_before(call->method, now.mono + base::Millis{*error->retry_after});
  switch (call->caller) {
    case Caller::engine:  // asked for the Date of the reply alone
      return;
    case Caller::roster:
      return names_.replied(call->method, reply, now.mono);
    case Caller::feed:
      return feeds_[call->feed].replied(input.call, call->method, reply, now);
  }
}

void Engine::handle(const SocketOpened& input, Instant now) {
  if (feeds::Feed* feed = feeds_.owner_of(input.link)) feed->opened(input.link, now);
}

void Engine::handle(const FrameReceived& input, Instant now) {
  if (feeds::Feed* feed = feeds_.owner_of(input.link)) feed->frame(input.link, input.text, now);
}

void Engine::handle(const LifeSign& input, Instant now) {
  if (feeds::Feed* feed = feeds_.owner_of(input.link)) feed->alive(input.link, now);
}

void Engine::handle(const SocketClosed& input, Instant now) {
  if (feeds::Feed* feed = feeds_.owner_of(input.link)) feed->closed(input.link, input.reason, input.detail, now);
  context_.desk.closed(input.link);
}

void Engine::handle(const StoreFailed& input, Instant) {
  context_.recorder.suspend();
  context_.note(
      LogLevel::error, "store_failed",
      fmt::format("cannot write the history: {}; coverage is suspended until writing works again", input.detail));
}

void Engine::handle(const WatchlistChanged& input, Instant now) {
  context_.settings.watchlist = input.watchlist;
  names_.set(input.watchlist, now);
  context_.pace.forget_failures();
  feeds_.each([&](feeds::Feed& feed) { feed.retry_now(now); });
}

void Engine::handle(const TuningChanged& input, Instant now) {
  context_.settings.tuning = input.tuning;
  names_.interval_changed(now.mono);
  feeds_.each([&](feeds::Feed& feed) { feed.settings_changed(now); });
}

void Engine::handle(const PersonPurged& input, Instant now) {
  const UserId& user = input.user;
  rewind_.purged(user);
  // What this step has recorded of them so far, because the clock was moved, is of before, and would come after it.
  std::erase_if(context_.records(), [&](const history::Record& record) {
    const UserId* subject = history::subject_of(record);
    return subject && *subject == user;
  });
  const auto known = directory_.take(user);
  context_.keeper.purge(user, input.forgotten);
  names_.purged(user, input.forgotten, now);
  if (input.forgotten || !context_.keeper.tracker().watches(user)) return;
  if (known) directory_.put_back(*known);
  feeds_.each([&](feeds::Feed& feed) { feed.restate(user, base::Facets::all()); });
}

void Engine::handle(const StopRequested&, Instant now) {
  if (context_.stopping) return;
  context_.stopping = true;
  stop_by_ = now.mono + kStopLimit;
  feeds_.each([&](feeds::Feed& feed) { feed.stop(now); });
  claims_.stopped();
}

void Engine::received(const slack::Event& event, Instant now) {
  if (const auto* change = std::get_if<slack::UserChange>(&event)) {
    clocks_.received(*change, now);
    claims_.end_if_clock_wrong(now);
  }
  names_.received(event, now.mono);
}

// ---- what is due after every input ----

void Engine::tend(Instant now) {
  context_.backlog.tend(now.mono);
  directory_.tend();
  names_.take(now);
  claims_.refresh(now, rewind_.awaited());
  feeds_.tend(now, claims_.made());
  if (!context_.stopping) names_.ask(now.mono);
  ask_the_time(now);
  if (claims_.made()) context_.keeper.expire(now.wall);
}

// Every reply has a Date, so it is asked for only when there is no other call to make. When the history lies in the
// future it is asked for also if no reply had one so far: nothing else can help.
void Engine::ask_the_time(Instant now) {
  const auto method = slack::Method::auth_test;
  const auto due = clocks_.reading_due(now);
  const bool never = due == MonoTime::max();
  const bool needed = context_.clock.latest() - now.wall > ClockWitness::kTolerance;
  if (!may_ask() || !context_.pace.ready(method, now.mono) || (never ? !needed : due > now.mono)) return;
  clocks_.reading_asked(now.mono);
  context_.pace.not_before(method, now.mono + (never ? ClockWitness::kRetry : context_.pace.spacing(method)));
  context_.desk.call(slack::auth_test(), Caller::engine);
}

void Engine::flush(Instant now) {
  if (rewind_.awaited() && !context_.stopping) return;
  tracker::Sessions& sessions = context_.keeper.sessions();
  if (!context_.recorder.anything() && !context_.recorder.mark_due(now.mono) &&
      !(sessions.proof_due() && context_.recorder.all_committed()))
    return;
  sessions.record_proofs();
  context_.desk.ask(Append{context_.recorder.seal(now)});
}

// Before anything is given up the sockets are held.
void Engine::regulate(Instant now) {
  using Turn = Backpressure::Turn;
  const bool useful = context_.recorder.accepts() && !context_.stopping;
  const Recorder::Amount& waiting = context_.recorder.uncommitted();
  switch (backpressure_.turn(waiting.bytes, useful, now.mono)) {
    case Turn::none:
      return;
    case Turn::hold:
      context_.backlog.held({now.mono, context_.clock.stamp(now.wall)});
      feeds_.each([&](feeds::Feed& feed) { feed.held(now); });
      return context_.desk.ask(HoldSockets{});
    case Turn::note:
      return context_.note(LogLevel::warning, "disk_behind",
                           fmt::format("the disk has not written {} in time; nothing is read from Slack until it has, "
                                       "and nothing is lost so far",
                                       base::counted(waiting.records, "record")));
    case Turn::give_up:
      give_up(now);
      break;
    case Turn::release:
      break;
  }
  context_.backlog.released(now.mono);
  feeds_.each([&](feeds::Feed& feed) { feed.released(now); });
  context_.desk.ask(ReleaseSockets{});
}

// The disk has been stuck for longer than Slack waits.
void Engine::give_up(Instant now) {
  context_.recorder.suspend();
  context_.note(LogLevel::error, "store_behind",
                fmt::format("{} waiting to be written; coverage is suspended until they are",
                            base::counted(context_.recorder.uncommitted().records, "record")));
  claims_.end(EndReason::store_error);
  if (context_.recorder.anything()) context_.desk.ask(Append{context_.recorder.seal(now)});
}

void Engine::finish_stop(Instant now) {
  if (!stop_by_) return;
  const bool done = feeds_.quiet() && context_.recorder.all_committed();
  if (!done && now.mono < *stop_by_) return;
  stopped_ = true;
  if (!context_.recorder.all_committed())
    context_.note(LogLevel::error, "stopped_uncommitted",
                  fmt::format("stopping with {} not yet written",
                              base::counted(context_.recorder.uncommitted().records, "record")));
  context_.desk.ask(Stopped{});
}

void Engine::ask_to_be_woken(Instant now) {
  if (stopped_) return;
  const MonoTime at =
      std::max(next_turn(now), now.mono + base::Millis{1});  // what is due now has been done; never spin
  clocks_.wake_at(at);
  if (woken_at_ == at) return;
  woken_at_ = at;
  context_.desk.ask(WakeAt{at});
}

MonoTime Engine::next_turn(Instant now) const {
  MonoTime at = std::min({feeds_.deadline(now.mono), context_.backlog.deadline(), backpressure_.deadline()});
  // A mark that cannot be written now is not waited for: the commit, or the answer to the order, is an input of its
  // own.
  const bool mark_waits = !context_.recorder.all_committed() || (rewind_.awaited() && !context_.stopping);
  at = std::min(at, mark_waits ? now.mono + Recorder::kMarkInterval : context_.recorder.mark_at());
  if (!context_.stopping) at = std::min(at, names_.deadline());
  if (may_ask())
    at = std::min(at, std::max(clocks_.reading_due(now), context_.pace.earliest(slack::Method::auth_test)));
  if (!feeds_.quiet())
    at = std::min(at, now.mono + LoopWatch::kTurn);  // also before `hello`: events may follow at once
  return stop_by_ ? std::min(at, *stop_by_) : at;
}

Snapshot Engine::snapshot(Instant now) const {
  const tracker::Tracker& tracker = context_.keeper.tracker();
  const auto& people = names_.people();
  Snapshot snapshot;
  snapshot.workspace = context_.settings.workspace;
  snapshot.watched = people.size();
  snapshot.unresolved = names_.unresolved();
  snapshot.facet_covered = tracker.covered_counts();
  snapshot.covered = static_cast<std::size_t>(std::count_if(
      people.begin(), people.end(), [&](const watch::Person& one) { return tracker.covers_all(one.id); }));
  snapshot.uncommitted = context_.recorder.uncommitted().records;
  snapshot.uncommitted_bytes = context_.recorder.uncommitted().bytes;
  snapshot.held = backpressure_.held();
  snapshot.held_for = backpressure_.held_for(now.mono);
  snapshot.covering = claims_.made();
  snapshot.clock = clocks_.snapshot(now);
  feeds_.each([&](const feeds::Feed& feed) { feed.add_to(snapshot, now.mono); });
  return snapshot;
}

}  // namespace presenced::engine
