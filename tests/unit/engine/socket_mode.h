// An engine with Socket Mode (alone, unless a test says otherwise), and the Slack of that world, which a test plays: it
// greets, delivers, and notes what was acknowledged.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "feeds/socket_mode/socket_mode_feed.h"
#include "unit/engine/people.h"

namespace presenced::engine::testing {

inline const std::vector<feeds::FeedRow> kSocketModeAlone{
    {history::FeedName::socket_mode, base::Facets::asked_for(), feeds::socket_mode::make_feed}};

inline std::vector<watch::Person> status_pair() { return {status_only(kAnn), status_only(kBob)}; }

// `saying(text)`, as the history's states read.
inline std::string said(const std::string& text) { return support::text_of(saying(text)); }

// A change of a status, as Slack's events have it.
struct Told {
  base::UserId user = kAnn;
  std::string text;
  std::optional<std::int64_t> updated;  // UNIX seconds; empty: a reduced record
  base::WallTime made{};                // Slack's time
  std::string team = "T0ACME";
  std::string app = "A0APP";
  std::string type = "user_status_changed";
};

class SocketModeWorld : public EngineWorld {
 public:
  explicit SocketModeWorld(std::vector<watch::Person> people = status_pair(), const Tweak& tweak = {},
                           const history::Resume& resume = {}, std::span<const feeds::FeedRow> table = kSocketModeAlone)
      : EngineWorld(
            std::move(people),
            [&](engine::Settings& settings) {
              settings.tuning.socket_mode = true;
              if (tweak) tweak(settings);
            },
            resume, table) {
    slack.dates_replies = true;
    slack.greets_link = [this](support::PeerSocket& socket) { greet(socket); };
  }

  void greet(support::PeerSocket& socket) {
    socket.hello = true;
    keep_alive(socket);
    say(socket, R"({"type":"hello","num_connections":)" + std::to_string(open_links() + others) +
                    R"(,"debug_info":{"approximate_connection_time":18060},"connection_info":{"app_id":"A0APP"}})");
  }
  // The connections that Slack counts: ours, ghosts of ours included where a test says so.
  std::size_t open_links() {
    std::size_t open = 0;
    for (std::size_t i = 0; i < sockets(); ++i) open += socket(i).up && socket(i).envelopes;
    return open;
  }
  support::PeerSocket& up(std::size_t nth) {  // of the open ones, the oldest first
    for (std::size_t i = 0; i < sockets(); ++i)
      if (socket(i).up && socket(i).envelopes && socket(i).hello && nth-- == 0) return socket(i);
    throw std::runtime_error("no such socket");
  }

  // Both sockets are live and everybody's status is known.
  void bring_up() {
    start();
    if (!run_until([&] { return open_links() == 2 && everyone_covered() && log().count("ready") > 1; }, 60s))
      throw std::runtime_error("the world did not come up");
  }

  Told told(const base::UserId& user, std::string text) const {
    return {user, std::move(text), base::unix_ms(slack_time()) / 1000, slack_time()};
  }
  // Becomes the truth, and is delivered on this socket. The id of its envelope.
  std::string change(support::PeerSocket& socket, const base::UserId& user, const std::string& text) {
    EngineWorld::set(user, saying(text));
    return deliver(socket, told(user, text));
  }
  std::string deliver(support::PeerSocket& socket, const Told& one) {
    return deliver(socket, event_json(one), one.team, one.app);
  }
  std::string deliver(support::PeerSocket& socket, const std::string& event, const std::string& team = "T0ACME",
                      const std::string& app = "A0APP") {
    return envelope(socket, R"("event":)" + event + R"(,"type":"event_callback","event_id":"Ev1","event_time":1)", team,
                    app);
  }
  std::string envelope(support::PeerSocket& socket, const std::string& payload, const std::string& team = "T0ACME",
                       const std::string& app = "A0APP") {
    const std::string id = "e-" + std::to_string(++envelopes_);
    say(socket, R"({"envelope_id":")" + id + R"(","payload":{"team_id":")" + team + R"(","api_app_id":")" + app +
                    "\"," + payload + R"(},"accepts_response_payload":false,"type":"events_api"})");
    return id;
  }
  static std::string event_json(const Told& one) {
    const auto ms = base::unix_ms(one.made);
    std::string fraction = std::to_string(1000 + ms % 1000).substr(1);
    const std::string updated = one.updated ? R"(,"updated":)" + std::to_string(*one.updated) : "";
    return R"({"user":{"id":")" + one.user.text + "\"" + updated + R"(,"profile":{"status_text":")" + one.text +
           R"(","status_emoji":":wave:","status_expiration":0}},"event_ts":")" + std::to_string(ms / 1000) + "." +
           fraction + R"(000","type":")" + one.type + R"("})";
  }
  void disconnect(support::PeerSocket& socket, const std::string& reason) {
    say(socket, R"({"type":"disconnect","reason":")" + reason + R"(","debug_info":{"host":"applink-2"}})");
  }

  bool acknowledged(const std::string& id) {
    const std::string frame = R"({"envelope_id":")" + id + "\"}";
    for (std::size_t i = 0; i < sockets(); ++i)
      if (std::any_of(socket(i).frames.begin(), socket(i).frames.end(),
                      [&](const auto& one) { return one.second == frame; }))
        return true;
    return false;
  }
  Words texts_of(const base::UserId& user) const { return states(history().changes_of(user, status)); }
  support::Change last_change(const base::UserId& user) const { return history().changes_of(user, status).back(); }

  std::size_t others = 0;  // connections of the app that are not ours

 private:
  // Slack pings every 10 s.
  void keep_alive(support::PeerSocket& socket) {
    later(10s, [this, &socket] {
      if (!socket.up) return;
      if (!socket.mute) feed(engine::LifeSign{socket.link});
      keep_alive(socket);
    });
  }

  int envelopes_ = 0;
};

}  // namespace presenced::engine::testing
