#include "unit/net/connect_proxy.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <exception>

namespace presenced::net::test {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
constexpr auto kByValue = asio::as_tuple(asio::use_awaitable);

// Of "CONNECT host:port HTTP/1.1".
std::uint16_t port_in(const std::string& head) {
  const auto end = head.find(" HTTP/1.1");
  return static_cast<std::uint16_t>(std::stoi(head.substr(head.rfind(':', end) + 1)));
}

void no_exception(std::exception_ptr exception) {
  if (exception) std::rethrow_exception(exception);
}

// One way of a tunnel, until its source ends. (Not a coroutine: g++ 12 warns of its frame without need.)
struct Pipe : std::enable_shared_from_this<Pipe> {
  Pipe(std::shared_ptr<tcp::socket> source, std::shared_ptr<tcp::socket> sink)
      : from(std::move(source)), to(std::move(sink)) {}

  void run() {
    from->async_read_some(asio::buffer(block), [self = shared_from_this()](error_code error, std::size_t bytes) {
      error_code ignored;
      if (error) return static_cast<void>(self->to->shutdown(tcp::socket::shutdown_send, ignored));
      asio::async_write(*self->to, asio::buffer(self->block, bytes), [self](error_code lost, std::size_t) {
        if (!lost) self->run();
      });
    });
  }

  std::shared_ptr<tcp::socket> from;
  std::shared_ptr<tcp::socket> to;
  char block[4096] = {};
};

}  // namespace

struct ConnectProxy::State {
  State(asio::io_context& loop, ProxyScript wanted)
      : script(std::move(wanted)), acceptor(loop, tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {}

  ProxyScript script;
  tcp::acceptor acceptor;
  std::vector<std::string> asked;
  std::vector<std::shared_ptr<tcp::socket>> sockets;

  static asio::awaitable<void> accept_all(std::shared_ptr<State> self) {
    for (;;) {
      auto [error, socket] = co_await self->acceptor.async_accept(kByValue);
      if (error) co_return;
      auto client = std::make_shared<tcp::socket>(std::move(socket));
      self->sockets.push_back(client);
      asio::co_spawn(self->acceptor.get_executor(), serve(self, client), no_exception);
    }
  }

  static asio::awaitable<void> serve(std::shared_ptr<State> self, std::shared_ptr<tcp::socket> client) {
    std::string head;
    auto [error, bytes] = co_await asio::async_read_until(*client, asio::dynamic_buffer(head), "\r\n\r\n", kByValue);
    if (error) co_return;
    self->asked.push_back(head);
    if (self->script.silent) co_return;
    if (self->script.hangs_up) co_return client->close();
    auto target = std::make_shared<tcp::socket>(self->acceptor.get_executor());
    self->sockets.push_back(target);
    const bool passes = self->script.answer.starts_with("HTTP/1.1 2");
    const tcp::endpoint there(asio::ip::address_v4::loopback(), port_in(head));
    if (passes) co_await target->async_connect(there, kByValue);
    co_await asio::async_write(*client, asio::buffer(self->script.answer), kByValue);
    if (!passes) co_return;
    std::make_shared<Pipe>(client, target)->run();
    std::make_shared<Pipe>(target, client)->run();
  }
};

ConnectProxy::ConnectProxy(asio::io_context& loop, ProxyScript script)
    : state_(std::make_shared<State>(loop, std::move(script))) {
  asio::co_spawn(loop, State::accept_all(state_), no_exception);
}

ConnectProxy::~ConnectProxy() { stop(); }

std::uint16_t ConnectProxy::port() const { return state_->acceptor.local_endpoint().port(); }

ProxyRules ConnectProxy::rules(const std::string& credentials) const {
  return {.always = Proxy{"127.0.0.1", port(), base::Secret(credentials)}};
}

const std::vector<std::string>& ConnectProxy::asked() const { return state_->asked; }

void ConnectProxy::stop() {
  error_code ignored;
  state_->acceptor.close(ignored);
  for (const auto& socket : state_->sockets) socket->close(ignored);
}

}  // namespace presenced::net::test
