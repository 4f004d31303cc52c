// A Slack workspace as one pure object: it is told the time and what clients do, and says what they get to see.
// For classic apps RTM, for modern ones (modern_app.h) Socket Mode (socket_mode.h) and users.getPresence, side by side.
// docs/PROTOCOL.md is what it imitates; the rules a client must keep are in rulebook.h, the ways it varies in
// options.h, what it does wrong on command in faults.h.
//
// Pure: no socket, no clock, no randomness but the seed's; two runs with the same calls are equal to the byte. The
// server (server.h) drives it on real time, the simulator on virtual time. Not for use from two threads at once.
//
// Time: `now` must never go back between calls, on either clock. The wall clock is the world's, the one on which the
// truth is written down; the clock of the daemon under test may be wrong, this one is not.
// Driving it: after any call, carry out `take_outputs()`; call `tick` at `next_tick()` at the latest.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/random.h"
#include "base/time.h"
#include "fake_slack/app_frames.h"
#include "fake_slack/app_socket.h"
#include "fake_slack/client_frame.h"
#include "fake_slack/directory.h"
#include "fake_slack/faults.h"
#include "fake_slack/frames.h"
#include "fake_slack/groups.h"
#include "fake_slack/options.h"
#include "fake_slack/rulebook.h"
#include "fake_slack/socket.h"
#include "fake_slack/socket_mode.h"
#include "fake_slack/tickets.h"
#include "fake_slack/tokens.h"
#include "fake_slack/web_api.h"
#include "fake_slack/wire.h"

namespace presenced::fake_slack {

// The bot whose token clients use, of both apps: a member like others, active while an RTM socket is open unless it
// chose to appear away.
inline base::UserId self_id() { return {"U0FAKEBOT"}; }

class Model {
 public:
  struct Upgrade {
    int status = 101;  // else the refusal's
    SocketId socket{};
  };

  Model(Options options, base::Instant now);
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  // ---- people ----
  void join(base::Instant now, Person person);  // the id must be new
  void set_presence(base::Instant now, const base::UserId& user, base::Presence presence);
  // All at once: a client that understands batches may be told in one frame.
  void set_presences(base::Instant now, const std::vector<base::UserId>& users, base::Presence presence);
  void set_status(base::Instant now, const base::UserId& user, base::Status status);
  void rename(base::Instant now, const base::UserId& user, std::string name, std::string real_name);
  void set_email(base::Instant now, const base::UserId& user, const std::string& email);
  void deactivate(base::Instant now, const base::UserId& user);  // they go away, too
  // Joins a huddle, or leaves it. `lasts`: it ends by itself, and Slack tells nobody.
  void huddle(base::Instant now, const base::UserId& user, std::optional<base::Millis> lasts = {});
  void leave_huddle_untold(base::Instant now, const base::UserId& user);
  // The window that is under way, or the next one. When it ends, that of the next day follows, and nobody is told.
  void set_dnd(base::Instant now, const base::UserId& user, const base::Dnd& dnd);

  // ---- groups and channels ----
  void add_usergroup(base::Instant now, Usergroup group);  // the id must be new
  void change_usergroup(base::Instant now, std::string_view id, const std::vector<base::UserId>& joining,
                        const std::vector<base::UserId>& leaving);
  void rename_usergroup(base::Instant now, std::string_view id, std::string handle);
  void disable_usergroup(base::Instant now, std::string_view id, bool disabled);
  void add_channel(Channel channel);  // the id must be new; nobody is told
  void join_channel(base::Instant now, std::string_view id, const base::UserId& user);
  void leave_channel(base::Instant now, std::string_view id, const base::UserId& user);
  Groups& groups() { return groups_; }  // to look at, and for what Slack tells nobody of: a channel archived or renamed

  // ---- the modern app (Options::modern) ----
  // Announced by tokens_revoked, when the app is uninstalled by app_uninstalled, too. From then on the bot token is
  // refused and nothing is told; links are still handed out, because the app-level token is not the workspace's.
  void revoke_bot_token(base::Instant now);
  void uninstall_app(base::Instant now);
  void reinstall_app(base::Instant now);  // with the same token
  void enable_socket_mode(base::Instant now, bool enabled);
  // A socket of the app that no client of ours has: counted, and given its share of the events.
  SocketId add_ghost(base::Instant now, AppSocket::Holder holder);
  void remove_ghost(SocketId ghost) { socket_mode_.links().remove_ghost(ghost); }
  void lie_from_another_team(base::Instant now, const base::UserId& user, base::Status status);
  SocketMode& socket_mode() { return socket_mode_; }  // its sockets, its events and what became of them, its faults
  const SocketMode& socket_mode() const { return socket_mode_; }

  // ---- clients ----
  HttpAnswer http(base::Instant now, const HttpCall& call);
  // `path_and_query` as in the request line. 101: from now on the socket is there, and outputs for it may be ready.
  Upgrade upgrade(base::Instant now, std::string_view path_and_query, std::string_view cookie = {});
  void frame_in(base::Instant now, SocketId socket, std::string_view text);  // of a socket that is gone: ignored
  void binary_in(base::Instant now, SocketId socket);
  void closed(base::Instant now, SocketId socket);  // by the client or the network
  void tick(base::Instant now);
  void client_started() { api_.client_started(); }  // the client, anew: Tiers::client_started
  std::optional<base::MonoTime> next_tick(base::Instant now) const;
  std::vector<Output> take_outputs() { return wire_.take(); }

