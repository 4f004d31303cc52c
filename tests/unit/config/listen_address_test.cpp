#include "config/listen_address.h"

#include <doctest/doctest.h>

namespace presenced::config {
namespace {

std::string said_of(std::string_view text, bool allow_remote = false) {
  const auto checked = checked_listen_address(text, allow_remote);
  return checked ? "" : checked.error();
}

TEST_CASE("metrics are served on a port of this machine, or on a Unix socket") {
  CHECK(checked_listen_address("127.0.0.1:9723", false).value() == Metrics{"127.0.0.1", 9723, {}});
  CHECK(checked_listen_address("127.9.9.9:1", false).value() == Metrics{"127.9.9.9", 1, {}});
  CHECK(checked_listen_address("[::1]:9723", false).value() == Metrics{"::1", 9723, {}});
  CHECK(checked_listen_address("unix:/run/presenced/metrics.sock", false).value() ==
        Metrics{"", 0, "/run/presenced/metrics.sock"});
}

TEST_CASE("another machine may ask only where that is allowed") {
  for (const std::string_view text : {"0.0.0.0:9723", "192.0.2.1:9723", "[::]:9723", "[2001:db8::1]:9723"}) {
    CHECK(said_of(text).find("is reachable from other machines") != std::string::npos);
    CHECK(said_of(text).find("allow_remote: true") != std::string::npos);
    CHECK(said_of(text, true) == "");
  }
}

TEST_CASE("what is no address is refused, allowed or not") {
  for (const std::string_view text :
       {"", ":", "9723", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:x", "::1:9723",
        "[::1]", "[127.0.0.1]:9723", "localhost:9723", "127.1:9723", "unix:", "http://127.0.0.1:9723"}) {
    CAPTURE(text);
    for (const bool allowed : {false, true}) {
      CHECK(said_of(text, allowed).ends_with("expected an address such as 127.0.0.1:9723, or unix: and a path"));
    }
  }
}

}  // namespace
}  // namespace presenced::config
