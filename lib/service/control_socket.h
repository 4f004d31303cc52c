// The daemon's control socket: HTTP with JSON over a Unix socket, for presencectl and curl (control/request.h says what
// can be asked). The socket reads requests and writes answers; the callbacks do the
// work.
//
// The file's mode and group decide who may connect. A client that may connect may do everything on the control socket,
// and only ask for the status on a status socket. The client's user id is only logged: under PrivateUsers= the kernel
// does not report it. Lives on the loop's thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/ids.h"
#include "base/result.h"
#include "base/socket_access.h"
#include "control/answers.h"
#include "control/request.h"
#include "net/http_server.h"

namespace presenced::service {

// Called on the loop, never from inside `open`. They must not destroy the socket before they return.
struct ControlCallbacks {
  // The result: what was deleted, or why nothing was, with an HTTP status: 404 nobody has that id, 503 the history
  // cannot be written now.
  using Purging = std::function<void(base::Result<control::Purged, control::Refusal>)>;
  using Undoing = std::function<void(base::Result<control::ForgetUndone, control::Refusal>)>;

  using Repairing = std::function<void(base::Result<control::Repaired, control::Refusal>)>;

  std::function<control::Status()> status;
  // Here and below, `done` may be called at once or later, on the loop, once; also when the socket is gone.
  std::function<void(std::function<void(const control::Reloaded&)> done)> reload;
  std::function<void(base::UserId user, bool forget, std::optional<uid_t> by, Purging done)> purge;
  std::function<void(base::UserId user, std::optional<uid_t> by, Undoing done)> undo_forget;
  // Likewise; 409: the wall clock is wrong now.
  std::function<void(const std::string& workspace, std::optional<uid_t> by, Repairing done)> repair;
  std::function<control::Reconnecting(std::optional<uid_t> by)> reconnect;
};

class ControlSocket {
 public:
  enum class Scope : std::uint8_t { everything, status };

  // The error says what is wrong with the path and what to do. Every later
  // failure affects one client only.
  static base::Result<std::unique_ptr<ControlSocket>, std::string> open(boost::asio::io_context& loop,
                                                                        const std::filesystem::path& path,
                                                                        const base::SocketAccess& access, Scope scope,
                                                                        ControlCallbacks callbacks);

 private:
  ControlSocket(Scope scope, ControlCallbacks callbacks) : scope_(scope), callbacks_(std::move(callbacks)) {}
  void handle(const net::HttpQuestion& question, std::function<void(net::HttpAnswer)> answer);

  Scope scope_;
  ControlCallbacks callbacks_;
  std::unique_ptr<net::HttpServer> server_;
};

}  // namespace presenced::service
