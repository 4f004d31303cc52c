// Web servers as receivers: real ones on loopback, with and without TLS.
#include "hooks/post.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <thread>

#include "unit/net/loopback_server.h"
#include "unit/net/test_certificates.h"

namespace presenced::hooks {
namespace {

using base::Millis;
using base::Secret;
using net::test::LoopbackServer;
using net::test::Script;
using Steady = std::chrono::steady_clock;

// A server on a thread of its own: a delivery keeps the thread of the test.
class Served {
 public:
  explicit Served(Script script) : server_(loop_, std::move(script)), thread_([this] { loop_.run(); }) {}
  ~Served() { stop(); }

  std::string url(const std::string& scheme, const std::string& host = "localhost") const {
    return server_.url(scheme, host);
  }
  const net::test::Seen& stop() {  // what it has seen
    if (thread_.joinable()) {
      boost::asio::post(loop_, [this] {
        server_.stop();
        loop_.stop();
      });
      thread_.join();
    }
    return server_.seen();
  }

 private:
  boost::asio::io_context loop_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{loop_.get_executor()};
  LoopbackServer server_;
  std::thread thread_;
};

Script answering(const std::string& status, const std::string& headers = "") {
  Script script;
  script.http_answer = "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: 0\r\n\r\n";
  return script;
}

net::TlsContext trust(const std::optional<std::string>& authorities = std::nullopt) {
  auto made = net::TlsContext::make(authorities);
  REQUIRE(made.ok());
  return std::move(made.value());
}

Outcome posted(PostTarget target, net::TlsContext tls = trust(), Millis limit = Millis{5'000},
               Ending ending = Ending()) {
  return Post(std::move(target), std::move(tls), limit, ending).deliver("{\"seq\":1}\n");
}

Outcome answered_with(const std::string& status, const std::string& headers = "") {
  Served server(answering(status, headers));
  return posted({Secret(server.url("http"))});
}

TEST_CASE("a change is the body of a POST, with the further headers, and a 2xx acknowledges it") {
  Served server(answering("204 No Content"));
  PostTarget target{Secret(server.url("http")), {{"Authorization", Secret("Bearer s3cret")}}};
  CHECK(posted(std::move(target)).acknowledged);
  const auto& seen = server.stop();
  REQUIRE(seen.requests.size() == 1);
  const std::string& request = seen.requests[0];
  CHECK(request.starts_with("POST /"));
  CHECK(request.ends_with("\r\n\r\n{\"seq\":1}\n"));
  CHECK(request.find("\r\nContent-Type: application/json\r\n") != std::string::npos);
  CHECK(request.find("\r\nAuthorization: Bearer s3cret\r\n") != std::string::npos);
  CHECK(answered_with("200 OK").acknowledged);
  CHECK(answered_with("299 Odd").acknowledged);
}

TEST_CASE("any other status is a failure") {
  CHECK(answered_with("400 Bad").why == "the server answered with status 400");
  CHECK(answered_with("503 Busy").why == "the server answered with status 503");
  CHECK_FALSE(answered_with("404 Gone").acknowledged);
}

TEST_CASE("Retry-After comes with the failure") {
  CHECK(answered_with("503 Busy", "Retry-After: 7\r\n").retry_after == std::chrono::seconds{7});
  CHECK(answered_with("429 Slow",
                      "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
                      "Retry-After: Sun, 06 Nov 1994 08:49:40 GMT\r\n")
            .retry_after == std::chrono::seconds{3});
  CHECK_FALSE(answered_with("503 Busy").retry_after);
}

TEST_CASE("a redirect is not followed") {
  Served elsewhere(answering("200 OK"));
  const Outcome outcome = answered_with("307 Elsewhere", "Location: " + elsewhere.url("http") + "\r\n");
  CHECK(outcome.why == "the server answered with status 307; redirects are not followed");
  CHECK(elsewhere.stop().connections == 0);
}

TEST_CASE("a server that is not there or does not answer is a failure within the limit, and the url is not shown") {
  std::string url;
  {
    const Served server(answering("200 OK"));
    url = server.url("http", "127.0.0.1");
  }
  const Outcome refused = posted({Secret(url + "s3cret")});
  CHECK_FALSE(refused.acknowledged);
  CHECK(refused.why.find("connection refused") != std::string::npos);
  CHECK(refused.why.find("s3cret") == std::string::npos);
  Script silent = answering("200 OK");
  silent.silence = Script::Silence::from_request;
  Served server(std::move(silent));
  const auto begin = Steady::now();
  CHECK_FALSE(posted({Secret(server.url("http"))}, trust(), Millis{400}).acknowledged);
  CHECK(Steady::now() - begin < Millis{3'000});
}

TEST_CASE("https is verified: a known authority acknowledges, an unknown one and another name do not") {
  const net::test::TestAuthority authority;
  const auto served = [&](const net::test::CertificateWish& wish) {
    Script script = answering("200 OK");
    script.certificate = authority.issue(wish);
    return script;
  };
  Served good(served({}));
  CHECK(posted({Secret(good.url("https"))}, trust(authority.pem())).acknowledged);
  const Outcome unknown = posted({Secret(good.url("https"))});
  CHECK_FALSE(unknown.acknowledged);
  CHECK(unknown.why.starts_with("TLS: "));
  CHECK(good.stop().requests.size() == 1);
  Served another(served({{"elsewhere.example"}, false}));
  CHECK_FALSE(posted({Secret(another.url("https"))}, trust(authority.pem())).acknowledged);
  CHECK(another.stop().requests.empty());
}

TEST_CASE("http to another machine is refused before anything is sent") {
  const Outcome outcome = posted({Secret("http://hooks.example/s3cret")});
  CHECK(outcome.why == "plain http and ws are for loopback addresses only");
}

TEST_CASE("a wish to end drops a request that is not answered within the time of grace") {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  REQUIRE(write(ends[1], "x", 1) == 1);
  Script silent = answering("200 OK");
  silent.silence = Script::Silence::from_request;
  Served hanging(std::move(silent));
  Served quick(answering("200 OK"));
  CHECK(posted({Secret(quick.url("http"))}, trust(), Millis{20'000}, Ending(ends[0])).acknowledged);
  const auto begin = Steady::now();
  CHECK(posted({Secret(hanging.url("http"))}, trust(), Millis{20'000}, Ending(ends[0])).why ==
        "the request was dropped, as presencectl was told to end");
  CHECK(Steady::now() - begin >= Ending::kGrace);
  CHECK(Steady::now() - begin < Ending::kGrace + Millis{4'000});
  close(ends[0]);
  close(ends[1]);
}

}  // namespace
}  // namespace presenced::hooks
