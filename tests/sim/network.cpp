#include "sim/network.h"

#include <simdjson.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <utility>

#include "engine/loop_watch.h"
#include "roster/roster.h"

namespace presenced::sim {

using base::Millis;
using base::MonoTime;
using fake_slack::Deed;
using fake_slack::SocketId;
using history::EndReason;
using namespace std::chrono_literals;

namespace {

constexpr Millis kFastest{15};

// lib/net gives the closing handshake a second.
constexpr Millis kCloseLimit{1'000};

// How long Slack keeps a socket whose other end has vanished without a word, or whose last word does not come through.
constexpr Millis kSlackGivesUp{60'000};

// How long Slack's pings may stay unanswered: longer than the engine tries it now and then, and mostly not.
constexpr Millis kSlackWaits{110'000};

// What arrives while the process is stopped may be taken for what arrives when it goes on, as long as the stop is so
// short that nobody need notice.
constexpr Millis kUnseenStall = engine::LoopWatch::kTurn + engine::LoopWatch::kTolerance;

// WebSocket pings (docs/PROTOCOL.md): on RTM sockets about every 30 s, on those of Socket Mode every 10 s.
constexpr Millis kSlackPings{30'000};
constexpr Millis kAppPings{10'000};

}  // namespace

Network::Network(World& world, fake_slack::Model& model, const Draws& draws, Journal& journal, Deliver deliver)
    : world_(world), model_(model), draws_(draws), journal_(journal), deliver_(std::move(deliver)) {
  pump();
}

// When something that is sent now arrives.
MonoTime Network::arrival(Concern way, MonoTime not_before) {
  const MonoTime now = world_.mono();
  base::Random random = draws_.of(way, static_cast<std::uint64_t>(now.time_since_epoch().count()));
  Millis takes = between(random, kFastest, Lateness::kUsual);
  if (now < slow_until_) takes += random.up_to(slow_most_);
  MonoTime due = now + takes;
  if (now < hole_until_) due = hole_until_ + takes;  // TCP sends it again
  return std::max(due, not_before);
}

// ---- the Web API ----

void Network::call(const engine::CallWebApi& call) {
  const std::string method{slack::row_of(call.request.method).name};
  const base::CallId id = call.call;
  const std::uint64_t run = run_;
  calls_[id] = Polls::question(call.request, world_.mono());
  const MonoTime limit = world_.mono() + call.limit;
  if (world_.mono() < unreachable_until_)
    return world_.after(Lateness::kUsual, [=, this] { answer(id, run, method, {0, {}, {}, "host not found"}); });
  world_.at(limit, [=, this] { answer(id, run, method, {0, {}, {}, "timed out"}); });
  if (world_.mono() < hole_until_) return;
  fake_slack::HttpCall http{method, {}, token_text(call.request.method), {}};
  for (const auto& [key, value] : call.request.parameters) http.parameters[key] = value;
  world_.at(arrival(Concern::to_slack, world_.mono()), [=, this] {
    const MonoTime made = world_.mono();
    const fake_slack::HttpAnswer reply = ask_slack(http);
    pump();
    if (world_.mono() < hole_until_) return;  // the answer is lost
    slack::HttpReply back{reply.status, reply.body, {}, {}};
    if (world_.mono() >= undated_until_) back.date = std::chrono::floor<std::chrono::seconds>(world_.truth().wall);
    if (reply.retry_after) back.retry_after = std::chrono::seconds{*reply.retry_after};
    world_.at(arrival(Concern::http, world_.mono()) + reply.delay, [=, this] { answer(id, run, method, back, made); });
  });
}

const std::string& Network::token_text(slack::Method method) const {
  const fake_slack::Options& options = model_.options();
  if (slack::row_of(method).credential == slack::Credential::app_token) return options.modern.app_token;
  return token_ == fake_slack::TokenKind::classic ? options.token : options.modern.bot_token;
}

fake_slack::HttpAnswer Network::ask_slack(const fake_slack::HttpCall& call) {
  fake_slack::HttpAnswer answer = model_.http(world_.truth(), call);
  if (call.method != "users.getPresence" || !answer.ok) return answer;
  const auto hidden = hidden_until_.find(fake_slack::parameter(call, "user"));
  if (hidden == hidden_until_.end() || hidden->second <= world_.mono()) return answer;
  return fake_slack::refused("user_not_found");
}

void Network::answer(base::CallId id, std::uint64_t run, const std::string& method, slack::HttpReply reply,
                     std::optional<MonoTime> made) {
  if (!world_.reads()) return world_.at(world_.reads_from(), [=, this] { answer(id, run, method, reply, made); });
  const auto call = calls_.find(id);
  if (run != run_ || call == calls_.end()) return;
  const Polls::Question question = std::move(call->second);
  calls_.erase(call);
  if (reply.date && question.asked >= world_.set_at() && world_.mono() - question.asked < 20s)
    dated_at_ = world_.mono();
  if (made) answers_.arrived(*made, world_.mono());
  if (made && reply.status == 200) polls_.answered(question, reply.body, *made, world_.mono());
  const auto refused = [&] { return reply.body.find("\"ok\":true") == std::string::npos; };
  if (journal_.on() && (reply.status != 200 || refused()))
    journal_.say("{} answered: {} {} {}", method, reply.status, reply.failure, reply.body.substr(0, 60));
  if (method == "users.list" && reply.status == 200 && refused()) list_refused_ = true;
  if (method == "users.list" && reply.status != 200 && ++list_unanswered_ >= roster::Roster::kListPatience)
    list_refused_ = true;
  answer_made_ = made;
  deliver_(engine::ApiReplied{id, std::move(reply)});
  answer_made_.reset();
}

// ---- sockets: the way up ----

void Network::open(const engine::OpenSocket& open) {
  auto connection = std::make_shared<Connection>();
  connection->number = next_number_++;
  connection->link = open.link;
  by_link_[open.link] = connection;
  const std::string& url = open.url.reveal();
  connection->app = url.find("/link/") != std::string::npos;
  connection->reading = !held_;
  const std::string path = url.substr(std::min(url.size(), model_.options().url_base.size()));
  if (world_.mono() < unreachable_until_) {
    connection->over = true;
    deliver_later(connection, Inbound::What::closed, "host not found", EndReason::network_error);
    return;
  }
  world_.after(open.limit, [this, connection] {
    if (!connection->there && !connection->over) finish(connection, EndReason::timeout, "no answer to the upgrade");
  });
  if (world_.mono() < hole_until_) return;
  world_.at(arrival(Concern::to_slack, world_.mono()), [this, connection, path] { upgrade(connection, path); });
}

void Network::upgrade(const Ptr& connection, const std::string& path) {
  if (connection->over || connection->closing) return;
  const fake_slack::Model::Upgrade answer = model_.upgrade(world_.truth(), path);
  if (answer.status != 101) {
    connection->over = true;
    deliver_later(connection, Inbound::What::closed, "HTTP instead of the upgrade", EndReason::network_error);
    return pump();
  }
  connection->socket = answer.socket;
  connection->there = true;
  by_socket_[answer.socket] = connection;
  deliver_later(connection, Inbound::What::opened, {});
  connection->reach.greeted(world_.mono(), connection->app);
  world_.after(connection->app ? kAppPings : kSlackPings, [this, connection] { keep_alive(connection); });
  pump();
}

// Slack's own pings, which the engine takes as a sign of life.
void Network::keep_alive(const Ptr& connection) {
  if (!connection->there || connection->stalled) return;
  deliver_later(connection, Inbound::What::life, {});
  world_.after(connection->app ? kAppPings : kSlackPings, [this, connection] { keep_alive(connection); });
}

// ---- sockets: both ways ----

void Network::send(const engine::SendFrame& frame) {
  const auto found = by_link_.find(frame.link);
  if (found == by_link_.end()) return;
  const Ptr connection = found->second;
  if (connection->closing || connection->over || connection->mute) return;
  connection->last_out = arrival(Concern::to_slack, connection->last_out);
  world_.at(connection->last_out, [this, connection, text = frame.text] {
    if (!connection->there || connection->mute) return;
    model_.frame_in(world_.truth(), connection->socket, text);
    const bool sub = text.find("presence_sub") != std::string::npos;
    if (const auto* socket = model_.socket(connection->socket); sub && socket != nullptr)
      connection->reach.subscribed(socket->subscribed, reach_);
    pump();
  });
}

void Network::deliver_later(const Ptr& connection, Inbound::What what, std::string text, EndReason reason) {
  connection->last_in = arrival(Concern::from_slack, connection->last_in);
  const bool again = what == Inbound::What::text && !connection->app && comes_twice();
  if (again) connection->inbound.push_back({what, world_.mono(), connection->last_in, text, reason});
  connection->inbound.push_back({what, world_.mono(), connection->last_in, std::move(text), reason});
  for (int times = again ? 2 : 1; times > 0; --times)
    world_.at(connection->last_in, [this, connection] { arrive(connection); });
}

bool Network::comes_twice() const {
  if (world_.mono() >= twice_until_) return false;
  base::Random random = draws_.of(Concern::twice, static_cast<std::uint64_t>(world_.mono().time_since_epoch().count()));
  return !one_in(random, 3);
}

void Network::arrive(const Ptr& connection) {
  if (!world_.reads()) return world_.at(world_.reads_from(), [this, connection] { arrive(connection); });
  if (connection->inbound.empty() || connection->inbound.front().due > world_.mono()) return;  // it was lost meanwhile
  if (connection->attached && !connection->deaf && waits(*connection)) return;
  const Inbound one = std::move(connection->inbound.front());
  connection->inbound.pop_front();
  if (!connection->attached) return;
  if (connection->deaf) return;
  if (one.what == Inbound::What::closed) {
    if (connection->app && one.reason == EndReason::peer_closed) arrived_whole(*connection, one.sent);
    return finish(connection, one.reason, one.text);
  }
  const MonoTime came = std::min(world_.mono(), one.due + kUnseenStall);
  lateness_.arrived(one.sent, one.waits_since ? world_.mono() : came);
  network_lateness_.arrived(one.sent, came);
  if (one.what == Inbound::What::text && !simdjson::validate_utf8(one.text))
    return finish(connection, EndReason::protocol_error, "not UTF-8");
  connection->reach.arrived(one.sent, [this](const base::UserId& user, MonoTime made) { told(user, made); });
  if (one.what == Inbound::What::opened) {
    deliver_(engine::SocketOpened{connection->link});
  } else if (one.what == Inbound::What::life) {
    deliver_(engine::LifeSign{connection->link});
  } else {
    if (journal_.on() && one.text.find("\"pong\"") == std::string::npos)
      journal_.say("link {} <- {}", static_cast<std::uint64_t>(connection->link), one.text.substr(0, 200));
    if (connection->app)
      mail_.arrived(connection->link, one.text, app_links(), app_link_ended_, one.waits_since.value_or(world_.mono()),
                    world_.mono());
    deliver_(engine::FrameReceived{connection->link, one.text});
  }
}

// What comes while the sockets are held waits, the end of the socket too. A read that was under way brings one more
// frame, and signs of life until then.
bool Network::waits(Connection& connection) {
  const Inbound& next = connection.inbound.front();
  // What was sent at the same moment is read at the same moment: what is known of either is known by that (reach.h).
  const bool together = std::exchange(connection.read_until, next.sent) == next.sent;
  if (!held_ || together) return false;
  if (connection.reading) {
    connection.reading = next.what == Inbound::What::life || next.what == Inbound::What::opened;
    return false;
  }
  if (next.what == Inbound::What::opened) return false;  // the upgrade is no reading
  connection.read_until = MonoTime::min();
  for (Inbound& one : connection.inbound)
    if (one.due <= world_.mono() && !one.waits_since) one.waits_since = std::max(one.due, held_at_);
  return true;
}

void Network::hold() {
  held_ = true;
  held_at_ = world_.mono();
  world_.after(kSlackWaits, [this, hold = ++holds_] { give_up_reading(hold); });
}

void Network::release() {
  held_ = false;
  ++holds_;
  for (const auto& [link, connection] : by_link_) {
    connection->reading = true;
    for (const Inbound& one : connection->inbound)
      if (one.due <= world_.mono()) world_.after(Millis{0}, [this, waited = connection] { arrive(waited); });
  }
}

// Nobody answers Slack's pings: it closes the sockets, behind all that it has sent on them.
void Network::give_up_reading(std::uint64_t hold) {
  if (hold != holds_) return;
  for (const auto& [link, connection] : by_link_) {
    if (!connection->there || connection->over) continue;
    connection->over = true;
    connection->there = false;
    by_socket_.erase(connection->socket);
    model_.closed(world_.truth(), connection->socket);
    deliver_later(connection, Inbound::What::closed, "close frame: nobody answers", EndReason::peer_closed);
  }
  pump();
}

// The end, for the engine; and for Slack, where it does not know yet.
void Network::finish(const Ptr& connection, EndReason reason, const std::string& detail) {
  if (!connection->attached) return;
  if (!world_.reads()) {
    connection->deaf = true;
    return world_.at(world_.reads_from(), [=, this] { finish(connection, reason, detail); });
  }
  connection->attached = false;
  connection->over = true;
  connection->inbound.clear();
  connection->reach.ended(reach_);
  by_link_.erase(connection->link);
  if (connection->app) app_link_ended_ = world_.mono();
  tell_slack_closed(connection);
  journal_.say("link {} is closed: {} ({})", static_cast<std::uint64_t>(connection->link), history::name_of(reason),
               detail);
  deliver_(engine::SocketClosed{connection->link, reason, detail});
}

void Network::tell_slack_closed(const Ptr& connection) {
  if (!connection->there) return;
  const MonoTime given_up = world_.mono() + kSlackGivesUp;
  const MonoTime when =
      connection->mute ? given_up : std::min(given_up, arrival(Concern::to_slack, connection->last_out));
  world_.at(when, [this, connection] {
    if (!std::exchange(connection->there, false)) return;
    model_.closed(world_.truth(), connection->socket);
    by_socket_.erase(connection->socket);
    pump();
  });
}

void Network::close(const engine::CloseSocket& close) {
  const auto found = by_link_.find(close.link);
  if (found == by_link_.end()) return;
  const Ptr connection = found->second;
  if (std::exchange(connection->closing, true)) return;
  const bool answered = connection->there && !connection->deaf && !connection->mute && !connection->stalled &&
                        world_.mono() >= hole_until_;
  if (answered && connection->app) return shake_hands(connection);
  const Millis takes = answered ? std::min(kCloseLimit, 2 * Lateness::kUsual) : kCloseLimit;
  world_.after(connection->there ? takes : Millis{1}, [this, connection, answered] {
    finish(connection, answered ? EndReason::peer_closed : EndReason::timeout, "closed by us");
  });
}

// With Slack's close frame comes all that it has sent before.
void Network::arrived_whole(Connection& connection, MonoTime shut) {
  connection.reach.arrived(shut, [](const base::UserId&, MonoTime) {});
}

// From its close frame on Slack does not count the connection.
void Network::shake_hands(const Ptr& connection) {
  const MonoTime shut = arrival(Concern::to_slack, connection->last_out);
  const bool in_time = shut + Lateness::kUsual < world_.mono() + kCloseLimit;
  tell_slack_closed(connection);
  world_.at(in_time ? shut + Lateness::kUsual : world_.mono() + kCloseLimit, [this, connection, shut, in_time] {
    if (in_time && connection->attached && !connection->deaf) arrived_whole(*connection, shut);
    finish(connection, in_time ? EndReason::peer_closed : EndReason::timeout, "closed by us");
  });
}

void Network::abandon() {
  ++run_;
  calls_.clear();
  mail_.abandon();
  app_link_ended_ = MonoTime::min();
  dated_at_ = MonoTime::min();
  for (auto& [link, connection] : by_link_) {
    connection->attached = false;
    connection->over = true;
    connection->reach.ended(reach_);
    tell_slack_closed(connection);
  }
  by_link_.clear();
  held_ = false;
  ++holds_;
}

// ---- Slack's side ----

void Network::tick() {
  model_.tick(world_.truth());
  pump();
}

void Network::pump() {
  note_facts();
  for (const fake_slack::Output& output : model_.take_outputs()) carry(output);
  model_due_ = model_.next_tick(world_.truth()).value_or(MonoTime::max());
}

void Network::note_facts() {
  for (const auto& told = model_.told(); facts_ < told.size(); ++facts_) {
    const auto found = by_socket_.find(told[facts_].socket);
    if (found != by_socket_.end() && std::holds_alternative<base::Presence>(told[facts_].what))
      found->second->reach.told_of(told[facts_].user, world_.mono());
  }
}

void Network::carry(const fake_slack::Output& output) {
  const auto found = by_socket_.find(output.socket);
  if (found == by_socket_.end()) return;
  const Ptr connection = found->second;
  const auto ends = [&](EndReason reason, const char* detail) {
    by_socket_.erase(output.socket);
    connection->there = false;
    if (connection->over) return;
    connection->over = true;
    deliver_later(connection, Inbound::What::closed, detail, reason);
  };
  switch (output.deed) {
    case Deed::text:
      return deliver_later(connection, Inbound::What::text, output.payload);
    case Deed::binary:
      return deliver_later(connection, Inbound::What::life, {});
    case Deed::premade:
      throw std::logic_error("bytes of a WebSocket are not simulated");
    case Deed::close:
      return ends(EndReason::peer_closed, "close frame");
    case Deed::close_and_linger:
      connection->last_in = std::max(connection->last_in, world_.mono() + kCloseLimit);
      return ends(EndReason::peer_closed, "close frame, then nothing");
    case Deed::fin:
      return ends(EndReason::peer_closed, "the other side closed the connection");
    case Deed::reset:
      connection->inbound.clear();
      connection->last_in = world_.mono();
      return ends(EndReason::network_error, "reset");
    case Deed::stall:
      connection->stalled = true;
      return;
  }
}

// ---- faults ----

void Network::reset_all() {
  for (const auto& [link, connection] : std::map(by_link_)) {
    connection->inbound.clear();
    finish(connection, EndReason::network_error, "reset by the network");
  }
}

void Network::truncate_all() {
  for (const auto& [link, connection] : std::map(by_link_)) {
    if (connection->over) continue;
    connection->over = true;
    if (!connection->inbound.empty()) connection->inbound.pop_back();
    connection->last_in = std::max(connection->last_in, world_.mono());
    deliver_later(connection, Inbound::What::closed, "broken off", EndReason::network_error);
  }
}

void Network::deafen_all() {
  for (const auto& [link, connection] : by_link_) connection->deaf = true;
}

void Network::mute_all() {
  for (const auto& [link, connection] : by_link_) connection->mute = true;
}

void Network::slow(MonoTime until, Millis most) {
  slow_until_ = until;
  slow_most_ = most;
}

void Network::heal() {
  slow_until_ = std::min(slow_until_, world_.mono());
  hole_until_ = std::min(hole_until_, world_.mono());
  unreachable_until_ = std::min(unreachable_until_, world_.mono());
  twice_until_ = std::min(twice_until_, world_.mono());
  undated_until_ = std::min(undated_until_, world_.mono());
  hidden_until_.clear();
}

bool Network::confirmed(const base::UserId& user, base::Facet facet, bool app) const {
  return std::any_of(by_link_.begin(), by_link_.end(), [&](const auto& entry) {
    return entry.second->app == app && entry.second->reach.confirmed(user, facet);
  });
}

std::size_t Network::app_links() const {
  return static_cast<std::size_t>(
      std::count_if(by_link_.begin(), by_link_.end(), [](const auto& entry) { return entry.second->app; }));
}

bool Network::may_be_under_way(MonoTime happened) const {
  if (answer_made_ && happened >= *answer_made_) return true;  // and a push of it may be lost with its socket
  return happened + lateness_.around(happened) >= world_.mono() ||
         std::any_of(by_link_.begin(), by_link_.end(), [&](const auto& entry) {
           return !entry.second->inbound.empty() && entry.second->inbound.front().sent <= happened;
         });
}

Reach Network::reach() const {
  Reach whole = reach_;
  for (const auto& [link, connection] : by_link_) {
    SocketReach rest = connection->reach;
    rest.ended(whole);
  }
  return whole;
}

}  // namespace presenced::sim
