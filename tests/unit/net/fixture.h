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
  TempFile ca_file{authority.pem()};
  TlsContext tls = trusting(ca_file);

  static TlsContext trusting(const TempFile& file) {
    auto made = TlsContext::make(file.path());
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
