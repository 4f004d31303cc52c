#include "support/engine_world.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>

#include "slack/encode.h"

namespace presenced::support {

using base::Facet;
using base::Millis;
using base::MonoTime;
using base::UserId;
using base::WallTime;
using engine::Input;

namespace {

bool is_type(std::string_view frame, std::string_view type) {
  return frame.find("\"type\":\"" + std::string(type) + "\"") != std::string_view::npos;
}

// The ids of a presence_sub or presence_query.
std::vector<std::string> ids_in(const std::string& frame) {
  std::vector<std::string> ids;
  std::size_t at = frame.find('[');
  while (at != std::string::npos && (at = frame.find('"', at)) != std::string::npos) {
    const std::size_t end = frame.find('"', at + 1);
    ids.push_back(frame.substr(at + 1, end - at - 1));
    at = end + 1;
  }
  return ids;
}

std::string parameter(const slack::Request& request, std::string_view key) {
  for (const auto& [name, value] : request.parameters)
    if (name == key) return value;
  return "";
}

engine::Settings settings_for(std::vector<watch::Person> people, const EngineWorld::Tweak& tweak) {
  engine::Settings settings;
  settings.workspace = "acme";
  settings.people = std::move(people);
  if (tweak) tweak(settings);
  return settings;
}

}  // namespace

std::size_t PeerSocket::count(std::string_view type) const {
  return static_cast<std::size_t>(
      std::count_if(frames.begin(), frames.end(), [&](const auto& frame) { return is_type(frame.second, type); }));
}

EngineWorld::EngineWorld(std::vector<watch::Person> people, const Tweak& tweak, const history::Resume& resume)
    : watchlist_(people), history_(resume), handed_in_(resume.last_batch) {
  for (const watch::Person& person : people) join(person.id);
  engine_ = std::make_unique<engine::Engine>(settings_for(std::move(people), tweak), resume, base::Random(1), log_);
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
  if (const auto* changed = std::get_if<engine::WatchlistChanged>(&input)) watchlist_ = changed->people;
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
  ++calls_[call.request.method];
  if (call.request.method == slack::Method::rtm_connect) {
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
  later(delay, [this, id = call.call, reply] { feed(engine::ApiReplied{id, reply}); });
}

void EngineWorld::carry_out(const engine::OpenSocket& open) {
  demand(open.url.find(kSecret) != std::string::npos, "the url is used verbatim");
  auto made = std::make_unique<PeerSocket>();
  PeerSocket* socket = made.get();
  socket->link = open.link;
  socket->delay = slack.socket_delay;
  sockets_.push_back(std::move(made));
  const bool accepted = slack.accepts_sockets;
  const bool greets = slack.says_hello;
  later(accepted ? Millis{30} : open.limit, [this, socket, accepted, greets] {
    if (socket->told_closed) return;
    if (!accepted) return end(*socket, history::EndReason::network_error, "timed out in TCP");
    socket->up = true;
    feed(engine::SocketOpened{socket->link});
    if (!greets) return;
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

void EngineWorld::carry_out(const engine::Append& append) {
  history_.apply(append.batch);
  demand(append.batch.alive_at <= now().wall || log_.count("clock_step") > 0 || log_.count("clock_behind") > 0,
         "nothing is recorded ahead of time");
  handed_in_ = append.batch.number;
  if (store_ == StoreMode::commits)
    later(Millis{2}, [this, number = append.batch.number] { feed(engine::Committed{number}); });
  if (store_ == StoreMode::fails)
    later(Millis{2}, [this] { feed(engine::StoreFailed{engine::StoreFailure::full, "database or disk is full"}); });
}

void EngineWorld::carry_out(const engine::WakeAt& wake) {
  demand(wake.at >= mono_ + Millis{1}, "a wake-up lies ahead");
  wake_at_ = wake.at;
}

void EngineWorld::carry_out(const engine::Stopped&) {
  stopped_ = true;
  wake_at_.reset();
}

void EngineWorld::store(StoreMode mode) {
  store_ = mode;
  if (mode == StoreMode::commits) later(Millis{2}, [this, number = handed_in_] { feed(engine::Committed{number}); });
}

// ---- Slack ----

slack::HttpReply EngineWorld::reply_to(const slack::Request& request) {
  slack::HttpReply reply;
  reply.status = 200;
  switch (request.method) {
    case slack::Method::rtm_connect:
      if (!slack.connect_replies.empty()) {
        reply = slack.connect_replies.front();
        slack.connect_replies.pop_front();
      } else if (slack.connect_always) {
        reply = *slack.connect_always;
      } else {
        reply.body = R"({"ok":true,"url":"wss://rtm.example/)" + std::string(kSecret) +
                     std::to_string(connect_calls_.size()) +
                     R"(","team":{"id":"T0ACME","name":"Acme"},"self":{"id":"U0SELF","name":"watcher"}})";
      }
      return reply;
    case slack::Method::users_info:
    case slack::Method::users_list:
      if (slack.status_replies.empty()) return status_reply(request);
      reply = slack.status_replies.front();
      slack.status_replies.pop_front();
      return reply;
    case slack::Method::auth_test:
    case slack::Method::users_set_presence:
      reply.body = R"({"ok":true})";
      return reply;
  }
  return reply;
}

slack::HttpReply EngineWorld::status_reply(const slack::Request& request) {
  slack::HttpReply reply;
  reply.status = 200;
  if (request.method == slack::Method::users_info) {
    const UserId user{parameter(request, "user")};
    const bool there = people_at_slack_.contains(user) && !slack.absent.contains(user);
    reply.body = there ? R"({"ok":true,"user":)" + member_json(user) + "}" : R"({"ok":false,"error":"user_not_found"})";
    return reply;
  }
  const std::string cursor = parameter(request, "cursor");
  const std::size_t from = cursor.empty() ? 0 : std::stoul(cursor);
  const std::size_t limit = std::stoul(parameter(request, "limit"));
  std::string members;
  std::size_t index = 0;
  for (const auto& [user, member] : people_at_slack_) {
    if (slack.absent.contains(user)) continue;
    if (index >= from && index < from + limit) members += (members.empty() ? "" : ",") + member_json(user);
    ++index;
  }
  const std::string next = index > from + limit ? std::to_string(from + limit) : "";
  reply.body = R"({"ok":true,"members":[)" + members + R"(],"response_metadata":{"next_cursor":")" + next + R"("}})";
  return reply;
}

std::string EngineWorld::member_json(const UserId& user) const {
  const Member& member = people_at_slack_.at(user);
  const auto expires = member.status.expires_at ? base::unix_ms(*member.status.expires_at) / 1000 : 0;
  return R"({"id":")" + user.text + R"(","name":"name-of-)" + user.text + R"(","real_name":"Real )" + user.text +
         R"(","tz":"Europe/Berlin","deleted":false,"is_bot":false,"updated":)" + std::to_string(member.updated) +
         R"(,"profile":{"display_name":"","status_text":")" + member.status.text + R"(","status_emoji":")" +
         member.status.emoji + R"(","status_expiration":)" + std::to_string(expires) + "}}";
}

