// When the next socket may be opened, and what stood in the way of the last one. The one owner of that question, for
// all sockets of the workspace: one attempt at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "feeds/snapshot.h"
#include "feeds/socket_mode/context.h"
#include "session/connect_pacer.h"
#include "session/reconnect.h"

namespace presenced::feeds::socket_mode {

class Connecting {
 public:
  explicit Connecting(Context& context)
      : context_(context), reconnect_(context.settings.reconnect), pacer_(context.settings.pace) {}

  // The first moment for an attempt; empty: none is wanted.
  std::optional<base::MonoTime> due(base::MonoTime now) const {
    return reconnect_.due() ? std::optional(std::max(*reconnect_.due(), pacer_.earliest(now))) : std::nullopt;
  }
  bool paced(base::MonoTime now) const { return pacer_.earliest(now) > now; }
  void want(base::MonoTime now) {
    if (!reconnect_.due()) reconnect_.want(now);
  }
  void want_none() { reconnect_.started(); }
  // The configuration was read again.
  void retry_now(base::MonoTime now) {
    if (reconnect_.due()) reconnect_.want(now);
  }

  void attempted(base::MonoTime now);
  // What became of the attempt, or of the session.
  void url_received() { obstacle_ = base::Obstacle::none; }
  void call_failed(const slack::ApiError& error, base::Instant now);
  void refused(const slack::ApiError& error, base::MonoTime now);  // in whichever way; not logged
  void failed(base::MonoTime now) { reconnect_.failed(now, context_.random); }
  void session_began();
  void session_ended(base::MonoTime now, base::Millis lived) { reconnect_.session_ended(now, lived, context_.random); }
  void successor_wanted(base::MonoTime now, base::Millis lived) { reconnect_.successor_wanted(now, lived); }
  void in_trouble(const std::string& what) {
    trouble_ = what;
    if (what.empty() || obstacle_ == base::Obstacle::none)
      obstacle_ = what.empty() ? base::Obstacle::none : base::Obstacle::network;
  }

  bool refused() const { return refusal_.has_value(); }  // when last it was tried
  std::uint64_t attempts() const { return attempts_; }
  void describe(StreamSnapshot& snapshot, base::MonoTime now) const;

 private:
  Context& context_;
  session::Reconnect reconnect_;
  session::ConnectPacer pacer_;
  std::string trouble_;  // of the last attempt or session
  base::Obstacle obstacle_ = base::Obstacle::none;
  std::optional<slack::ApiError> refusal_;  // of the last attempt
  std::uint64_t attempts_ = 0;
};

}  // namespace presenced::feeds::socket_mode
