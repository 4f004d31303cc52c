// The way to a connection, seen through HTTP calls: addresses, ports, certificates.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/http_call.h"
#include "unit/net/fixture.h"
#include "unit/net/name_lookup.h"

using namespace presenced::net;
using namespace presenced::net::test;
using presenced::base::Millis;

namespace {

struct Dialling : Fixture {
  HttpResult post(const std::string& url, Millis limit = Millis{10'000}) {
    std::optional<HttpResult> result;
    const auto call =
        http_post(loop.io, tls, {.url = url, .limit = limit}, [&](HttpResult got) { result = std::move(got); });
    REQUIRE(loop.until([&] { return result.has_value(); }));
    CHECK(result->failure.find("s3cret") == std::string::npos);
    return *result;
  }

  std::string failure_with(Script script, const std::string& host = "localhost") {
    LoopbackServer server(loop.io, std::move(script));
    const auto failure = post(server.url("https", host)).failure;
    CHECK(server.seen().requests.empty());  // not a byte of the request to a server we do not trust
    check_nothing_left(server);
    return failure;
  }
};

// Listens, accepts nothing, and has its queue full: further attempts to connect hang.
class BlackHole {
 public:
  BlackHole(const char* address, std::uint16_t port) : listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    target_.sin_family = AF_INET;
    target_.sin_port = htons(port);
    REQUIRE(::inet_pton(AF_INET, address, &target_.sin_addr) == 1);
    REQUIRE(::bind(listener_, reinterpret_cast<const sockaddr*>(&target_), sizeof target_) == 0);
    REQUIRE(::listen(listener_, 0) == 0);
    for (auto& client : fillers_) {
      client = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
      static_cast<void>(::connect(client, reinterpret_cast<const sockaddr*>(&target_), sizeof target_));
    }
  }
  ~BlackHole() {
    for (const int client : fillers_) ::close(client);
    ::close(listener_);
  }

 private:
  int listener_;
  int fillers_[8] = {};
  sockaddr_in target_{};
};

}  // namespace

TEST_CASE_FIXTURE(Dialling, "a refused connection says who refused") {
  std::string url;
  std::string port;
  {
    const LoopbackServer gone(loop.io, Script{});
    url = gone.url("https", "127.0.0.1");
    port = std::to_string(gone.port());
  }
  CHECK(post(url).failure == "connect to 127.0.0.1:" + port + ": connection refused");
}

TEST_CASE_FIXTURE(Dialling, "a name that does not exist is a failure of the look-up") {
  const AnsweredName odd("odd.test", {"not an address"});
  CHECK(post("https://odd.test/s3cret").failure.find("look up odd.test: ") == 0);
}

TEST_CASE_FIXTURE(Dialling, "all addresses of a name are tried in turn") {
  Script script{.certificate = authority.issue({.names = {"many.test"}}), .http_answer = "HTTP/1.1 204 Fine\r\n\r\n"};
  LoopbackServer server(loop.io, std::move(script));
  const AnsweredName many("many.test", {"127.0.0.2", "127.0.0.3", "127.0.0.1"});
  CHECK(post(server.url("https", "many.test")).status == 204);
}

TEST_CASE_FIXTURE(Dialling, "an address that swallows everything costs its share of the limit, not all of it") {
  Script script{.certificate = authority.issue({.names = {"two.test"}}), .http_answer = "HTTP/1.1 204 Fine\r\n\r\n"};
  LoopbackServer server(loop.io, std::move(script));
  const BlackHole hole("127.0.0.2", server.port());
  const AnsweredName two("two.test", {"127.0.0.2", "127.0.0.1"});
  CHECK(post(server.url("https", "two.test"), Millis{2'000}).status == 204);
}

TEST_CASE_FIXTURE(Dialling, "a connection that is not made within the limit is given up") {
  LoopbackServer server(loop.io, trusted());
  const BlackHole hole("127.0.0.2", server.port());
  CHECK(post(server.url("https", "127.0.0.2"), Millis{200}).failure == "no answer in TCP connection within 200 ms");
}

TEST_CASE_FIXTURE(Dialling, "without TLS, a name is believed only where it leads to loopback") {
  const AnsweredName lied("localhost", {"192.0.2.1"});
  CHECK(post("http://localhost/s3cret").failure.find("connect to localhost:80: ") == 0);
}

TEST_CASE_FIXTURE(Dialling, "a certificate for another host is refused") {
  CHECK(failure_with({.certificate = authority.issue({.names = {"other.example"}})}) ==
        "TLS: certificate verify failed (hostname mismatch) for localhost");
}

TEST_CASE_FIXTURE(Dialling, "a certificate for another address is refused") {
  CHECK(failure_with({.certificate = authority.issue({.loopback_address = false})}, "127.0.0.1") ==
        "TLS: certificate verify failed (IP address mismatch) for 127.0.0.1");
}

TEST_CASE_FIXTURE(Dialling, "a self-signed certificate is refused") {
  CHECK(failure_with({.certificate = self_signed({})}) ==
        "TLS: certificate verify failed (self-signed certificate) for localhost");
}

TEST_CASE_FIXTURE(Dialling, "a certificate from an authority that is not trusted is refused") {
  CHECK(failure_with({.certificate = TestAuthority().issue({})}).find("TLS: certificate verify failed (") == 0);
}

TEST_CASE_FIXTURE(Dialling, "a certificate out of its time is refused") {
  CHECK(failure_with({.certificate = authority.issue({.valid_from_days = -2, .valid_until_days = -1})}) ==
        "TLS: certificate verify failed (certificate has expired) for localhost");
  CHECK(failure_with({.certificate = authority.issue({.valid_from_days = 1, .valid_until_days = 2})}) ==
        "TLS: certificate verify failed (certificate is not yet valid) for localhost");
}

TEST_CASE_FIXTURE(Dialling, "a server that knows only TLS 1.1 is refused") {
  auto script = trusted();
  script.only_tls_1_1 = true;
  CHECK(failure_with(std::move(script)).find("TLS: ") == 0);
}
