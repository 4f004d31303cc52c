// An HTTP proxy on 127.0.0.1 that answers CONNECT as a test wants it to. It runs on the test's own loop, and leads
// every tunnel to this machine, whatever host is named.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "net/proxy.h"

namespace presenced::net::test {

struct ProxyScript {
  std::string answer = "HTTP/1.1 200 Connection established\r\n\r\n";  // to CONNECT, byte for byte
  bool silent = false;                                                 // never answers, never ends
  bool hangs_up = false;                                               // ends the connection instead of an answer
};

class ConnectProxy {
 public:
  ConnectProxy(boost::asio::io_context& loop, ProxyScript script);
  ~ConnectProxy();

  std::uint16_t port() const;
  ProxyRules rules(const std::string& credentials = {}) const;  // that lead everything through it
  const std::vector<std::string>& asked() const;                // the heads it was sent, whole
  void stop();                                                  // accepts no more and drops all connections

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace presenced::net::test