void EngineWorld::answer(PeerSocket& socket, const std::string& frame) {
  if (is_type(frame, "ping")) {
    if (slack.answers_pings)
      say(socket,
          R"({"type":"pong","reply_to":)" + std::to_string(std::atol(frame.c_str() + frame.find("id\":") + 4)) + "}");
    return;
  }
  std::vector<std::string> ids = ids_in(frame);
  if (is_type(frame, "presence_sub")) {
    const std::set<std::string> before = std::exchange(socket.subscribed, {ids.begin(), ids.end()});
    std::erase_if(ids, [&](const std::string& id) { return before.contains(id); });
    if (slack.answers_subs) tell_presence(socket, ids);
  } else if (is_type(frame, "presence_query") && slack.answers_queries) {
    tell_presence(socket, ids);
  }
}

// One event for the active, one for the away: Slack batches people of one state.
void EngineWorld::tell_presence(PeerSocket& socket, const std::vector<std::string>& ids) {
  for (const base::Presence presence : {base::Presence::active, base::Presence::away}) {
    std::string users;
    for (const std::string& id : ids) {
      const auto member = people_at_slack_.find(UserId{id});
      if (member == people_at_slack_.end() || slack.silent.contains(UserId{id})) continue;
      if (member->second.presence == presence) users += (users.empty() ? "\"" : ",\"") + id + "\"";
    }
    if (!users.empty())
      say(socket, R"({"type":"presence_change","users":[)" + users + R"(],"presence":")" + text_of(presence) + "\"}");
  }
}

void EngineWorld::set(const UserId& user, base::Presence presence) {
  people_at_slack_[user].presence = presence;
  truth_[{user, Facet::presence}].push_back({now().wall, text_of(presence), slack.tells_changes});
  if (!slack.tells_changes || slack.silent.contains(user)) return;
  for (const auto& socket : sockets_)
    if (socket->hello && socket->subscribed.contains(user.text)) tell_presence(*socket, {user.text});
}

// Told to every connection, twice (PROTOCOL 4).
void EngineWorld::set(const UserId& user, const base::Status& status) {
  Member& member = people_at_slack_[user];
  member.status = status;
  member.updated = base::unix_ms(now().wall) / 1000;
  truth_[{user, Facet::status}].push_back({now().wall, text_of(status), slack.tells_changes});
  if (!slack.tells_changes) return;
  for (const auto& socket : sockets_) {
    if (!socket->hello) continue;
    for (const char* type : {"user_change", "user_status_changed"})
      say(*socket, R"({"type":")" + std::string(type) + R"(","user":)" + member_json(user) + "}");
  }
}

// ---- sockets ----

