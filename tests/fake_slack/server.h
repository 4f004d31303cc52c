// The fake workspace on a real network: HTTPS and WebSocket over TLS (or neither encrypted) on a port of its own, of
// loopback unless told otherwise, driven by the machine's clocks.
//
// Threads: a thread of its own runs everything. The functions here are for one other thread, the test's. The model is
// reached only through `with_model`, which runs on the server's thread, so that no test needs a lock.
// Errors: the constructor throws (port taken, certificate unusable); afterwards a failure of the fake itself ends the
// program, for a test must not go on with a broken fake.
#pragma once

#include <cassert>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "base/time.h"
#include "fake_slack/model.h"

namespace presenced::fake_slack {

// What goes wrong below HTTP and below WebSocket. Each strikes the next connection that comes to its point. "Held"
// connections stay open and mute until the server stops, and so do the sockets of SocketFault::silence.
enum class NetworkFault : std::uint8_t {
  reset_on_accept,   // TCP is accepted and reset
  hold_on_accept,    // TCP is accepted, and held before a byte is read
  hold_handshake,    // the TLS ClientHello is answered with the beginning of a record, and held (TLS only)
  hold_answer,       // an API request is read, and held
  cut_answer,        // half of the answer to an API request, then the end of TCP; no close_notify
  reset_answer,      // an API request is read, then the connection is reset
  hold_upgrade,      // an upgrade request is read, and held
  hold_mid_frame,    // half of the next WebSocket text message on any socket, and held
  hold_after_close,  // on the next socket the closing handshake is finished, but TCP stays open
};

enum class TlsVersions : std::uint8_t { modern, only_1_2, only_1_1 };  // modern: 1.2 and 1.3

class Server {
 public:
  struct Settings {
    bool tls = true;
    std::string chain_pem;  // of the certificate, with TLS
    std::string key_pem;
    TlsVersions tls_versions = TlsVersions::modern;
    std::string address = "127.0.0.1";  // of this machine, in the network namespace of the thread that makes the server
    std::uint16_t port = 0;             // 0: any free one
    std::string host = "localhost";     // what urls name
    base::Millis ping_interval{30'000};       // of WebSocket pings to an RTM client (Slack: about 30 s); 0: none
    base::Millis link_ping_interval{10'000};  // of those to a Socket Mode client, which carry a text (Slack: 10 s)
  };

  // `options.url_base` is set by the server.
  Server(Settings settings, Options options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;
  std::string api_url() const;  // "https://localhost:PORT/api/"

  // Runs `function(Model&, base::Instant)` on the server's thread, carries out what the model asks for, and returns the
  // function's result. After `stop` it runs right here: the truth can still be read.
  template <class Function>
  auto with_model(Function function) {
    using Result = std::invoke_result_t<Function, Model&, base::Instant>;
    if constexpr (std::is_void_v<Result>) {
      run_on_loop(function);
    } else {
      std::optional<Result> result;
      run_on_loop([&](Model& model, base::Instant now) { result.emplace(function(model, now)); });
      return std::move(*result);
    }
  }

  void fail_next(NetworkFault fault, int times = 1);
  void stop();  // ends all connections and the thread; twice does no harm

 private:
  void run_on_loop(const std::function<void(Model&, base::Instant)>& function);

  class Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace presenced::fake_slack
