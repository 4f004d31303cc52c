// Connections through an HTTP proxy.
#include "net/http_call.h"
#include "unit/net/connect_proxy.h"
#include "unit/net/name_lookup.h"
#include "unit/net/web_socket_fixture.h"

using namespace presenced::net;
using namespace presenced::net::test;
using presenced::base::Millis;
using presenced::history::EndReason;

namespace {

constexpr auto kOk = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"ok\":true}";

struct Tunnelled : SocketFixture {
  HttpResult post(HttpRequest request) {
    std::optional<HttpResult> result;
    const auto call = http_post(loop.io, tls, std::move(request), [&](HttpResult got) { result = std::move(got); });
    REQUIRE(loop.until([&] { return result.has_value(); }));
    CHECK(result->failure.find("s3cret") == std::string::npos);
    return *result;
  }

  // What comes of a call to a server behind a proxy that answers like this.
  std::string failure_behind(ProxyScript script, const std::string& credentials = {}) {
    LoopbackServer server(loop.io, trusted());
    ConnectProxy proxy(loop.io, std::move(script));
    port = std::to_string(proxy.port());
    target = "localhost:" + std::to_string(server.port());
    const auto failure =
        post({.url = server.url("https"), .proxies = proxy.rules(credentials), .limit = limit}).failure;
    CHECK(server.seen().requests.empty());
    proxy.stop();
    check_nothing_left(server);
    return failure;
  }

  std::string refused(const std::string& status, const std::string& credentials = {}) {
    return failure_behind({.answer = "HTTP/1.1 " + status + "\r\nContent-Length: 6\r\n\r\ns3cret"}, credentials);
  }

  std::string said(const std::string& text) const { return "through the proxy 127.0.0.1:" + port + ": " + text; }

