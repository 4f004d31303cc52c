// A WebSocket under test, and what it told.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "net/web_socket.h"
#include "unit/net/fixture.h"

namespace presenced::net::test {

using base::Secret;

struct SocketFixture : Fixture {
  std::unique_ptr<WebSocket> socket;
  int opened = 0;
  int life_signs = 0;
  std::vector<std::string> frames;
  int closed = 0;
  std::optional<history::EndReason> reason;
  std::string detail;
  std::function<void()> after_callback;  // run inside every callback, after it was counted

  int callbacks() const { return opened + life_signs + static_cast<int>(frames.size()) + closed; }

  void start(WebSocketRequest request) {
    const int before = callbacks();
    socket = WebSocket::start(loop.io, tls, std::move(request),
                              {.on_open = [this] { told(opened); },
                               .on_frame =
                                   [this](std::string_view text) {
                                     frames.emplace_back(text);
                                     if (after_callback) after_callback();
                                   },
                               .on_life = [this] { told(life_signs); },
                               .on_closed =
                                   [this](history::EndReason why, std::string text) {
                                     reason = why;
                                     detail = std::move(text);
                                     told(closed);
                                   }});
    CHECK(callbacks() == before);  // nothing from inside the call
  }

  void start(const LoopbackServer& server) { start({.url = Secret(server.url("wss"))}); }

  void open(const LoopbackServer& server) { open({.url = Secret(server.url("wss"))}); }
  void open(WebSocketRequest request) {
    start(std::move(request));
    REQUIRE(loop.until([&] { return opened == 1; }));
  }

  // Runs to the end: on_closed came, exactly once, and nothing after it.
  history::EndReason end(LoopbackServer& server) {
    REQUIRE(loop.until([&] { return closed > 0; }));
    const int all = callbacks();
    check_nothing_left(server);
    CHECK(closed == 1);
    CHECK(callbacks() == all);
    CHECK(detail.find("s3cret") == std::string::npos);
    CHECK(!detail.empty());
    return *reason;
  }

 private:
  void told(int& count) {
    ++count;
    if (after_callback) after_callback();
  }
};

}  // namespace presenced::net::test
