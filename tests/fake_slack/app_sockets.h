// The sockets of the modern app, from hello to their rotation, with the ghosts among them. What is sent on them is
// decided in socket_mode.h. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "base/time.h"
#include "fake_slack/app_frames.h"
#include "fake_slack/app_socket.h"
#include "fake_slack/faults.h"
#include "fake_slack/options.h"
#include "fake_slack/wire.h"

namespace presenced::fake_slack {

class AppSockets {
 public:
  // All must outlive it.
  AppSockets(const Options& options, Wire& wire, AppFrameWriter& writer, base::Random& random)
      : options_(options), wire_(wire), writer_(writer), random_(random) {}

  enum class Welcome : std::uint8_t { hello, none };  // none: 101 is all the client ever gets
  void open(base::Instant now, SocketId id, bool debug_reconnects, Welcome welcome);
  bool closed(SocketId id) { return sockets_.erase(id) > 0; }  // by the client or the network
  void tick(base::Instant now);
  std::optional<base::MonoTime> next_tick() const;
  void say(base::Instant now, SocketId id, std::string text, Wire::Facts facts = {});

  // ---- misbehaviour ----
  void misbehave(base::Instant now, SocketId id, LinkFault fault);
  void end(base::Instant now, SocketId id, Deed deed, std::uint16_t code = 0);  // the socket is gone after it
  void fall_silent(base::Instant now, SocketId id);
  void add_ghost(base::Instant now, SocketId id, AppSocket::Holder holder);
  void remove_ghost(SocketId id) { sockets_.erase(id); }
  void remove_ghosts();

  // ---- which there are ----
  bool has(SocketId id) const { return sockets_.contains(id); }
  const AppSocket* find(SocketId id) const;              // null: there is none
  std::vector<SocketId> ids() const;                     // of clients, the oldest first; no ghosts
  std::size_t count() const { return sockets_.size(); }  // as num_connections has it: with ghosts
  bool ever_opened() const { return ever_opened_; }      // a client has come at least once
  // One that takes events, each as likely as the others; null: there is none.
  const AppSocket* any();

 private:
  void step(base::Instant now, AppSocket& socket);
  void refresh(base::Instant now, AppSocket& socket);

  const Options& options_;
  Wire& wire_;
  AppFrameWriter& writer_;
  base::Random& random_;
  std::map<SocketId, AppSocket> sockets_;
  bool ever_opened_ = false;
};

}  // namespace presenced::fake_slack
