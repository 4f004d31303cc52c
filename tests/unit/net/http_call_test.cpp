#include "net/http_call.h"

#include "unit/net/fixture.h"
#include "unit/net/name_lookup.h"

using namespace presenced::net;
using namespace presenced::net::test;
using presenced::base::Millis;

namespace {

struct Calls : Fixture {
  std::optional<HttpResult> result;
  int answers = 0;

  std::unique_ptr<HttpCall> start(HttpRequest request) {
    auto call = http_post(loop.io, tls, std::move(request), [this](HttpResult got) {
      ++answers;
      result = std::move(got);
    });
    CHECK(answers == 0);  // never from inside the call
    return call;
  }

  HttpResult post(HttpRequest request) {
    const auto call = start(std::move(request));
    REQUIRE(loop.until([&] { return result.has_value(); }));
    CHECK(answers == 1);
    CHECK((result->status == 0) == !result->failure.empty());
    CHECK(result->failure.find("s3cret") == std::string::npos);
    return *result;
  }

  HttpResult answer_to(const std::string& http_answer) {
    auto script = trusted();
    script.http_answer = http_answer;
    LoopbackServer server(loop.io, std::move(script));
    auto got = post({.url = server.url("https")});
    check_nothing_left(server);
    return got;
  }
};

constexpr auto kOk = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"ok\":true}";
constexpr Millis kShort{500};

}  // namespace

TEST_CASE_FIXTURE(Calls, "an HTTPS POST carries url, headers and body, and brings back the answer") {
  auto script = trusted();
  script.http_answer = kOk;
  LoopbackServer server(loop.io, std::move(script));
  const auto got = post({.url = server.url("https"),
                         .headers = {{"Authorization", "Bearer s3cret"}, {"Content-Type", "text/x"}},
                         .body = "a=1&b=2"});
  CHECK(got.status == 200);
  CHECK(got.body == "{\"ok\":true}");
  CHECK(!got.retry_after);
  REQUIRE(server.seen().requests.size() == 1);
  const auto& request = server.seen().requests[0];
  CHECK(request.starts_with("POST /path/s3cret?query=s3cret HTTP/1.1\r\n"));
  CHECK(request.find("\r\nHost: localhost:" + std::to_string(server.port()) + "\r\n") != std::string::npos);
  CHECK(request.find("\r\nAuthorization: Bearer s3cret\r\n") != std::string::npos);
  CHECK(request.find("\r\nContent-Type: text/x\r\n") != std::string::npos);
  CHECK(request.find("\r\nContent-Length: 7\r\n") != std::string::npos);
  CHECK(request.ends_with("\r\n\r\na=1&b=2"));
  check_nothing_left(server);
}

TEST_CASE_FIXTURE(Calls, "plain HTTP works on loopback") {
  LoopbackServer server(loop.io, Script{.http_answer = kOk});
  CHECK(post({.url = server.url("http", "127.0.0.1")}).status == 200);
}

TEST_CASE_FIXTURE(Calls, "an address in the url is verified against the addresses in the certificate") {
  auto script = trusted();
  script.http_answer = kOk;
  LoopbackServer server(loop.io, std::move(script));
  CHECK(post({.url = server.url("https", "127.0.0.1")}).status == 200);
}

TEST_CASE_FIXTURE(Calls, "errors and redirects are answers like any other") {
  CHECK(answer_to("HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy").status == 503);
  result.reset();
  answers = 0;
  CHECK(answer_to("HTTP/1.1 302 Found\r\nLocation: https://localhost/\r\nContent-Length: 0\r\n\r\n").status == 302);
}

TEST_CASE_FIXTURE(Calls, "an interim answer is passed over") {
  const auto got = answer_to(std::string("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n") + kOk);
  CHECK(got.status == 200);
  CHECK(got.body == "{\"ok\":true}");
}

TEST_CASE_FIXTURE(Calls, "an answer without a length ends with the connection, if that ends in order") {
  CHECK(answer_to("HTTP/1.1 200 OK\r\n\r\nall of it").body == "all of it");
}

TEST_CASE_FIXTURE(Calls, "an answer in chunks is put together") {
  CHECK(answer_to("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n").body ==
        "abcde");
}

TEST_CASE_FIXTURE(Calls, "the scopes that Slack names are handed on") {
  CHECK(answer_to("HTTP/1.1 200 OK\r\nx-oauth-scopes: users:read,dnd:read\r\nContent-Length: 0\r\n\r\n").scopes ==
        "users:read,dnd:read");
}

