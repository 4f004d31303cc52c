#include "runtime/driver.h"

#include "runtime/clock.h"

namespace presenced::runtime {

using base::CallId;
using base::LinkId;

Driver::Driver(boost::asio::io_context& loop, engine::Settings settings, const history::Resume& resume, Access access,
               std::uint64_t seed, base::LogSink& log, history::Sink& history, std::function<void()> stopped)
    : loop_(loop),
      access_(std::move(access)),
      workspace_(settings.workspace),
      history_(history),
      stopped_(std::move(stopped)),
      engine_(std::move(settings), resume, base::Random(seed), log),
      timer_(loop) {}

Driver::~Driver() = default;

void Driver::feed(const engine::Input& input) {
  engine::Outbox outbox;
  engine_.on(input, now(), outbox);
  for (engine::Output& output : outbox) std::visit([this](auto& request) { carry_out(request); }, output);
}

engine::Snapshot Driver::snapshot() const { return engine_.snapshot(now()); }
engine::ClockSnapshot Driver::clock() const { return engine_.clock(now()); }

void Driver::carry_out(engine::CallWebApi& request) {
  const CallId id = request.call;
  calls_[id] = call_web_api(loop_, access_, request.request, request.limit, [this, id](slack::HttpReply reply) {
    calls_.erase(id);
    feed(engine::ApiReplied{id, std::move(reply)});
  });
}

void Driver::carry_out(engine::OpenSocket& request) {
  net::WebSocketRequest dial;
  dial.url = std::move(request.url);
  dial.headers = session_headers(access_);
  dial.proxies = access_.proxies;
  dial.limit = request.limit;
  const LinkId id = request.link;
  net::WebSocketHandlers handlers;
  handlers.on_open = [this, id] { feed(engine::SocketOpened{id}); };
  handlers.on_frame = [this, id](std::string_view text) { feed(engine::FrameReceived{id, text}); };
  handlers.on_life = [this, id] { feed(engine::LifeSign{id}); };
  handlers.on_closed = [this, id](history::EndReason reason, std::string detail) {
    sockets_.erase(id);
    feed(engine::SocketClosed{id, reason, std::move(detail)});
  };
  const auto& socket = sockets_[id] = net::WebSocket::start(loop_, access_.tls, std::move(dial), std::move(handlers));
  if (held_) socket->hold();
}

void Driver::carry_out(engine::SendFrame& request) {
  if (const auto socket = sockets_.find(request.link); socket != sockets_.end())
    socket->second->send(std::move(request.text));
}

void Driver::carry_out(engine::CloseSocket& request) {
  if (const auto socket = sockets_.find(request.link); socket != sockets_.end()) socket->second->close();
}

void Driver::carry_out(engine::HoldSockets&) {
  held_ = true;
  for (const auto& [link, socket] : sockets_) socket->hold();
}

void Driver::carry_out(engine::ReleaseSockets&) {
  held_ = false;
  for (const auto& [link, socket] : sockets_) socket->release();
}

void Driver::carry_out(engine::Append& request) { history_.append(std::move(request.batch)); }

void Driver::carry_out(engine::SetAsideMisdated& request) { history_.set_aside(workspace_, request.after); }

void Driver::carry_out(engine::WakeAt& request) {
  timer_.expires_at(std::chrono::steady_clock::time_point{request.at.time_since_epoch()});
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) feed(engine::Woken{});
  });
}

void Driver::carry_out(engine::Stopped&) {
  timer_.cancel();
  stopped_();
}

}  // namespace presenced::runtime
