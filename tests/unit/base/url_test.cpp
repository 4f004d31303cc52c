// What base/url alone can tell; how urls are refused, and in whose words: the tests of lib/net and lib/config.
#include "base/url.h"

#include <doctest/doctest.h>

using namespace presenced::base;

TEST_CASE("a host stands alone or with a port, and an IPv6 address in brackets") {
  const auto both = parse_host_and_port("[2001:DB8::1]:443");
  REQUIRE(both.ok());
  CHECK(both.value().host == "2001:db8::1");
  CHECK(both.value().port == 443);
  CHECK(host_and_port(both.value().host, 443) == "[2001:db8::1]:443");
  const auto bare = parse_host_and_port("Slack.com");
  REQUIRE(bare.ok());
  CHECK(bare.value().host == "slack.com");
  CHECK_FALSE(bare.value().port);
  CHECK(parse_host_and_port("::1").error() == UrlFault::host);
  CHECK(parse_host_and_port("h:").error() == UrlFault::port);
}

TEST_CASE("the credentials of a url are decoded, and it is known whether its port was written") {
  const auto url = parse_url("http://d%40na:p%2F@ss@h/");
  REQUIRE(url.ok());
  CHECK(url.value().credentials.reveal() == "d@na:p/@ss");
  CHECK(url.value().port == 80);
  CHECK_FALSE(url.value().port_is_written);
  CHECK(parse_url("wss://h:443").value().port_is_written);
  for (const auto* text : {"http://@h/", "http://:p@h/", "http://u%3a@h/", "http://u:%0a@h/", "http://u:%4@h/"})
    CHECK(parse_url(text).error() == UrlFault::user);
}