  // ---- misbehaviour ----
  void misbehave(base::Instant now, SocketId socket, SocketFault fault);
  void misbehave(base::Instant now, SocketId socket, LinkFault fault);
  void misbehave_all(base::Instant now, SocketFault fault);                 // on every open socket, Socket Mode's too
  void fail_next_call(std::string method, ApiFault fault, int times = 1) {  // empty method: of any
    api_.fail_next(std::move(method), std::move(fault), times);
  }
  void fail_next_upgrade(UpgradeFault fault, int times = 1);
  void lose_next_presence(const base::UserId& user) { losing_.insert(user); }  // nobody is told of the next change
  void delay_frames(SocketId socket, base::Millis delay) { wire_.set_delay(socket, delay); }
  void send_raw(base::Instant now, SocketId socket, std::string text);  // any text message at all
  // Bytes that are whole WebSocket frames, for benchmarks: to be sent faster than anything could write them. The truth
  // does not know what they tell. With Server::Settings::ping_interval 0.
  void send_premade(base::Instant now, SocketId socket, std::string bytes);
  void announce_expiry(bool announce) { options_.announce_expiry = announce; }
  void run_ahead(base::Millis by) { options_.clock_ahead = by; }
  base::Millis clock_ahead() const { return options_.clock_ahead; }
  void expire_cursors() { api_.expire_cursors(); }
  // All that the token has from now on.
  void grant(std::set<std::string> scopes, TokenKind kind = TokenKind::classic);
  void heal();  // forget the faults of calls and upgrades that have not happened yet

  // ---- what a test looks at ----
  const Directory& directory() const { return directory_; }
  const Truth& truth(const base::UserId& user) const { return directory_.truth(user); }
  const std::vector<std::string>& violations() const { return rulebook_.breaches(); }
  const std::vector<Told>& told() const { return wire_.told(); }
  const std::vector<SentFrame>& frames() const { return wire_.frames(); }  // with Options::keep_frames
  std::vector<SocketId> sockets() const;                                   // of RTM, open, the oldest first
  const Socket* socket(SocketId id) const;
  std::uint64_t calls(std::string_view method) const { return api_.calls(method); }
  WebApi& api() { return api_; }  // its tokens
  Rulebook& rulebook() { return rulebook_; }
  const Options& options() const { return options_; }
  void set_url_base(std::string base) { options_.url_base = std::move(base); }  // once a server knows its port

 private:
  // model_people.cpp
  void tell_presence(base::Instant now, const std::vector<base::UserId>& users, base::Presence presence);
  // `changed`: of what the record tells.
  void tell_user_change(base::Instant now, const Person& person, std::string_view second_type,
                        std::optional<base::State> changed = {});
  void expire_statuses(base::Instant now);
  void refresh_self(base::Instant now);
  // model_groups.cpp
  void tell_usergroup(base::Instant now, std::string_view type, std::string_view id);
  void tell_channel(base::Instant now, std::string_view type, const Channel& channel, const base::UserId& user);
  // model_sockets.cpp
  bool within_pace(base::Instant now, Socket& socket, std::int64_t reply_to);
  bool good_ids(base::Instant now, Socket& socket, const ClientFrame& frame);
  void subscribe(base::Instant now, Socket& socket, const ClientFrame& frame);
  void answer_presence(base::Instant now, Socket& socket, const std::vector<base::UserId>& ids);
  void say_presence(base::Instant now, const Socket& socket, const std::vector<base::UserId>& users,
                    base::Presence presence);
  void pong(base::Instant now, Socket& socket, const ClientFrame& frame);
  void step(base::Instant now, Socket& socket);
  Upgrade open_link(base::Instant now, const Tickets::Redeemed& ticket, bool silent);
  void note_ticket_breach(const Tickets::Redeemed& ticket);
  void say(base::Instant now, SocketId socket, std::string text, Wire::Facts facts = {});
  void end(base::Instant now, SocketId socket, Deed deed, std::uint16_t code = 0);  // the socket is gone after it
  Socket* find(SocketId id);
  // model_faults.cpp
  void send_strange(base::Instant now, SocketId socket, SocketFault fault);
  // model_app.cpp
  void misbehave_link(base::Instant now, SocketId socket, SocketFault fault);

  Options options_;
  base::Random random_;
  Rulebook rulebook_;
  Directory directory_;
  Groups groups_;
  Tickets tickets_;
  WebApi api_;
  FrameWriter writer_;
  Wire wire_;
  SocketMode socket_mode_;
  simdjson::dom::parser parser_;
  std::map<SocketId, Socket> sockets_;
  std::uint64_t next_socket_ = 1;
  std::vector<UpgradeFault> upgrade_faults_;  // the next one last
  std::unordered_set<base::UserId> losing_;
  bool self_appears_away_ = false;
};

}  // namespace presenced::fake_slack
