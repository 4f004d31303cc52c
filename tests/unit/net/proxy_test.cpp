// Which proxy serves which url.
#include "net/proxy.h"

#include <doctest/doctest.h>

using namespace presenced::net;

namespace {

// The host of the proxy that serves `url`; empty: none.
std::string proxy_of(const std::string& url, const ProxyRules& rules) {
  const auto parsed = parse_url(url);
  REQUIRE(parsed.ok());
  const auto proxy = proxy_for(parsed.value(), rules);
  return proxy ? proxy->host : "";
}

ProxyRules but_for(const std::string& list) { return {.otherwise = Proxy{"env", 3128}, .except = list}; }

}  // namespace

TEST_CASE("a workspace's own proxy serves every url, whatever the environment says") {
  const ProxyRules rules{.always = Proxy{"own", 8080}, .otherwise = Proxy{"env", 3128}, .except = "*"};
  for (const auto* url : {"https://slack.com/api/", "wss://wss-primary.slack.com/", "http://127.0.0.1/", "ws://[::1]/"})
    CHECK(proxy_of(url, rules) == "own");
}

TEST_CASE("the environment's proxy serves what is not excepted, over HTTP and WebSocket alike") {
  CHECK(proxy_of("https://slack.com/api/", but_for("")) == "env");
  CHECK(proxy_of("wss://wss-primary.slack.com/", but_for("example.com,other.example")) == "env");
  CHECK(proxy_of("https://slack.com/api/", {}) == "");
}

TEST_CASE("the environment's proxy is not asked for this machine itself") {
  for (const auto* url : {"http://localhost/", "https://127.0.0.1:8443/", "wss://[::1]/", "https://127.5.5.5/"})
    CHECK(proxy_of(url, but_for("")) == "");
}

TEST_CASE("no_proxy names hosts, domains, ports, addresses and networks") {
  struct Row {
    const char* list;
    const char* url;
    bool direct;
  };
  for (const Row& row : {
           Row{"*", "https://slack.com/", true},
           Row{"slack.com", "https://slack.com/", true},
           Row{"slack.com", "wss://wss-primary.slack.com/", true},
           Row{".slack.com", "wss://wss-primary.slack.com/", true},
           Row{".slack.com", "https://slack.com/", true},
           Row{"SLACK.com", "https://Slack.COM/", true},
           Row{"slack.com", "https://notslack.com/", false},
           Row{"wss-primary.slack.com", "https://slack.com/", false},
           Row{"com.slack", "https://slack.com/", false},
           Row{"a.example, slack.com", "https://slack.com/", true},
           Row{"a.example slack.com", "https://slack.com/", true},
           Row{",,. ,", "https://slack.com/", false},
           Row{"*, a.example", "https://slack.com/", false},  // as curl has it: a star counts alone
           Row{"slack.com:443", "https://slack.com/", true},
           Row{"slack.com:8443", "https://slack.com/", false},
           Row{"slack.com:8443", "https://slack.com:8443/", true},
           Row{"192.0.2.7", "https://192.0.2.7/", true},
           Row{"192.0.2.7:443", "https://192.0.2.7/", true},
           Row{"192.0.2.7:444", "https://192.0.2.7/", false},
           Row{"2.7", "https://192.0.2.7/", false},
           Row{"192.0.2.0/24", "https://192.0.2.7/", true},
           Row{"192.0.2.0/24", "https://192.0.3.7/", false},
           Row{"192.0.2.0/33", "https://192.0.2.7/", false},
           Row{"10.0.0.0/8", "https://slack.com/", false},
           Row{"2001:db8::7", "https://[2001:db8:0::7]/", true},
           Row{"[2001:db8::7]", "https://[2001:db8::7]/", true},
           Row{"[2001:db8::7]:443", "https://[2001:db8::7]/", true},
           Row{"[2001:db8::7]:444", "https://[2001:db8::7]/", false},
           Row{"2001:db8::/32", "https://[2001:db8:5::7]/", true},
           Row{"2001:db9::/32", "https://[2001:db8:5::7]/", false},
       }) {
    CAPTURE(row.list);
    CAPTURE(row.url);
    CHECK(proxy_of(row.url, but_for(row.list)) == (row.direct ? "" : "env"));
  }
}