TEST_CASE_FIXTURE(Calls, "Retry-After is understood where it is a number of seconds, or a date beside the Date") {
  const auto retry_after = [&](const std::string& value) {
    result.reset();
    answers = 0;
    return answer_to("HTTP/1.1 429 Slow down\r\nRetry-After: " + value + "\r\nContent-Length: 0\r\n\r\n").retry_after;
  };
  CHECK(retry_after("30") == std::chrono::seconds{30});
  CHECK(retry_after("0") == std::chrono::seconds{0});
  CHECK(!retry_after("-1"));
  CHECK(!retry_after("3.5"));
  CHECK(!retry_after("30x"));
  CHECK(!retry_after("Fri, 31 Dec 1999 23:59:59 GMT"));  // from when on, nobody knows
  CHECK(!retry_after(""));
  const std::string date = "\r\nDate: Fri, 31 Dec 1999 23:59:29 GMT";
  CHECK(retry_after("Fri, 31 Dec 1999 23:59:59 GMT" + date) == std::chrono::seconds{30});
  CHECK(retry_after("Fri, 31 Dec 1999 23:59:00 GMT" + date) == std::chrono::seconds{0});
}

TEST_CASE_FIXTURE(Calls, "old bug: a Retry-After too large for 32 bits counted as none") {
  const std::chrono::hours day{24};
  for (const char* value : {"4294967296", "4294967297", "1000000000000", "99999999999999999999999999999999"}) {
    CAPTURE(value);
    result.reset();
    answers = 0;
    const auto got =
        answer_to("HTTP/1.1 429 Slow down\r\nRetry-After: " + std::string(value) + "\r\nContent-Length: 0\r\n\r\n");
    REQUIRE(got.retry_after.has_value());
    CHECK(*got.retry_after > day);  // the decoder of replies cuts it to a day
  }
}

TEST_CASE_FIXTURE(Calls, "old bug: the headers of a refusal were ignored when its body was too long or cut off") {
  const std::string head = "HTTP/1.1 429 Slow down\r\nRetry-After: 30\r\n";
  for (const std::string& rest :
       {std::string("Content-Length: 20971520\r\n\r\n"), "Content-Length: 8388609\r\n\r\n" + std::string(1000, 'x'),
        std::string("Content-Length: 100\r\n\r\nonly this")}) {
    CAPTURE(rest.substr(0, 30));
    result.reset();
    answers = 0;
    const auto got = answer_to(head + rest);
    CHECK(got.status == 429);
    CHECK(got.body.empty());
    CHECK(got.retry_after == std::chrono::seconds{30});
    CHECK(got.failure.empty());
  }
}

TEST_CASE_FIXTURE(Calls, "an answer of 200 whose body fails is a failure, which keeps its Retry-After") {
  const auto got = answer_to("HTTP/1.1 200 OK\r\nRetry-After: 7\r\nContent-Length: 100\r\n\r\nonly this");
  CHECK(got.status == 0);
  CHECK(got.body.empty());
  CHECK(got.retry_after == std::chrono::seconds{7});
}

