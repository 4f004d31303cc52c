#include "support/engine_world.h"

#include <algorithm>

#include "roster/compose.h"

namespace presenced::support {

using base::Millis;
using base::MonoTime;
using engine::Input;

namespace {

engine::Settings settings_for(const std::vector<watch::Person>& people, const EngineWorld::Tweak& tweak) {
  engine::Settings settings;
  settings.workspace = "acme";
  settings.watchlist = watch::watchlist_of(people);
  settings.tuning.max_sockets = 1;
  settings.tuning.rtm = feeds::RtmUse::always;  // tests of polling say otherwise
  if (tweak) tweak(settings);
  return settings;
}

}  // namespace

EngineWorld::EngineWorld(std::vector<watch::Person> people, const Tweak& tweak, const history::Resume& resume,
                         std::span<const feeds::FeedRow> table)
    : watchlist_(people), history_(resume), handed_in_(resume.last_batch) {
  for (const watch::Person& person : people) {
    join(person.id);
    ever_watched_.insert(person.id);
  }
  for (const auto& [user, person] : resume.people) ever_watched_.insert(user);
  engine_ = std::make_unique<engine::Engine>(settings_for(people, tweak), resume, base::Random(1), log_, table);
}

// ---- time ----

void EngineWorld::later(Millis delay, std::function<void()> act) { agenda_.emplace(mono_ + delay, std::move(act)); }

void EngineWorld::run_for(Millis span) {
  run_until([] { return false; }, span);
}

bool EngineWorld::run_until(const std::function<bool()>& done, Millis limit) {
  const MonoTime until = mono_ + limit;
  while (!done()) {
    const MonoTime due = agenda_.empty() ? MonoTime::max() : agenda_.begin()->first;
    const MonoTime wake = wake_at_.value_or(MonoTime::max());
    const MonoTime next = std::min(due, wake);
    if (next > until) {
      mono_ = until;
      return false;
    }
    mono_ = std::max(mono_, next);
    if (due <= wake) {
      const auto act = std::move(agenda_.begin()->second);
      agenda_.erase(agenda_.begin());
      act();
    } else {
      wake_at_.reset();
      ++wakes_;
      feed(engine::Woken{});
    }
  }
  return true;
}

void EngineWorld::feed(const Input& input) {
  ++steps_;
  if (before_step) before_step(steps_);
  if (const auto* changed = std::get_if<engine::WatchlistChanged>(&input)) {
    watchlist_ = roster::compose(*changed->watchlist, {}, [](const auto&) { return nullptr; }).people;
    for (const watch::Person& person : watchlist_) ever_watched_.insert(person.id);
  }
  engine::Outbox outbox;
  engine_->on(input, now(), outbox);
  for (const engine::Output& output : outbox) carry_out(output);
}

// ---- what the engine asks for ----

void EngineWorld::carry_out(const engine::Output& output) {
  demand(!stopped_, "nothing is asked for after Stopped");
  std::visit([&](const auto& one) { carry_out(one); }, output);
}

void EngineWorld::carry_out(const engine::CallWebApi& call) {
  demand(std::exchange(newest_call_, call.call) < call.call, "the id of a call is used once");
  ++calls_[call.request.method];
  if (call.request.method == slack::Method::rtm_connect ||
      call.request.method == slack::Method::apps_connections_open) {
    connect_calls_.push_back(mono_);
    check_pace();
  }
  slack::HttpReply reply;
  Millis delay = slack.call_delay;
  if (slack.answers_calls) {
    reply = reply_to(call.request);
  } else {
    delay = call.limit;
    reply.failure = "timed out";
  }
  if (slack.dates_replies && slack.answers_calls) reply.date = std::chrono::floor<std::chrono::seconds>(slack_time());
  later(delay, [this, id = call.call, reply] { feed(engine::ApiReplied{id, reply}); });
}

void EngineWorld::carry_out(const engine::OpenSocket& open) {
  demand(!find(open.link), "a link opens one socket");
  demand(open.url.reveal().find(kSecret) != std::string::npos, "the url is used verbatim");
  auto made = std::make_unique<PeerSocket>();
  PeerSocket* socket = made.get();
  socket->link = open.link;
  socket->delay = slack.socket_delay;
  socket->envelopes = open.url.reveal().find("/link/") != std::string::npos;
  sockets_.push_back(std::move(made));
  const bool accepted = slack.accepts_sockets;
  const bool greets = slack.says_hello;
  later(accepted ? Millis{30} : open.limit, [this, socket, accepted, greets] {
    if (socket->told_closed) return;
    if (!accepted) return end(*socket, history::EndReason::network_error, "timed out in TCP");
    socket->up = true;
    feed(engine::SocketOpened{socket->link});
    if (!greets) return;
    if (socket->envelopes) return slack.greets_link(*socket);
    socket->hello = true;
    say(*socket, R"({"type":"hello"})");
  });
}

void EngineWorld::carry_out(const engine::SendFrame& send) {
  PeerSocket* socket = find(send.link);
  demand(socket && socket->up && socket->hello && !socket->closing, "frames go to live sockets only");
  if (!socket) return;
  check_frame(*socket, send.text);
  socket->frames.emplace_back(mono_, send.text);
  if (!socket->mute) answer(*socket, send.text);
}

void EngineWorld::carry_out(const engine::CloseSocket& close) {
  PeerSocket* socket = find(close.link);
  demand(socket && !socket->closing, "a socket is closed once");
  if (!socket) return;
  socket->closing = true;
  if (!slack.answers_closes) return;
  later(Millis{20}, [this, socket] { end(*socket, history::EndReason::peer_closed, ""); });
}

void EngineWorld::carry_out(const engine::HoldSockets&) {
  demand(!held_, "sockets are held once");
  held_ = true;
}

// What has waited is read at once, in its order.
void EngineWorld::carry_out(const engine::ReleaseSockets&) {
  demand(held_, "sockets that are held are let go");
  held_ = false;
  for (auto& [socket, frame] : std::exchange(unread_, {}))
    later(Millis{0}, [this, to = socket, text = std::move(frame)] { read(*to, text); });
}

void EngineWorld::carry_out(const engine::Append& append) {
  history_.apply(append.batch);
  // A clock that is set back by less than what passes for slewing is waited for, not reported.
  demand(append.batch.alive_at <= now().wall + engine::ClockWatch::kTolerance || log_.count("clock_step") > 0 ||
             log_.count("clock_behind") > 0,
         "nothing is recorded ahead of time");
  handed_in_ = append.batch.number;
  if (store_ == StoreMode::commits)
    later(Millis{2}, [this, number = append.batch.number] { feed(engine::Committed{number}); });
  if (store_ == StoreMode::fails)
    later(Millis{2}, [this] { feed(engine::StoreFailed{engine::StoreFailure::full, "database or disk is full"}); });
}

void EngineWorld::carry_out(const engine::SetAsideMisdated& order) {
  if (store_ != StoreMode::commits)
    return later(Millis{2}, [this] { feed(engine::SetAsideFailed{"database or disk is full"}); });
  history_.set_aside(order.after);
  later(set_aside_takes, [this, left = history_.resume()] { feed(engine::HistoryRewound{left}); });
}

void EngineWorld::carry_out(const engine::WakeAt& wake) {
  demand(wake.at >= mono_ + Millis{1}, "a wake-up lies ahead");
  wake_at_ = std::max(wake.at, mono_ + Millis{1});  // so that a broken engine fails the test instead of hanging it
}

void EngineWorld::carry_out(const engine::Stopped&) {
  stopped_ = true;
  wake_at_.reset();
}

void EngineWorld::store(StoreMode mode) {
  store_ = mode;
  if (mode == StoreMode::commits) later(Millis{2}, [this, number = handed_in_] { feed(engine::Committed{number}); });
}

}  // namespace presenced::support
