#include "base/host.h"

#include <doctest/doctest.h>

#include <string>

using namespace presenced::base;

TEST_CASE("a host name is labels of letters, digits, dashes and underscores") {
  for (const std::string& host : {std::string("slack.com"), std::string("h"), std::string("A-1_b.c"),
                                  std::string(63, 'a') + ".b", std::string("10.0.0.1")}) {
    CAPTURE(host);
    CHECK(is_host_name(host));
  }
  const std::string label = std::string(63, 'a') + ".";
  for (const std::string& host :
       {std::string(), std::string("a..b"), std::string(".a"), std::string("a."), std::string("a b"),
        std::string("a*b"), std::string("[::1]"), std::string(64, 'a'), label + label + label + label + "a"}) {
    CAPTURE(host);
    CHECK_FALSE(is_host_name(host));
  }
}

TEST_CASE("an IPv4 address is four plain numbers") {
  for (const auto* host : {"0.0.0.0", "127.0.0.1", "255.255.255.255"}) CHECK(is_ipv4(host));
  for (const auto* host : {"", "127.1", "1.2.3", "1.2.3.4.5", "1.2.3.4.", "256.0.0.1", "01.2.3.4", "0x7f.0.0.1",
                           "1..2.3", "+1.2.3.4", "1.2.3.4444"}) {
    CAPTURE(host);
    CHECK_FALSE(is_ipv4(host));
  }
}

TEST_CASE("an IPv6 address is eight groups, or fewer with one gap") {
  for (const auto* host : {"::", "::1", "1::", "2001:DB8::1", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:1.2.3.4", "::1.2.3.4",
                           "::ffff:127.0.0.1", "1:2:3:4:5:6:7::", "1::2:3:4:5:6:7"}) {
    CAPTURE(host);
    CHECK(is_ipv6(host));
  }
  for (const auto* host : {"",
                           ":",
                           ":::",
                           "::::",
                           "1.2.3.4",
                           "1:2:3",
                           "1:2:3:4:5:6:7:8:9",
                           "1::2::3",
                           "1:2:3:4:5:6:7::8",
                           "12345::",
                           ":1::",
                           "1::2:",
                           "::1%eth0",
                           "::1.2.3",
                           "::1.2.3.04",
                           "1.2.3.4::",
                           "::1.2.3.4:5",
                           "1:2:3:4:5:6:7:1.2.3.4",
                           "[::1]",
                           "g::"}) {
    CAPTURE(host);
    CHECK_FALSE(is_ipv6(host));
  }
}

TEST_CASE("loopback is localhost, 127.0.0.0/8 and ::1, and nothing else") {
  for (const auto* host :
       {"localhost", "LocalHost", "127.0.0.1", "127.255.255.254", "::1", "0:0:0:0:0:0:0:1", "0::0.0.0.1"}) {
    CAPTURE(host);
    CHECK(is_loopback(host));
  }
  for (const auto* host : {"", "localhost.example", "localhos", "128.0.0.1", "127.0.0", "127.1", "127.0.0.1.example",
                           "::2", "::", "[::1]", "::ffff:127.0.0.1", "1::1"}) {
    CAPTURE(host);
    CHECK_FALSE(is_loopback(host));
  }
}