TEST_CASE_FIXTURE(Calls, "the Date of an answer comes with it, whatever its status") {
  const auto got = answer_to("HTTP/1.1 503 Busy\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 0\r\n\r\n");
  CHECK(got.date == presenced::base::wall_from_unix_ms(784'111'777'000));
}

TEST_CASE_FIXTURE(Calls, "an answer that was cut off is none") {
  const auto got = answer_to("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this");
  CHECK(got.failure.find("HTTP response with localhost:") == 0);
  CHECK(got.failure.find("the peer closed the connection") != std::string::npos);
}

TEST_CASE_FIXTURE(Calls, "an answer beyond 8 MiB is refused") {
  const auto got = answer_to("HTTP/1.1 200 OK\r\nContent-Length: 8388609\r\n\r\n");
  CHECK(got.failure.find("body limit exceeded") != std::string::npos);
}

TEST_CASE_FIXTURE(Calls, "what is not HTTP is a failure") {
  const auto got = answer_to("SSH-2.0-OpenSSH_9.2\r\n\r\n");
  CHECK(got.failure.find("HTTP response with localhost:") == 0);
}

TEST_CASE_FIXTURE(Calls, "a server that stays silent is given up within the limit, and the failure says where") {
  struct Row {
    Script::Silence silence;
    const char* failure;
  };
  for (const auto& row : {Row{Script::Silence::from_accept, "no answer in TLS handshake within 500 ms"},
                          Row{Script::Silence::from_tls, "no answer in HTTP response within 500 ms"},
                          Row{Script::Silence::from_request, "no answer in HTTP response within 500 ms"}}) {
    CAPTURE(row.failure);
    result.reset();
    answers = 0;
    auto script = trusted();
    script.silence = row.silence;
    LoopbackServer server(loop.io, std::move(script));
    CHECK(post({.url = server.url("https"), .limit = kShort}).failure == row.failure);
    CHECK(loop.until([&] { return server.seen().departures == 1; }));  // and the connection is really gone
    check_nothing_left(server);
  }
}

TEST_CASE_FIXTURE(Calls, "a name look-up that hangs is given up within the limit, and its late end does no harm") {
  HeldName held("held.test");
  const auto got = post({.url = "https://held.test/s3cret", .limit = kShort});
  CHECK(got.failure == "no answer in name look-up within 500 ms");
  held.release();
  CHECK(loop.drain());
  CHECK(answers == 1);
}

TEST_CASE_FIXTURE(Calls, "a name look-up that hangs keeps no other waiting") {
  const HeldName held("held.test");
  const AnsweredName odd("odd.test", {"not an address"});
  auto hanging = start({.url = "https://held.test/"});
  loop.io.poll();
  CHECK(post({.url = "https://odd.test/"}).failure.find("look up odd.test: ") == 0);
  CHECK(answers == 1);
}

TEST_CASE("a name look-up that hangs does not keep the loop from ending: the daemon stops in time") {
  const auto tls = TlsContext::make(std::nullopt);
  REQUIRE(tls);
  const HeldName held("held.test");  // released after the loop is gone
  boost::asio::io_context loop(1);
  bool answered = false;
  const auto call =
      http_post(loop, tls.value(), {.url = "https://held.test/"}, [&](const HttpResult&) { answered = true; });
  loop.poll();
  CHECK_FALSE(answered);
}

TEST_CASE_FIXTURE(Calls, "a call whose handle is destroyed is never answered, whatever it was doing") {
  const auto never_answered = [&](Script script, auto reached) {
    LoopbackServer server(loop.io, std::move(script));
    auto call = start({.url = server.url("https"), .body = "x"});
    REQUIRE(loop.until([&] { return reached(server.seen()); }));
    call.reset();
    CHECK(loop.until([&] { return server.seen().connections == 0 || server.seen().departures == 1; }));
    check_nothing_left(server);
    CHECK(answers == 0);
  };
  auto script = trusted();
  SUBCASE("nothing yet") {
    never_answered(std::move(script), [](const Seen&) { return true; });
  }
  SUBCASE("TLS handshake") {
    script.silence = Script::Silence::from_accept;
    never_answered(std::move(script), [](const Seen& seen) { return seen.connections == 1; });
  }
  SUBCASE("sending") {
    script.silence = Script::Silence::from_tls;
    never_answered(std::move(script), [](const Seen& seen) { return seen.handshakes == 1; });
  }
  SUBCASE("waiting for the answer") {
    script.silence = Script::Silence::from_request;
    never_answered(std::move(script), [](const Seen& seen) { return seen.requests.size() == 1; });
  }
  SUBCASE("name look-up") {
    HeldName held("held.test");
    auto call = start({.url = "https://held.test/"});
    loop.io.poll();
    call.reset();
    held.release();
    CHECK(loop.drain());
    CHECK(answers == 0);
  }
}

TEST_CASE_FIXTURE(Calls, "the callback may destroy the handle") {
  auto script = trusted();
  script.http_answer = kOk;
  LoopbackServer server(loop.io, std::move(script));
  std::unique_ptr<HttpCall> call;
  int status = 0;
  call = http_post(loop.io, tls, {.url = server.url("https")}, [&](HttpResult got) {
    call.reset();
    status = got.status;
  });
  CHECK(loop.until([&] { return status == 200; }));
  check_nothing_left(server);
}

TEST_CASE_FIXTURE(Calls, "what cannot be asked fails like everything else: later, and in words") {
  const auto failure = [&](std::string url, Headers headers = {}) {
    result.reset();
    answers = 0;
    return post({.url = std::move(url), .headers = std::move(headers), .body = {}}).failure;
  };
  CHECK(failure("http://slack.com/s3cret") == "plain http and ws are for loopback addresses only");
  CHECK(failure("wss://localhost/s3cret") == "the url is a WebSocket url, not an HTTP url");
  CHECK(failure("https://localhost/", {{"Cookie", "s3cret\n"}}) ==
        "the header field Cookie contains a control character (a line break?)");
}
