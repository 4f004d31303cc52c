// The acts of a script: what each byte does to the world.
#include <algorithm>
#include <variant>

#include "fuzz/engine_script.h"
#include "slack/decode.h"

namespace presenced::fuzz {

using base::Millis;
using base::UserId;
using history::EndReason;
using support::EngineWorld;
using support::PeerSocket;
using support::StoreMode;
using base::operator""s;
using base::operator""min;
using base::operator""h;
using base::operator""ms;

namespace {

// The last has as many characters as an id may have.
const std::array<UserId, 6> kEverybody{UserId{"U0ANN"}, UserId{"U0BOB"}, UserId{"U0CYD"},
                                       UserId{"W0DEE"}, UserId{"U0EVE"}, UserId{"W0123456789ABCDEF0123456789ABCD"}};

constexpr std::array kReasons{EndReason::peer_closed, EndReason::timeout, EndReason::protocol_error,
                              EndReason::network_error};

constexpr std::array kRefusals{"invalid_auth", "missing_scope",  "accesslimited",  "ratelimited",
                               "fatal_error",  "user_not_found", "not_even_known", ""};

}  // namespace

// ---- whom and what it is about ----

const UserId& EngineScript::somebody() { return bytes_.one_of(kEverybody); }

PeerSocket* EngineScript::some_socket() {
  if (world_->sockets() == 0) return nullptr;
  const std::size_t back = bytes_.below(4);  // the newest ones are of interest
  return &world_->socket(world_->sockets() - 1 - std::min(back, world_->sockets() - 1));
}

// A bit for each person, and two bits of what is tracked of everyone, one of a label; two bits turn the priorities
// round.
std::vector<watch::Person> EngineScript::some_people() {
  const std::uint8_t who = bytes_.byte();
  const std::uint8_t how = bytes_.byte();
  std::vector<watch::Person> people;
  for (std::size_t i = 0; i < kEverybody.size(); ++i) {
    if ((who >> i & 1u) == 0 || forgotten_.contains(kEverybody[i])) continue;
    const unsigned track = (how >> (i % 3 * 2)) & 3u;
    base::Facets facets;
    if (track != 1) facets.insert(base::Facet::presence);
    if (track != 2) facets.insert(base::Facet::status);
    const auto priority =
        (who >> 6u) == 0 ? watch::Priority::normal : static_cast<watch::Priority>((i + (who >> 6u)) % 3);
    people.push_back({kEverybody[i], (how & 0x80u) != 0 ? "label" : "", facets, priority});
  }
  return people;
}

slack::HttpReply EngineScript::reply() {
  slack::HttpReply reply;
  reply.status = 200;
  switch (bytes_.below(honest_ ? 4 : 6)) {
    case 0:
      reply.status = 503;
      break;
    case 1:
      reply.status = 429;
      reply.retry_after = std::chrono::seconds{bytes_.below(120)};
      break;
    case 2:
      reply.status = 0;
      reply.failure = "connection refused";
      break;
    case 3:
      reply.body = R"({"ok":false,"error":")" + std::string(bytes_.one_of(kRefusals)) + R"(","needed":"users:read"})";
      break;
    case 4:
      reply.body = R"({"ok":true,"user":)" + std::string(bytes_.text(bytes_.byte())) + "}";
      break;
    default:
      reply.body = std::string(bytes_.text(bytes_.byte()));
      break;
  }
  return reply;
}

// ---- acts ----

void EngineScript::let_time_pass() {
  constexpr std::array kSpans{1ms,          20ms,         200ms,        Millis{1s},  1'100ms,     Millis{3s},
                              Millis{4s},   5'500ms,      9'000ms,      Millis{10s}, Millis{16s}, Millis{31s},
                              Millis{1min}, Millis{2min}, Millis{7min}, 30ms};
  pass(bytes_.one_of(kSpans));
}

void EngineScript::set_presence() {
  const UserId& user = somebody();
  world_->set(user, bytes_.flag() ? base::Presence::active : base::Presence::away);
}

// Only in a wild world does a status run out without a word: the truth there is of no use.
void EngineScript::set_status() {
  const UserId& user = somebody();
  const std::uint8_t what = bytes_.byte();
  base::Status status{"text " + std::to_string(what % 8), ":wave:", {}};
  if (what % 8 == 0) status = {};
  if (!honest_ && what >= 128) status.expires_at = world_->now().wall + std::chrono::seconds{what - 128};
  if (status.expires_at) *status.expires_at -= status.expires_at->time_since_epoch() % 1'000ms;
  if (status.cleared()) status.expires_at.reset();
  world_->set(user, status);
}

void EngineScript::end_session() {
  if (PeerSocket* socket = some_socket()) world_->goodbye(*socket);
}

void EngineScript::lose_socket() {
  PeerSocket* socket = some_socket();
  const EndReason reason = bytes_.one_of(kReasons);
  if (socket) world_->close(*socket, reason, bytes_.flag() ? "in a test" : "");
}

void EngineScript::change_network() {
  world_->slack.call_delay = Millis{bytes_.below(200) * 10};
  world_->slack.socket_delay = Millis{bytes_.below(100) * 10};
  PeerSocket* socket = some_socket();
  if (!bytes_.flag() || !socket) return;
  socket->mute = honest_ || !socket->mute;  // what was lost stays lost: to come back, a socket has to lie
}

void EngineScript::change_slack() {
  const std::uint8_t trouble = bytes_.byte();
  const auto well = [&](unsigned bit) { return (trouble >> bit & 1u) == 0; };
  auto& slack = world_->slack;
  slack.answers_calls = well(0);
  slack.accepts_sockets = well(1);
  slack.says_hello = well(2);
  slack.answers_subs = well(3);
  slack.answers_queries = well(4);
  slack.answers_pings = well(5);
  slack.answers_closes = well(6);
  slack.tells_changes = well(7);
}

// A body that would connect somewhere else is of no use to the world, which wants its own url back.
void EngineScript::answer_next_call() {
  const bool connect = bytes_.flag();
  slack::HttpReply next = reply();
  const bool connects =
      std::holds_alternative<slack::SocketOffered>(slack::decode_reply(slack::Method::rtm_connect, next));
  auto& replies = connect ? world_->slack.connect_replies : world_->slack.status_replies;
  if (!connects && replies.size() < 8) replies.push_back(std::move(next));
}

void EngineScript::change_store() {
  constexpr std::array kModes{StoreMode::commits, StoreMode::holds, StoreMode::fails};
  world_->store(bytes_.one_of(kModes));
}

void EngineScript::edit_watchlist() {
  people_ = some_people();
  for (const watch::Person& person : people_) world_->join(person.id);
  world_->watch(people_);
}

void EngineScript::hide_somebody() {
  const UserId& user = somebody();
  auto& hidden = bytes_.flag() ? world_->slack.silent : world_->slack.absent;
  if (!hidden.erase(user)) hidden.insert(user);
}

void EngineScript::deliver(PeerSocket& socket, const std::string& frame) {
  if (frame.find(EngineWorld::kSecret) != std::string::npos && frame.find("reconnect_url") == std::string::npos) return;
  if (std::holds_alternative<slack::Hello>(slack::Decoder().decode(frame))) socket.hello = socket.up;
  world_->say(socket, frame);
}

void EngineScript::say_something() {
  PeerSocket* socket = some_socket();
  const std::string frame = sentence();
  if (socket) deliver(*socket, frame);
}

void EngineScript::say_raw() {
  PeerSocket* socket = some_socket();
  const std::string frame(bytes_.text(bytes_.byte()));
  if (socket) deliver(*socket, frame);
}

// What can still come when nobody waits for it any more, or twice.
void EngineScript::come_too_late() {
  const base::LinkId link{bytes_.below(8)};
  const bool over = world_->sockets() == 0 || link > world_->newest_socket().link;
  switch (bytes_.below(6)) {
    case 0:
      return world_->feed(engine::Woken{});
    case 1:
      return world_->feed(engine::ApiReplied{base::CallId{10'000u + bytes_.byte()}, reply()});
    case 2:
      return world_->feed(engine::LifeSign{link});
    case 3:
      return world_->feed(engine::Committed{base::BatchNumber{0}});
    case 4:
      if (over) world_->feed(engine::FrameReceived{link, R"({"type":"hello"})"});
      return;
    default:
      if (over) world_->feed(engine::SocketClosed{link, EndReason::network_error, "late"});
      return;
  }
}

// The engine is told right away: whether it notices is not a matter of chance.
void EngineScript::set_clock() {
  constexpr std::array kSteps{-100ms,        999ms,      1'001ms,     -2'000ms,        Millis{1min},
                              -Millis{1min}, Millis{1h}, -Millis{1h}, Millis{10'000h}, -Millis{10'000h}};
  const Millis step = bytes_.one_of(kSteps);
  if (world_->now().wall + step < base::WallTime{Millis{10'000h}}) return;
  world_->step_clock(step);
  world_->feed(engine::Woken{});
}

// All that was handed in had reached the disk. The next run starts some time later, or with the clock set back.
void EngineScript::crash() {
  constexpr std::array kPauses{0ms, 100ms, Millis{5s}, Millis{1h}, -Millis{2s}, -Millis{1min}};
  const history::Resume resume = world_->history().resume();
  const base::WallTime then = world_->now().wall + bytes_.one_of(kPauses);
  restart(resume);
  world_->step_clock(then - world_->now().wall);
  world_->start();
}

// A forgotten person leaves the watchlist as well: what it says of them is of no use to the world, either.
void EngineScript::purge() {
  const UserId& user = somebody();
  const bool forgotten = bytes_.flag();
  world_->purge(user, forgotten);
  if (!forgotten) return;
  forgotten_.insert(user);
  std::erase_if(people_, [&](const watch::Person& person) { return person.id == user; });
  world_->watch(people_);
}

}  // namespace presenced::fuzz
