#include "engine/engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace presenced::engine {

using base::Instant;
using base::LogLevel;
using base::MonoTime;
using base::UserId;
using history::EndReason;

Engine::Engine(Settings settings, const history::Resume& resume, base::Random random, base::LogSink& log)
    : context_(std::move(settings), resume, random, log),
      roster_(context_.settings.tuning.resolve_interval, resume.names, resume.forgotten, random),
      clocks_(context_) {
  for (const auto& [id, person] : resume.people)
    if (person.seen) directory_.emplace(id, *person.seen);
}

void Engine::on(const Input& input, Instant now, Outbox& outbox) {
  if (stopped_) return;
  context_.out = &outbox;
  context_.turn = now.mono;
  if (!clocks_.turned(now) || clocks_.wrong(now)) set_covering(false, EndReason::clock_step);
  std::visit([&](const auto& one) { handle(one, now); }, input);
  tend(now);
  flush(now);
  set_aside_misdated(now);
  finish_stop(now);
  ask_to_be_woken(now);
  context_.out = nullptr;
}

// ---- inputs ----

void Engine::handle(const Started&, Instant now) {
  roster_.set(context_.settings.watchlist, now.mono);
  take_names(now);
}

void Engine::handle(const ApiReplied& input, Instant now) {
  const auto call = context_.calls.find(input.call);
  if (call == context_.calls.end()) return;
  const auto [method, caller, asked] = call->second;
  context_.calls.erase(call);
  clocks_.replied(input.reply, asked, now);
  if (clocks_.wrong(now)) set_covering(false, EndReason::clock_step);
  const slack::Reply reply = slack::decode_reply(method, input.reply);
  // Whoever made the call: others make the same.
  if (const auto* error = std::get_if<slack::ApiError>(&reply); error && error->retry_after)
    context_.api_pace.not_before(method, now.mono + base::Millis{*error->retry_after});
  switch (caller) {
    case Caller::connecting:
      return connect_replied(input.call, reply, now);
    case Caller::statuses:
      return fetch_replied(reply, now);
    case Caller::own_presence:
      return presence_set(reply, now);
    case Caller::clock:  // the Date of the reply is all it wants
      return;
    case Caller::roster:
      return names_replied(method, reply, now);
  }
}

void Engine::handle(const SocketOpened& input, Instant now) {
  with_link(input.link, [&](Stream& stream, Link& link) { stream.socket_opened(link, now); });
}

void Engine::handle(const FrameReceived& input, Instant now) {
  with_link(input.link, [&](Stream& stream, Link& link) {
    stream.heard(link, now);
    ++frames_;
    const slack::Event event = decoder_.decode(input.text);
    if (std::holds_alternative<slack::Ignored>(event)) ++ignored_frames_;
    if (const auto* bad = std::get_if<slack::Malformed>(&event); bad && ++malformed_frames_ == 1)
      context_.note(
          LogLevel::warning, "malformed_frame",
          fmt::format("a frame that cannot be read ({}); it is passed over, further ones are only counted", bad->why));
    if (std::holds_alternative<slack::PresenceChange>(event) || std::holds_alternative<slack::UserChange>(event))
      last_event_ = now.wall;
    const auto* change = std::get_if<slack::UserChange>(&event);
    const auto* joined = std::get_if<slack::TeamJoin>(&event);
    if (change) {
      context_.slack_clock.heard(change->user.updated, now.mono);
      clocks_.heard(*change, now);
      if (clocks_.wrong(now)) set_covering(false, EndReason::clock_step);
    }
    if (change && stream.has(change->user.id)) seen(change->user);  // the other sockets tell the same
    if (joined && stream.has(joined->user.id)) seen(joined->user);
    roster_.hear(event, now.mono);
    stream.handle(link, event, now);
  });
  heed_refusals();
}

void Engine::handle(const LifeSign& input, Instant now) {
  with_link(input.link, [&](Stream& stream, Link& link) { stream.heard(link, now); });
}

void Engine::handle(const SocketClosed& input, Instant now) {
  with_link(input.link,
            [&](Stream& stream, Link& link) { stream.socket_closed(link, input.reason, input.detail, now); });
  context_.sockets.erase(input.link);
}

void Engine::handle(const Woken&, Instant) {}

void Engine::handle(const Committed& input, Instant) { context_.recorder.committed(input.batch); }

void Engine::handle(const StoreFailed& input, Instant) {
  context_.recorder.store_failed();
  context_.note(
      LogLevel::error, "store_failed",
      fmt::format("the history cannot be written: {}; nothing is claimed to be covered until it can", input.detail));
}

void Engine::handle(const StopRequested&, Instant now) {
  if (context_.stopping) return;
  context_.stopping = true;
  stop_by_ = now.mono + kStopLimit;
  for (const auto& stream : streams_) stream->stop(now, EndReason::shutdown);
  context_.covering = false;
}

// ---- coverage as a whole ----

void Engine::refresh_covering(Instant now) {
  const bool behind = context_.recorder.clock_behind(now.wall);
  const bool wrong = clocks_.wrong(now);
  const bool can = !context_.stopping && context_.recorder.accepts() && !behind && !wrong && !rewind_.awaited();
  if (behind && !std::exchange(clock_behind_, behind))
    context_.note(
        LogLevel::error, "clock_behind",
        fmt::format("the newest record of the history lies {} s ahead of the wall clock; nothing is claimed to "
                    "be covered until the clock has caught up, or Slack's time has confirmed it and the "
                    "records of the future are moved aside",
                    (context_.recorder.latest() - now.wall).count() / 1000));
  clock_behind_ = behind;
  set_covering(can, behind || wrong ? EndReason::clock_step : EndReason::store_error);
}

