#include "fake_slack/server.h"

#include <fmt/format.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <exception>
#include <future>
#include <map>
#include <thread>
#include <unordered_map>

#include "fake_slack/connection.h"

namespace presenced::fake_slack {

namespace asio = boost::asio;
using boost::system::error_code;

// The parts of a running server. All but construction and `port` belongs to the thread.
class Server::Loop final : public ConnectionHost {
 public:
  Loop(Settings settings, Options options)
      : settings_(std::move(settings)),
        context_(asio::ssl::context::tls_server),
        acceptor_(io_, asio::ip::tcp::endpoint(asio::ip::make_address(settings_.address), settings_.port)),
        wake_(io_),
        port_(acceptor_.local_endpoint().port()),
        model_(with_url_base(std::move(options)), now()) {
    if (settings_.tls) {
      limit_versions();
      context_.use_certificate_chain(asio::buffer(settings_.chain_pem));
      context_.use_private_key(asio::buffer(settings_.key_pem), asio::ssl::context::pem);
    }
    accept_next();
    thread_ = std::thread([this] { io_.run(); });
  }

  std::uint16_t port() const { return port_; }
  std::string url(std::string_view scheme) const {
    return fmt::format("{}{}://{}:{}", scheme, settings_.tls ? "s" : "", settings_.host, port_);
  }

  void run(const std::function<void(Model&, base::Instant)>& function) {
    if (!thread_.joinable()) return function(model_, now());
    std::promise<void> done;
    std::exception_ptr failure;  // a test's assertion, for the caller
    asio::post(io_, [&] {
      try {
        function(model_, now());
        pump();
      } catch (...) {
        failure = std::current_exception();
      }
      done.set_value();  // after the catch: from here on what was thrown is the caller's alone
    });
    done.get_future().get();
    if (failure) std::rethrow_exception(failure);
  }

  void fail_next(NetworkFault fault, int times) {
    run([&](Model&, base::Instant) { faults_[fault] += times; });
  }

  void stop() {
    if (!thread_.joinable()) return;
    asio::post(io_, [this] {
      stopping_ = true;
      error_code ignored;
      acceptor_.close(ignored);
      wake_.cancel();
      for (const auto& [key, connection] : connections_) connection->abort();
      sockets_.clear();
      connections_.clear();  // each lives until what it waits for has ended
    });
    thread_.join();
  }

  // ---- ConnectionHost ----
  Model& model() override { return model_; }

  base::Instant now() override {
    using std::chrono::duration_cast;
    const auto mono = std::chrono::steady_clock::now().time_since_epoch();
    const auto wall = std::chrono::system_clock::now().time_since_epoch();
    return {base::MonoTime{duration_cast<base::Millis>(mono)}, base::WallTime{duration_cast<base::Millis>(wall)}};
  }

  void pump() override {
    for (Output& output : model_.take_outputs()) {
      const auto found = sockets_.find(output.socket);
      if (found != sockets_.end()) found->second->carry_out(std::move(output));
    }
    if (stopping_) return;
    const base::Instant at = now();
    const auto next = model_.next_tick(at);
    if (!next) return;
    wake_.expires_after(std::max(*next - at.mono, base::Millis{0}));
    wake_.async_wait([this](error_code error) {
      if (error) return;  // set anew, or stopping
      model_.tick(now());
      pump();
    });
  }

  bool strikes(NetworkFault fault) override {
    int& left = faults_[fault];
    if (left == 0) return false;
    --left;
    return true;
  }

  void attach(SocketId socket, Connection& connection) override { sockets_[socket] = &connection; }
  void detach(SocketId socket) override { sockets_.erase(socket); }
  void finished(Connection& connection) override { connections_.erase(&connection); }
  Pings pings(SocketId socket) const override {
    if (model_.socket_mode().links().has(socket)) return {settings_.link_ping_interval, "Ping from applink-1"};
    return {settings_.ping_interval, ""};
  }

 private:
  void limit_versions() {
    context_.set_options(asio::ssl::context::default_workarounds);
    SSL_CTX* const native = context_.native_handle();
    const bool old = settings_.tls_versions == TlsVersions::only_1_1;
    if (old) SSL_CTX_set_security_level(native, 0);  // else OpenSSL itself would refuse to speak it
    SSL_CTX_set_min_proto_version(native, old ? TLS1_1_VERSION : TLS1_2_VERSION);
    if (settings_.tls_versions != TlsVersions::modern)
      SSL_CTX_set_max_proto_version(native, old ? TLS1_1_VERSION : TLS1_2_VERSION);
  }

  Options with_url_base(Options options) const {
    options.url_base = url("ws");
    return options;
  }

  void accept_next() {
    acceptor_.async_accept([this](error_code error, asio::ip::tcp::socket socket) {
      if (stopping_) return;
      if (!error) {
        error_code ignored;  // only slower without: small frames would wait for the client's delayed acknowledgement
        socket.set_option(asio::ip::tcp::no_delay(true), ignored);
        auto connection = serve(std::move(socket), context_, settings_.tls, *this);
        Connection* const key = connection.get();
        connections_.emplace(key, std::move(connection));
      }
      accept_next();
    });
  }

  Settings settings_;
  asio::io_context io_{1};
  asio::ssl::context context_;
  asio::ip::tcp::acceptor acceptor_;
  asio::steady_timer wake_;
  std::uint16_t port_;
  Model model_;
  std::map<NetworkFault, int> faults_;
  std::unordered_map<SocketId, Connection*> sockets_;
  std::unordered_map<Connection*, std::shared_ptr<Connection>> connections_;
  bool stopping_ = false;
  std::thread thread_;
};

Server::Server(Settings settings, Options options)
    : loop_(std::make_unique<Loop>(std::move(settings), std::move(options))) {}
Server::~Server() { stop(); }

std::uint16_t Server::port() const { return loop_->port(); }
std::string Server::api_url() const { return loop_->url("http") + "/api/"; }
void Server::fail_next(NetworkFault fault, int times) { loop_->fail_next(fault, times); }
void Server::stop() { loop_->stop(); }
void Server::run_on_loop(const std::function<void(Model&, base::Instant)>& function) { loop_->run(function); }

}  // namespace presenced::fake_slack
