#include "network/proxy.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <deque>
#include <future>
#include <map>
#include <thread>
#include <type_traits>
#include <utility>

#include "network/pipe.h"

namespace presenced::test {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

void close_with_reset(tcp::socket& socket) {
  error_code ignored;  // it may be gone already
  socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

// Both sides of one connection, alive as long as anything is under way on them.
struct Sides {
  explicit Sides(tcp::socket from_client) : client(std::move(from_client)), server(client.get_executor()) {}
  tcp::socket client;
  tcp::socket server;
};

}  // namespace

class Proxy::Loop {
 public:
  Loop(std::uint16_t target_port, std::uint64_t seed)
      : random_(seed),
        acceptor_(io_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
        target_(asio::ip::address_v4::loopback(), target_port),
        port_(acceptor_.local_endpoint().port()) {
    accept();
    thread_ = std::thread([this] { io_.run(); });
  }

  ~Loop() {
    run([this] {
      error_code ignored;
      acceptor_.close(ignored);
      reset();
    });
    thread_.join();
  }

  template <class Function>
  std::invoke_result_t<Function> run(Function function) {
    const auto task = std::make_shared<std::packaged_task<std::invoke_result_t<Function>()>>(std::move(function));
    auto result = task->get_future();
    asio::post(io_, [task] { (*task)(); });
    return result.get();
  }

  std::uint16_t port() const { return port_; }

  void treat(const Treatment& treatment) {
    for (auto& [number, connection] : open_) {
      connection.treatment = treatment;
      apply(connection);
    }
  }

  void reset() {
    while (!open_.empty()) drop(open_.begin()->first);
  }

  Treatment usual;
  std::deque<Treatment> coming;
  std::size_t accepted = 0;
  std::map<Way, std::uint64_t> bytes;
  std::size_t open() const { return open_.size(); }

 private:
  struct Connection {
    std::shared_ptr<Sides> sides;
    std::shared_ptr<Pipe> up;
    std::shared_ptr<Pipe> down;
    Treatment treatment;
    int turn = 0;
    bool client_spoke_last = false;
    int ways_ended = 0;
  };

  void accept() {
    acceptor_.async_accept([this](const error_code& error, tcp::socket socket) {
      if (!acceptor_.is_open()) return;
      if (!error) begin(std::move(socket));
      accept();
    });
  }

  void begin(tcp::socket client) {
    const std::size_t number = ++accepted;
    Connection& connection = open_[number];
    connection.sides = std::make_shared<Sides>(std::move(client));
    connection.treatment = usual;
    if (!coming.empty()) {
      connection.treatment = coming.front();
      coming.pop_front();
    }
    auto& sides = *connection.sides;
    sides.server.async_connect(target_, [this, number, keep = connection.sides](const error_code& error) {
      if (!open_.contains(number)) return;
      if (error) return drop(number);
      error_code ignored;  // without it slices may travel together, no more
      keep->client.set_option(tcp::no_delay(true), ignored);
      keep->server.set_option(tcp::no_delay(true), ignored);
      start(number);
    });
  }

  void start(std::size_t number) {
    Connection& connection = open_.at(number);
    const auto& sides = connection.sides;
    const auto pipe = [&](tcp::socket& from, tcp::socket& to, Way way) {
      PipeEvents events;
      events.came = [this, number, way](std::size_t count) { came(number, way, count); };
      events.ended = [this, number] {
        if (++open_.at(number).ways_ended == 2) drop(number);
      };
      events.broke = [this, number] { drop(number); };
      return std::make_shared<Pipe>(from, to, sides, base::Random(random_.next()), std::move(events));
    };
    connection.up = pipe(sides->client, sides->server, Way::up);
    connection.down = pipe(sides->server, sides->client, Way::down);
    apply(connection);
    connection.up->start();
    connection.down->start();
  }

  void came(std::size_t number, Way way, std::size_t count) {
    bytes[way] += count;
    Connection& connection = open_.at(number);
    const bool from_client = way == Way::up;
    if (from_client && !connection.client_spoke_last) {
      ++connection.turn;
      if (connection.turn == connection.treatment.from_turn) apply(connection);
    }
    connection.client_spoke_last = from_client;
  }

  static void apply(Connection& connection) {
    const int from = connection.treatment.from_turn;
    if (!connection.up || (from > 1 && connection.turn < from)) return;
    connection.up->set(connection.treatment.up);
    connection.down->set(connection.treatment.down);
  }

  void drop(std::size_t number) {
    auto connection = std::move(open_.at(number));
    open_.erase(number);
    // In order where both ways have ended; else both learn that it broke.
    if (connection.ways_ended < 2) close_with_reset(connection.sides->client);
    if (connection.ways_ended < 2) close_with_reset(connection.sides->server);
    error_code ignored;
    connection.sides->client.close(ignored);
    connection.sides->server.close(ignored);
    for (const auto& pipe : {connection.up, connection.down})
      if (pipe) pipe->forget();
  }

  base::Random random_;
  asio::io_context io_{1};
  tcp::acceptor acceptor_;
  tcp::endpoint target_;
  std::uint16_t port_;
  std::map<std::size_t, Connection> open_;
  std::thread thread_;
};

Proxy::Proxy(std::uint16_t target_port, std::uint64_t seed) : loop_(std::make_unique<Loop>(target_port, seed)) {}
Proxy::~Proxy() = default;

std::uint16_t Proxy::port() const { return loop_->port(); }

void Proxy::treat_all(const Treatment& treatment) {
  loop_->run([&] {
    loop_->usual = treatment;
    loop_->coming.clear();
    loop_->treat(treatment);
  });
}
void Proxy::treat_open(const Treatment& treatment) {
  loop_->run([&] { loop_->treat(treatment); });
}
void Proxy::treat_next(const Treatment& treatment) {
  loop_->run([&] { loop_->coming.push_back(treatment); });
}
void Proxy::reset() {
  loop_->run([&] { loop_->reset(); });
}

std::size_t Proxy::accepted() const {
  return loop_->run([&] { return loop_->accepted; });
}
std::size_t Proxy::open() const {
  return loop_->run([&] { return loop_->open(); });
}
std::uint64_t Proxy::bytes(Way from_whom) const {
  return loop_->run([&] { return loop_->bytes[from_whom]; });
}

}  // namespace presenced::test
