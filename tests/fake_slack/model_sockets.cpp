// What happens on a socket, from the upgrade to its end.
#include <fmt/format.h>

#include <utility>

#include "fake_slack/cookie.h"
#include "fake_slack/model.h"

namespace presenced::fake_slack {
namespace {

constexpr std::size_t kMaxFrameBytes = 16'384;  // Slack's RTM reference
constexpr std::size_t kMaxIds = 500;            // "500 users is a good maximum", presence_sub's reference
constexpr std::uint16_t kPolicyViolation = 1008;
constexpr std::uint16_t kTooBig = 1009;
constexpr std::uint16_t kNormal = 1000;

std::uint64_t number_of(SocketId id) { return static_cast<std::uint64_t>(id); }

}  // namespace

Model::Upgrade Model::upgrade(base::Instant now, std::string_view path_and_query, std::string_view cookie) {
  tick(now);
  std::optional<UpgradeFault> fault;
  if (!upgrade_faults_.empty()) {
    fault = upgrade_faults_.back();
    upgrade_faults_.pop_back();
    if (fault->status != 101) return {fault->status, {}};
  }
  if (!options_.cookie.empty() && !path_and_query.starts_with("/link/")) {
    const CookieVerdict verdict = judge_cookie(cookie, options_.cookie);
    if (!verdict.breach.empty()) rulebook_.breach("cookie", "upgrade: " + verdict.breach);
    if (!verdict.good) return {403, {}};
  }
  const Tickets::Redeemed ticket = tickets_.redeem(now.mono, path_and_query);
  if (ticket.verdict == Tickets::Verdict::unknown) {
    rulebook_.breach("url-altered", "a socket url that was never handed out");
    return {404, {}};
  }
  note_ticket_breach(ticket);
  if (ticket.opens == Tickets::Opens::link) return open_link(now, ticket, fault.has_value());
  const SocketId id{next_socket_++};
  Socket socket{.id = id,
                .phase = fault ? Socket::Phase::silent : Socket::Phase::opening,
                .opened = now.mono,
                .batch_aware = ticket.batch_aware,
                .subscribed = {},
                .subscriptions = 0,
                .pace = Pace(options_.frame_burst, options_.frame_interval),
                .warned = false,
                .ping_ids = {},
                .next_step = {},
                .refusal_code = 0};
  if (!fault) socket.next_step = now.mono + options_.hello_delay;
  if (ticket.verdict != Tickets::Verdict::valid) socket.phase = Socket::Phase::refused;
  if (ticket.verdict == Tickets::Verdict::reused) socket.refusal_code = 3;
  if (ticket.verdict == Tickets::Verdict::expired) socket.refusal_code = 1;
  Socket& there = sockets_.emplace(id, std::move(socket)).first->second;
  refresh_self(now);
  if (there.next_step && *there.next_step <= now.mono) step(now, there);
  return {101, id};
}

void Model::note_ticket_breach(const Tickets::Redeemed& ticket) {
  const std::string by = fmt::format("by socket {}", next_socket_);
  if (ticket.verdict == Tickets::Verdict::reused) rulebook_.breach("url-reused", by);
  if (ticket.verdict == Tickets::Verdict::expired && !ticket.expired_on_purpose) rulebook_.breach("url-expired", by);
}

// What Slack does with a link that is no good is not known: it is refused, or ended before hello.
Model::Upgrade Model::open_link(base::Instant now, const Tickets::Redeemed& ticket, bool silent) {
  const bool good = ticket.verdict == Tickets::Verdict::valid;
  if (!good && random_.below(2) == 0) return {404, {}};
  const SocketId id{next_socket_++};
  if (good) {
    socket_mode_.links().open(now, id, ticket.debug_reconnects,
                              silent ? AppSockets::Welcome::none : AppSockets::Welcome::hello);
  } else {
    wire_.send(now, {id, Deed::close, {}, kPolicyViolation});
  }
  return {101, id};
}

// What was due on this socket: hello, an error in its place, goodbye, the end.
void Model::step(base::Instant now, Socket& socket) {
  socket.next_step.reset();
  switch (socket.phase) {
    case Socket::Phase::opening:
      say(now, socket.id, writer_.hello());
      if (options_.noise) say(now, socket.id, writer_.reconnect_url());
      socket.phase = Socket::Phase::live;
      socket.next_step = socket.opened + options_.socket_life;
      break;
    case Socket::Phase::live:
      if (!options_.announce_end) return end(now, socket.id, Deed::close, kNormal);
      say(now, socket.id, writer_.bare("goodbye"));
      socket.phase = Socket::Phase::leaving;
      socket.next_step = now.mono + options_.goodbye_grace;
      break;
    case Socket::Phase::leaving:
      return end(now, socket.id, Deed::close, kNormal);
    case Socket::Phase::refused: {
      const bool expired = socket.refusal_code == 1;
      const std::string_view why = expired ? "Socket URL has expired" : "Cannot create connection";
      say(now, socket.id, writer_.connection_error(socket.refusal_code, why));
      socket.phase = Socket::Phase::silent;
      // Whether Slack then closes is not known, so both happen: a client must not wait for it.
      if (random_.below(2) == 0) end(now, socket.id, Deed::close, kNormal);
      break;
    }
    case Socket::Phase::silent:
      break;
  }
}

void Model::frame_in(base::Instant now, SocketId id, std::string_view text) {
  tick(now);
  if (socket_mode_.links().has(id)) return socket_mode_.frame_in(now, id, text);
  Socket* socket = find(id);
  if (socket == nullptr) return;
  const auto breach = [&](std::string_view rule, std::string_view what) {
    rulebook_.breach(rule, fmt::format("socket {}: {}", number_of(id), what));
  };
  if (text.size() > kMaxFrameBytes) {
    breach("frame-size", fmt::format("{} bytes", text.size()));
    return end(now, id, Deed::close, kTooBig);
  }
  auto read = read_client_frame(parser_, text);
  if (!read) return breach("frame-form", read.error().why);
  const ClientFrame& frame = read.value();
  if (socket->phase == Socket::Phase::opening) breach("frame-early", frame.type + " before hello");
  if (!within_pace(now, *socket, frame.id) || !socket->listening()) return;
  if (frame.type == "ping") return pong(now, *socket, frame);
  if (frame.type != "presence_sub" && frame.type != "presence_query")
    return breach("frame-form", fmt::format("unknown type '{}'", frame.type));
  if (!good_ids(now, *socket, frame)) return;
  if (frame.type == "presence_sub") return subscribe(now, *socket, frame);
  answer_presence(now, *socket, frame.ids);
}

void Model::binary_in(base::Instant now, SocketId id) {
  tick(now);
  if (find(id) != nullptr || socket_mode_.links().has(id))
    rulebook_.breach("frame-form", fmt::format("socket {}: binary", number_of(id)));
}

// The first frame too many is answered with an error, the next, unless the client has rested, with the end.
bool Model::within_pace(base::Instant now, Socket& socket, std::int64_t reply_to) {
  if (socket.pace.rested(now.mono)) socket.warned = false;
  if (socket.pace.take(now.mono)) return true;
  rulebook_.breach("frame-rate",
                   fmt::format("socket {}: {} ms too early", number_of(socket.id), socket.pace.wait(now.mono).count()));
  if (!socket.listening()) return false;
  if (socket.warned) {
    end(now, socket.id, Deed::close, kPolicyViolation);
  } else {
    socket.warned = true;
    say(now, socket.id, writer_.rate_limited(reply_to));
  }
  return false;
}

bool Model::good_ids(base::Instant now, Socket& socket, const ClientFrame& frame) {
  const std::unordered_set<base::UserId> different(frame.ids.begin(), frame.ids.end());
  if (different.size() != frame.ids.size())
    rulebook_.breach("frame-ids", fmt::format("socket {}: an id twice in a {}", number_of(socket.id), frame.type));
  if (frame.ids.size() <= kMaxIds) return true;
  rulebook_.breach("frame-ids",
                   fmt::format("socket {}: {} ids in a {}", number_of(socket.id), frame.ids.size(), frame.type));
  say(now, socket.id, writer_.reply_error(frame.id, 2, "too many ids"));
  return false;
}

// The whole set is replaced; only who is new in it is answered.
void Model::subscribe(base::Instant now, Socket& socket, const ClientFrame& frame) {
  std::vector<base::UserId> added;
  std::unordered_set<base::UserId> subscribed;
  for (const base::UserId& id : frame.ids)
    if (subscribed.insert(id).second && !socket.subscribed.contains(id)) added.push_back(id);
  socket.subscribed = std::move(subscribed);
  ++socket.subscriptions;
  for (int times = options_.repeat_presence ? 2 : 1; times > 0; --times) answer_presence(now, socket, added);
}

// Nothing at all is said of an id that nobody has.
void Model::answer_presence(base::Instant now, Socket& socket, const std::vector<base::UserId>& ids) {
  std::vector<base::UserId> active;
  std::vector<base::UserId> away;
  for (const base::UserId& id : ids)
    if (const Person* person = directory_.find(id))
      (person->presence == base::Presence::active ? active : away).push_back(id);
  say_presence(now, socket, active, base::Presence::active);
  say_presence(now, socket, away, base::Presence::away);
}

void Model::say_presence(base::Instant now, const Socket& socket, const std::vector<base::UserId>& users,
                         base::Presence presence) {
  for (auto& frame : writer_.presence(users, presence, socket.batch_aware)) {
    Wire::Facts facts;
    for (base::UserId& user : frame.users) facts.emplace_back(std::move(user), presence);
    say(now, socket.id, std::move(frame.text), std::move(facts));
  }
}

void Model::pong(base::Instant now, Socket& socket, const ClientFrame& frame) {
  if (frame.id == 0 || !socket.ping_ids.insert(frame.id).second)
    rulebook_.breach("ping-id", fmt::format("socket {}: {}", number_of(socket.id), frame.id));
  say(now, socket.id, writer_.pong(frame));
}

void Model::closed(base::Instant now, SocketId id) {
  tick(now);
  wire_.forget(id);
  if (socket_mode_.links().closed(id)) return;
  if (sockets_.erase(id) > 0) refresh_self(now);
}

void Model::say(base::Instant now, SocketId socket, std::string text, Wire::Facts facts) {
  wire_.send(now, {socket, Deed::text, std::move(text), 0}, std::move(facts));
}

void Model::end(base::Instant now, SocketId id, Deed deed, std::uint16_t code) {
  wire_.send(now, {id, deed, {}, code});
  sockets_.erase(id);
  refresh_self(now);
}

Socket* Model::find(SocketId id) {
  const auto found = sockets_.find(id);
  return found == sockets_.end() ? nullptr : &found->second;
}

}  // namespace presenced::fake_slack