void Engine::set_covering(bool covering, EndReason reason) {
  if (covering == context_.covering) return;
  if (!covering)
    for (const auto& stream : streams_) stream->uncover(reason);
  context_.covering = covering;
  if (covering)
    for (const auto& stream : streams_) stream->cover();
}

// ---- what is due after every input ----

void Engine::tend(Instant now) {
  take_names(now);
  refresh_covering(now);
  for (const auto& stream : streams_) stream->woken(now);
  share_samples();
  connect(now);
  set_presence(now);
  if (may_fetch())
    if (auto request = context_.fetch.next(now.mono, context_.api_pace.earliest(slack::Method::users_list))) {
      context_.api_pace.made(request->method, now.mono);
      context_.call(std::move(*request), Caller::statuses);
    }
  ask_for_names(now);
  ask_the_time(now);
  if (!context_.covering) return;
  context_.tracker.expire(
      now.wall, [&](const UserId& user) { return proven(user); }, context_.records());
}

void Engine::flush(Instant now) {
  if (rewind_.awaited() && !context_.stopping) return;
  const bool proof_due =
      std::any_of(streams_.begin(), streams_.end(), [](const auto& one) { return one->proof_due(); });
  if (!context_.recorder.anything() && !context_.recorder.mark_due(now.mono) &&
      !(proof_due && context_.recorder.all_committed()))
    return;
  for (const auto& stream : streams_) stream->record_proofs();
  context_.ask(Append{context_.recorder.seal(now)});
  if (context_.covering && !context_.recorder.accepts()) {  // that was more than may wait for the disk
    context_.note(LogLevel::error, "store_behind",
                  fmt::format("{} records wait for the disk; nothing is claimed to be covered until they are written",
                              context_.recorder.uncommitted_records()));
    set_covering(false, EndReason::store_error);
    context_.ask(Append{context_.recorder.seal(now)});
  }
}

// A status is of use only while a socket will tell what becomes of it.
bool Engine::may_fetch() const {
  return !context_.stopping &&
         std::any_of(streams_.begin(), streams_.end(), [](const auto& one) { return one->live(); });
}

bool Engine::all_quiet() const {
  return std::all_of(streams_.begin(), streams_.end(), [](const auto& one) { return one->quiet(); });
}

void Engine::finish_stop(Instant now) {
  if (!stop_by_) return;
  const bool done = all_quiet() && context_.recorder.all_committed();
  if (!done && now.mono < *stop_by_) return;
  stopped_ = true;
  if (!context_.recorder.all_committed())
    context_.note(
        LogLevel::error, "stopped_uncommitted",
        fmt::format("stopping although {} records are not yet on the disk", context_.recorder.uncommitted_records()));
  context_.ask(Stopped{});
}

void Engine::ask_to_be_woken(Instant now) {
  if (stopped_) return;
  MonoTime at = context_.recorder.mark_at();
  // A mark that cannot be written now is not waited for: the commit, or the answer to the order, is an input of its
  // own.
  if (!context_.recorder.all_committed() || (rewind_.awaited() && !context_.stopping))
    at = now.mono + Recorder::kMarkInterval;
  if (may_fetch()) at = std::min(at, context_.fetch.deadline(context_.api_pace.earliest(slack::Method::users_list)));
  if (may_fetch() && context_.own_presence.due())
    at = std::min(at, context_.api_pace.earliest(slack::Method::users_set_presence));
  if (!context_.stopping) at = std::min(at, roster_.deadline(context_.api_pace));
  if (may_fetch())
    at = std::min(at, std::max(clocks_.reading_due(now), context_.api_pace.earliest(slack::Method::auth_test)));
  if (!all_quiet())
    at = std::min(at, now.mono + LoopWatch::kTurn);  // also before `hello`: events may follow it at once
  for (const auto& stream : streams_) at = std::min(at, stream->deadline());
  at = std::min(at, next_connect(now.mono));
  if (stop_by_) at = std::min(at, *stop_by_);
  at = std::max(at, now.mono + base::Millis{1});  // what is due now has been done; never spin
  clocks_.wake_at(at);
  if (woken_at_ == at) return;
  woken_at_ = at;
  context_.ask(WakeAt{at});
}

bool Engine::fully_covered(const watch::Person& person) const {
  return std::all_of(base::kFacets.begin(), base::kFacets.end(), [&](const base::FacetRow& row) {
    return !person.track.contains(row.facet) || context_.tracker.covered(person.id, row.facet);
  });
}

Snapshot Engine::snapshot(Instant now) const {
  Snapshot snapshot;
  snapshot.workspace = context_.settings.workspace;
  snapshot.watched = context_.people.size();
  snapshot.unresolved = roster_.unresolved();
  snapshot.facet_covered = context_.tracker.covered_counts();
  snapshot.covered = static_cast<std::size_t>(std::count_if(
      context_.people.begin(), context_.people.end(), [&](const watch::Person& one) { return fully_covered(one); }));
  snapshot.sampled = plan_.left_over.size();
  snapshot.uncommitted = context_.recorder.uncommitted_records();
  snapshot.covering = context_.covering;
  snapshot.clock = clocks_.snapshot(now);
  snapshot.last_event = last_event_;
  snapshot.connection_attempts = context_.connection_attempts;
  snapshot.frames = frames_;
  snapshot.frames_ignored = ignored_frames_;
  snapshot.frames_malformed = malformed_frames_;
  for (const auto& stream : streams_) snapshot.streams.push_back(stream->snapshot(now.mono));
  return snapshot;
}

}  // namespace presenced::engine