PeerSocket* EngineWorld::find(base::LinkId link) {
  for (const auto& socket : sockets_)
    if (socket->link == link) return socket.get();
  return nullptr;
}

void EngineWorld::say(PeerSocket& socket, std::string frame) {
  if (!socket.up || socket.mute) return;
  socket.newest_delivery = std::max(mono_ + socket.delay, socket.newest_delivery);
  agenda_.emplace(socket.newest_delivery, [this, &socket, frame = std::move(frame)] {
    if (!socket.told_closed && !socket.mute) feed(engine::FrameReceived{socket.link, frame});
  });
}

void EngineWorld::close(PeerSocket& socket, history::EndReason reason, const std::string& detail) {
  end(socket, reason, detail);
}

void EngineWorld::end(PeerSocket& socket, history::EndReason reason, const std::string& detail) {
  socket.up = false;
  if (std::exchange(socket.told_closed, true)) return;
  feed(engine::SocketClosed{socket.link, reason, detail});
}

// ---- the rules ----

void EngineWorld::demand(bool holds, const std::string& rule) {
  if (!holds) violations_.push_back(rule);
}

void EngineWorld::check_frame(const PeerSocket& socket, const std::string& frame) {
  if (!socket.frames.empty())
    demand(mono_ - socket.frames.back().first >= Millis{1'000}, "at most one frame a second goes out on a socket");
  demand(frame.size() <= slack::kMaxFrameBytes, "no frame exceeds 16 KiB");
  if (is_type(frame, "ping")) return;
  const auto ids = ids_in(frame);
  demand(ids.size() <= slack::kMaxIdsPerFrame, "no frame names more than 500 ids");
  demand(!is_type(frame, "presence_query") || !ids.empty(), "a question names somebody");
}

// Five at once, then one a minute.
void EngineWorld::check_pace() {
  const auto count = static_cast<Millis::rep>(connect_calls_.size());
  for (Millis::rep i = std::max<Millis::rep>(0, count - 50); i < count; ++i) {
    const auto span = mono_ - connect_calls_[static_cast<std::size_t>(i)];
    demand(count - i <= 5 + span / Millis{60'000}, "rtm.connect is called within its pace");
  }
}

std::size_t EngineWorld::calls(slack::Method method) const {
  const auto found = calls_.find(method);
  return found == calls_.end() ? 0 : found->second;
}

bool EngineWorld::everyone_covered() const {
  return std::all_of(watchlist_.begin(), watchlist_.end(), [&](const watch::Person& person) {
    return (!person.track.presence || history_.covered(person.id, Facet::presence)) &&
           (!person.track.status || history_.covered(person.id, Facet::status));
  });
}

// The history of each facet, walked along what really happened.
std::vector<std::string> EngineWorld::against_truth() const {
  std::vector<std::string> wrong;
  for (const watch::Person& person : watchlist_)
    for (const Facet facet : {Facet::presence, Facet::status}) {
      const std::string whom = person.id.text + " " + std::string(name_of(facet));
      std::vector<Truth> truth{{WallTime{}, facet == Facet::presence ? "away" : "", false}};
      if (const auto found = truth_.find({person.id, facet}); found != truth_.end())
        truth.insert(truth.end(), found->second.begin(), found->second.end());
      std::size_t here = 0;
      for (const Change& change : history_.changes_of(person.id, facet)) {
        while (here < truth.size() && truth[here].state != change.after) ++here;
        if (here == truth.size() || truth[here].at > change.at) {
          wrong.push_back(whom + ": `" + change.after + "` is in the history but did not happen");
          break;
        }
      }
      for (std::size_t i = 1; i < truth.size(); ++i) {
        if (!truth[i].told || truth[i].state == truth[i - 1].state) continue;
        for (const Span& span : history_.spans_of(person.id, facet)) {
          const WallTime end = span.ended_at.value_or(now().wall);
          if (truth[i].at < span.started_at || truth[i].at + Millis{5'000} > end) continue;
          const auto changes = history_.changes_of(person.id, facet);
          if (std::none_of(changes.begin(), changes.end(), [&](const Change& change) {
                return change.after == truth[i].state && change.at >= truth[i].at &&
                       change.at <= truth[i].at + Millis{5'000};
              }))
            wrong.push_back(whom + ": `" + truth[i].state + "` happened while covered and is not in the history");
        }
      }
    }
  return wrong;
}

void EngineWorld::check() const {
  for (const std::string& rule : violations_) FAIL_CHECK("broken: " << rule);
  for (const std::string& rule : history_.violations()) FAIL_CHECK("broken: " << rule);
  CHECK_FALSE(log_.holds(kSecret));
  for (const LogLine& line : log_.lines()) CHECK(line.workspace == "acme");
}

void EngineWorld::check_against_truth() const {
  check();
  for (const std::string& lie : against_truth()) FAIL_CHECK(lie);
}

}  // namespace presenced::support
