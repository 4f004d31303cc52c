// What the tests of connections share: a loop, an authority that the client trusts, and a certificate from it.
#pragma once

#include <doctest/doctest.h>

#include "net/tls.h"
#include "unit/net/event_loop.h"
#include "unit/net/loopback_server.h"
#include "unit/net/test_certificates.h"

namespace presenced::net::test {

struct Fixture {
  EventLoop loop;
  TestAuthority authority;
  TlsContext tls = trusting(authority.pem());

  static TlsContext trusting(const std::string& authorities) {
    auto made = TlsContext::make(authorities);
    REQUIRE(made.ok());
    return std::move(made.value());
  }

  // A script of a server that this client trusts.
  Script trusted() { return Script{.certificate = authority.issue({})}; }

  // Everything that was ever started has come to its end: nothing hangs on in the loop.
  void check_nothing_left(LoopbackServer& server) {
    server.stop();
    CHECK(loop.drain());
  }
};

}  // namespace presenced::net::test
