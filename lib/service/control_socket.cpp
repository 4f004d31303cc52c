#include "service/control_socket.h"

#include <utility>

#include "control/encode.h"

namespace presenced::service {
namespace {

net::HttpAnswer refused(const control::Refusal& refusal) {
  return {.status = refusal.status, .body = control::error_json(refusal.error), .allow = refusal.allow};
}

// Answers later, with what a callback is done with.
template <class What>
std::function<void(base::Result<What, control::Refusal>)> to(std::function<void(net::HttpAnswer)> answer) {
  return [answer = std::move(answer)](const base::Result<What, control::Refusal>& result) {
    answer(result ? net::HttpAnswer{.body = control::to_json(result.value())} : refused(result.error()));
  };
}

}  // namespace

base::Result<std::unique_ptr<ControlSocket>, std::string> ControlSocket::open(boost::asio::io_context& loop,
                                                                              const std::filesystem::path& path,
                                                                              const base::SocketAccess& access,
                                                                              Scope scope, ControlCallbacks callbacks) {
  std::unique_ptr<ControlSocket> socket(new ControlSocket(scope, std::move(callbacks)));
  auto server = net::HttpServer::on_unix_socket(loop, path, access, {},
                                                [self = socket.get()](const net::HttpQuestion& question, auto answer) {
                                                  self->handle(question, std::move(answer));
                                                });
  if (!server) return server.error();
  socket->server_ = std::move(server.value());
  return socket;
}

void ControlSocket::handle(const net::HttpQuestion& question, std::function<void(net::HttpAnswer)> answer) {
  const auto request = control::read_request(question.method, question.target, question.body);
  if (!request) return answer(refused(request.error()));
  if (std::holds_alternative<control::GetStatus>(request.value()))
    return answer({.body = control::to_json(callbacks_.status())});
  if (scope_ == Scope::status)
    return answer(refused({403, "this socket answers only GET /status; use the control socket for everything else"}));
  if (std::holds_alternative<control::Reload>(request.value()))
    return callbacks_.reload([answer = std::move(answer)](const control::Reloaded& reloaded) {
      answer({.status = reloaded.problems.empty() ? 200 : 422, .body = control::to_json(reloaded)});
    });
  if (const auto* one = std::get_if<control::Purge>(&request.value()))
    return callbacks_.purge(one->user, false, question.peer_uid, to<control::Purged>(std::move(answer)));
  if (const auto* one = std::get_if<control::Forget>(&request.value()))
    return callbacks_.purge(one->user, true, question.peer_uid, to<control::Purged>(std::move(answer)));
  if (const auto* one = std::get_if<control::UndoForget>(&request.value()))
    return callbacks_.undo_forget(one->user, question.peer_uid, to<control::ForgetUndone>(std::move(answer)));
  if (const auto* one = std::get_if<control::Repair>(&request.value()))
    return callbacks_.repair(one->workspace, question.peer_uid, to<control::Repaired>(std::move(answer)));
  if (std::holds_alternative<control::Reconnect>(request.value()))
    return answer({.body = control::to_json(callbacks_.reconnect(question.peer_uid))});
}

}  // namespace presenced::service