  Millis limit{10'000};
  std::string port;
  std::string target;
};

}  // namespace

TEST_CASE_FIXTURE(Tunnelled, "an HTTPS call goes through the proxy, which learns host and port and nothing else") {
  auto script = trusted();
  script.http_answer = kOk;
  LoopbackServer server(loop.io, std::move(script));
  ConnectProxy proxy(loop.io, {});
  const auto result = post({.url = server.url("https"), .body = "s3cret", .proxies = proxy.rules()});
  CHECK(result.status == 200);
  CHECK(result.body == "{\"ok\":true}");
  REQUIRE(proxy.asked().size() == 1);
  const std::string there = "localhost:" + std::to_string(server.port());
  CHECK(proxy.asked()[0] == "CONNECT " + there + " HTTP/1.1\r\nHost: " + there + "\r\nUser-Agent: presenced\r\n\r\n");
  proxy.stop();
  check_nothing_left(server);
}

TEST_CASE_FIXTURE(Tunnelled, "user and password go to the proxy as basic authentication, and not to the server") {
  auto script = trusted();
  script.http_answer = kOk;
  LoopbackServer server(loop.io, std::move(script));
  ConnectProxy proxy(loop.io, {});
  CHECK(post({.url = server.url("https"), .proxies = proxy.rules("Aladdin:open sesame")}).status == 200);
  REQUIRE(proxy.asked().size() == 1);  // the pair and its form are those of RFC 7617, 2
  CHECK(proxy.asked()[0].find("Proxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n") != std::string::npos);
  REQUIRE(server.seen().requests.size() == 1);
  CHECK(server.seen().requests[0].find("Proxy-") == std::string::npos);
}

TEST_CASE_FIXTURE(Tunnelled, "a WebSocket goes through the proxy, with TLS and, to loopback, without") {
  for (const bool with_tls : {true, false}) {
    CAPTURE(with_tls);
    opened = 0;
    LoopbackServer server(loop.io, with_tls ? trusted() : Script{});
    ConnectProxy proxy(loop.io, {});
    open({.url = Secret(server.url(with_tls ? "wss" : "ws")), .proxies = proxy.rules("user:s3cret")});
    socket->send("to the server");
    CHECK(loop.until([&] { return server.seen().messages.size() == 1; }));
    frames.clear();
    server.push(frame(Opcode::text, "to the client"));
    CHECK(loop.until([&] { return frames.size() == 1; }));
    CHECK(proxy.asked().size() == 1);
    socket.reset();
  }
}

TEST_CASE_FIXTURE(Tunnelled, "the proxy's end is the end of the session like any other") {
  LoopbackServer server(loop.io, trusted());
  ConnectProxy proxy(loop.io, {});
  open({.url = Secret(server.url("wss")), .proxies = proxy.rules()});
  proxy.stop();
  CHECK(end(server) == EndReason::peer_closed);
}

TEST_CASE_FIXTURE(Tunnelled, "plain HTTP goes through a proxy on this machine, and through no other") {
  LoopbackServer server(loop.io, {.http_answer = kOk});
  ConnectProxy proxy(loop.io, {});
  CHECK(post({.url = server.url("http"), .proxies = proxy.rules()}).status == 200);
  const ProxyRules elsewhere{.always = Proxy{"proxy.example", 3128, Secret("user:s3cret")}};
  CHECK(post({.url = server.url("http"), .proxies = elsewhere}).failure ==
        "through the proxy proxy.example:3128: plain http and ws go through a proxy on this machine only");
}

TEST_CASE_FIXTURE(Tunnelled,
                  "TLS verifies the host of the url behind the proxy, which is looked up by the proxy alone") {
  LoopbackServer server(loop.io,
                        {.certificate = authority.issue({.names = {"only-the-proxy.test"}}), .http_answer = kOk});
  ConnectProxy proxy(loop.io, {});
  CHECK(post({.url = server.url("https", "only-the-proxy.test"), .proxies = proxy.rules()}).status == 200);
  CHECK(post({.url = server.url("https", "other.test"), .proxies = proxy.rules()}).failure ==
        "through the proxy 127.0.0.1:" + std::to_string(proxy.port()) +
            ": TLS: certificate verify failed (hostname mismatch) for other.test");
  CHECK(server.seen().requests.size() == 1);
}

TEST_CASE_FIXTURE(Tunnelled, "a refusal of the proxy says what to do, and repeats neither its words nor the password") {
  const auto seven = refused("407 s3cret");
  CHECK(seven == said("407 Proxy Authentication Required; it requires a user and a password: write "
                      "http://USER:PASSWORD@HOST:PORT as its address"));
  const auto again = refused("407 Really", "user:s3cret");
  CHECK(again == said("407 Proxy Authentication Required; it rejects this user and password (or requires something "
                      "other than basic authentication)"));
  const auto one = refused("401 Really", "user:s3cret");  // as tinyproxy has it
  CHECK(one.starts_with(said("401 Unauthorized; it rejects this user and password")));
  const auto three = refused("403 No");
  CHECK(three == said("403 Forbidden; it does not allow connections to " + target + "; ask its administrator"));
  const auto two = refused("502 No");
  CHECK(two == said("502 Bad Gateway; it cannot reach " + target));
  const auto five = refused("501 No");
  CHECK(five == said("501 Not Implemented; check that it is an HTTP proxy that allows CONNECT to " + target));
}

TEST_CASE_FIXTURE(Tunnelled, "what is no answer to CONNECT ends the attempt") {
  const auto ssh = failure_behind({.answer = "SSH-2.0-OpenSSH_9.2\r\n\r\n"});
  CHECK(ssh == said("CONNECT with 127.0.0.1:" + port + ": bad version"));
  const auto gone = failure_behind({.hangs_up = true});
  CHECK(gone == said("CONNECT with 127.0.0.1:" + port + ": the peer closed the connection"));
  const auto early = failure_behind({.answer = "HTTP/1.1 200 Fine\r\n\r\nhello"});
  CHECK(early == said("unexpected bytes"));
  limit = Millis{200};
  const auto silent = failure_behind({.silent = true});
  CHECK(silent == said("no answer in CONNECT within 200 ms"));
}

TEST_CASE_FIXTURE(Tunnelled, "the answer to CONNECT has no body, whatever its header says") {
  auto script = trusted();
  script.http_answer = kOk;
  LoopbackServer server(loop.io, std::move(script));
  ConnectProxy proxy(loop.io, {.answer = "HTTP/1.1 200 Fine\r\nContent-Length: 5\r\nVia: x\r\n\r\n"});
  CHECK(post({.url = server.url("https"), .proxies = proxy.rules()}).status == 200);
}

TEST_CASE_FIXTURE(Tunnelled, "a proxy that is not there is named") {
  ProxyRules rules;
  {
    const ConnectProxy gone(loop.io, {});
    rules = gone.rules("user:s3cret");
  }
  const auto there = presenced::base::host_and_port(rules.always->host, rules.always->port);
  CHECK(post({.url = "https://slack.test/", .proxies = rules}).failure ==
        "through the proxy " + there + ": connect to " + there + ": connection refused");
  const AnsweredName odd("proxy.test", {"not an address"});
  CHECK(post({.url = "https://slack.test/", .proxies = {.always = Proxy{"proxy.test", 3128}}})
            .failure.find("through the proxy proxy.test:3128: look up proxy.test: ") == 0);
}
