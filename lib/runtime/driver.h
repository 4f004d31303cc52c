// Drives one workspace's engine: carries out what it asks for (sockets, Web API calls, a timer, the history) and tells
// it what happened. Decides nothing.
//
// Lives on the loop's thread; every member is called there, and so is what it is given. It must not outlive the loop,
// the log sink or the history. Destroying it drops its sockets and calls at once; what was handed to the history stays
// there.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/log.h"
#include "engine/engine.h"
#include "history/sink.h"
#include "net/http_call.h"
#include "net/web_socket.h"
#include "runtime/access.h"

namespace presenced::runtime {

class Driver {
 public:
  // `stopped` is called when nothing is open any more. The driver may be destroyed later, not in it.
  Driver(boost::asio::io_context& loop, engine::Settings settings, const history::Resume& resume, Access access,
         std::uint64_t seed, base::LogSink& log, history::Sink& history, std::function<void()> stopped);
  ~Driver();
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;

  // Anything the world outside sockets and timers has to tell: Started, Committed, WatchlistChanged, StopRequested...
  void feed(const engine::Input& input);

  // For the calls and sockets from now on; what is open stays open.
  void set_access(Access access) { access_ = std::move(access); }

  engine::Snapshot snapshot() const;
  std::vector<engine::GroupPresence> groups() const { return engine_.groups(); }
  std::vector<std::string> places_naming(const base::UserId& user) const { return engine_.places_naming(user); }
  engine::ClockSnapshot clock() const;  // a part of it

 private:
  void carry_out(engine::CallWebApi& request);
  void carry_out(engine::OpenSocket& request);
  void carry_out(engine::SendFrame& request);
  void carry_out(engine::CloseSocket& request);
  void carry_out(engine::HoldSockets& request);
  void carry_out(engine::ReleaseSockets& request);
  void carry_out(engine::Append& request);
  void carry_out(engine::SetAsideMisdated& request);
  void carry_out(engine::WakeAt& request);
  void carry_out(engine::Stopped& request);

  boost::asio::io_context& loop_;
  Access access_;
  const std::string workspace_;
  history::Sink& history_;
  std::function<void()> stopped_;
  engine::Engine engine_;
  boost::asio::steady_timer timer_;
  std::map<base::CallId, std::unique_ptr<net::HttpCall>> calls_;
  std::map<base::LinkId, std::unique_ptr<net::WebSocket>> sockets_;
  bool held_ = false;  // the sockets, those to come included
};

}  // namespace presenced::runtime
