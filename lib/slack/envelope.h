// Everything Slack says on a Socket Mode socket that presenced knows, as types, and the one frame that we send. Pure.
// Where the shapes come from: docs/PROTOCOL.md, "Socket Mode".
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/ids.h"
#include "slack/events.h"

namespace presenced::slack {

struct SocketHello {
  std::optional<std::int64_t> connections;  // open ones of this app, this one included; empty: Slack does not say
  std::string app;                          // its id; empty: Slack does not say
};

// Tokens of the app were revoked, or it was removed from the workspace.
struct AppRemoved {
  bool uninstalled = false;
  std::vector<base::UserId> users;  // whose tokens were revoked: people's and bots'; empty when uninstalled
};

// So many events came that Slack dropped those of this minute (app_rate_limited).
struct EventsDropped {
  std::int64_t minute = 0;  // its beginning, UNIX seconds
};

// A delivery: to be acknowledged on its socket within 3 s, or Slack sends it again.
struct Delivery {
  std::string envelope;  // its id
  std::string team;      // where it happened
  std::string app;       // whose delivery it is
  std::int64_t retry = 0;
  std::variant<Event, AppRemoved, EventsDropped> what;
};

// Something else that Slack wants acknowledged, of no use to us: slash_commands, interactive, a delivery that lacks
// what it needs.
struct Unwanted {
  std::string envelope;
  std::string type;  // fit for the log, as Ignored::type
};

enum class DisconnectReason : std::uint8_t {
  warning,            // Slack closes the socket in about 10 s
  refresh_requested,  // now
  link_disabled,      // Socket Mode was switched off for the app
  too_many_websockets,
  other,
};
struct Disconnect {
  DisconnectReason reason = DisconnectReason::other;
  std::string word;  // Slack's, fit for the log
};

using Envelope = std::variant<SocketHello, Delivery, Unwanted, Disconnect, Ignored, Malformed>;

// Never throws on input, whatever it is. Keeps the parser's buffers between frames. Not for two threads at once.
class EnvelopeDecoder {
 public:
  EnvelopeDecoder();
  ~EnvelopeDecoder();
  EnvelopeDecoder(EnvelopeDecoder&&) noexcept;
  EnvelopeDecoder& operator=(EnvelopeDecoder&&) noexcept;

  // `frame` is one text message. What comes back owns all it holds.
  Envelope decode(std::string_view frame);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

// The frame that acknowledges an envelope.
std::string acknowledgement(std::string_view envelope);

}  // namespace presenced::slack
