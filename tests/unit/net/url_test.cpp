#include "net/url.h"

#include <doctest/doctest.h>

#include <vector>

using namespace presenced::net;
using Scheme = Url::Scheme;

TEST_CASE("a url is taken apart, its path and query kept byte for byte") {
  struct Row {
    std::string text;
    Scheme scheme;
    std::string host;
    std::uint16_t port;
    std::string target;
    std::string host_header;
  };
  const std::vector<Row> rows{
      {"https://slack.com/api/", Scheme::https, "slack.com", 443, "/api/", "slack.com"},
      {"wss://wss-primary.slack.com/websocket/a%2Fb==?x=1&y=%20//?", Scheme::wss, "wss-primary.slack.com", 443,
       "/websocket/a%2Fb==?x=1&y=%20//?", "wss-primary.slack.com"},
      {"https://h", Scheme::https, "h", 443, "/", "h"},
      {"https://h?q=/", Scheme::https, "h", 443, "/?q=/", "h"},
      {"HTTPS://Slack.COM/API", Scheme::https, "slack.com", 443, "/API", "slack.com"},
      {"https://h:8443/", Scheme::https, "h", 8443, "/", "h:8443"},
      {"wss://h:443/", Scheme::wss, "h", 443, "/", "h"},
      {"https://h:65535", Scheme::https, "h", 65535, "/", "h:65535"},
      {"http://localhost:8080/x", Scheme::http, "localhost", 8080, "/x", "localhost:8080"},
      {"ws://127.0.0.1/x", Scheme::ws, "127.0.0.1", 80, "/x", "127.0.0.1"},
      {"ws://127.1.2.3:1/", Scheme::ws, "127.1.2.3", 1, "/", "127.1.2.3:1"},
      {"http://[::1]:8080/x", Scheme::http, "::1", 8080, "/x", "[::1]:8080"},
      {"https://[2001:DB8::1]", Scheme::https, "2001:db8::1", 443, "/", "[2001:db8::1]"},
      {"https://h/a:b@c", Scheme::https, "h", 443, "/a:b@c", "h"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    const auto url = parse_url(row.text);
    REQUIRE(url.ok());
    CHECK(url.value().scheme == row.scheme);
    CHECK(url.value().host == row.host);
    CHECK(url.value().port == row.port);
    CHECK(url.value().target == row.target);
    CHECK(host_header(url.value()) == row.host_header);
  }
}

TEST_CASE("what is not plainly a url is refused, in words that do not repeat it") {
  struct Row {
    std::string text;
    std::string error;
  };
  const std::string scheme = "the url does not start with https://, wss://, http:// or ws://";
  const std::string host = "the url has no valid host name";
  const std::string port = "the port of the url is not a number from 1 to 65535";
  const std::string character = "the url contains a blank, a control character or a non-ASCII character";
  const std::string brackets = "the url has no valid IPv6 address between its brackets";
  const std::string plain = "plain http and ws are for loopback addresses only";
  const std::vector<Row> rows{
      {"", scheme},
      {"s3cret", scheme},
      {"ftp://s3cret/", scheme},
      {"https:/s3cret", scheme},
      {"//s3cret/", scheme},
      {"https://", host},
      {"https:///s3cret", host},
      {"https://?s3cret", host},
      {"https://:443/", host},
      {"https://a..b/", host},
      {"https://.a/", host},
      {"https://a./", host},
      {"https://a*b/", host},
      {"https://a\\b/", host},
      {"https://" + std::string(64, 'a') + "/", host},
      {"https://s3cret@h/", "the url has a user name in it"},
      {"https://u:s3cret@h/", "the url has a user name in it"},
      {"https://h/#s3cret", "the url has a fragment (#...)"},
      {"https://h:/", port},
      {"https://h:0/", port},
      {"https://h:65536/", port},
      {"https://h:+1/", port},
      {"https://h:1x/", port},
      {"https://h:1:2/", port},
      {"https://[::1/", "the IPv6 address of the url has no closing bracket"},
      {"https://[]/", brackets},
      {"https://[::1%eth0]/", brackets},
      {"https://[127.0.0.1]/", brackets},
      {"https://[::1]443/", "the url has something other than a port after its host"},
      {"https://h/a b", character},
      {"https://h/a\r\nX: s3cret", character},
      {std::string("https://h/a\0b", 13), character},
      {"https://h/\x7f", character},
      {"https://h\xc3\xa9/", character},
      {"https://h/" + std::string(presenced::base::kMaxUrlBytes, 'a'), "the url is longer than 8192 bytes"},
      {"http://slack.com/s3cret", plain},
      {"ws://192.0.2.1/s3cret", plain},
      {"http://127.0.0.1.s3cret.example/", plain},
      {"http://127.1/", plain},
      {"http://2130706433/", plain},
      {"http://0.0.0.0/", plain},
      {"http://[::]/", plain},
      {"http://[::ffff:127.0.0.1]/", plain},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    const auto url = parse_url(row.text);
    REQUIRE(!url.ok());
    CHECK(url.error() == row.error);
    CHECK(url.error().find("s3cret") == std::string::npos);
  }
}

TEST_CASE("a url of exactly the greatest length is taken") {
  const std::string start = "https://h/";
  CHECK(parse_url(start + std::string(presenced::base::kMaxUrlBytes - start.size(), 'a')).ok());
}
