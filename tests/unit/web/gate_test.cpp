#include "web/gate.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "unit/web/page_request.h"

namespace presenced::web {
namespace {

using test::get;

const GateSettings kLoopback{"127.0.0.1", 8420, {}, {}};

int status(const GateSettings& gate, const net::HttpQuestion& question) {
  const auto refused = refused_at_gate(gate, question);
  return refused ? refused->status : 200;
}

int with_host(const GateSettings& gate, std::string host) {
  return status(gate, get("/now", {{"Host", std::move(host)}}));
}

}  // namespace

TEST_CASE("only GET and HEAD are answered") {
  CHECK(status(kLoopback, get("/now")) == 200);
  CHECK(status(kLoopback, get("/now", {}, "HEAD")) == 200);
  for (const char* method : {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "PURGE"}) {
    const auto refused = refused_at_gate(kLoopback, get("/api/now", {}, method));
    REQUIRE(refused);
    CHECK(refused->status == 405);
    CHECK(refused->allow == "GET, HEAD");
  }
}

TEST_CASE("the host must be this machine with our port, or one that is allowed") {
  for (const char* host : {"127.0.0.1:8420", "localhost:8420", "LOCALHOST:8420", "[::1]:8420"})
    CHECK(with_host(kLoopback, host) == 200);
  for (const char* host : {"evil.example", "evil.example:8420", "127.0.0.1", "127.0.0.1:80", "localhost:84200", "",
                           "127.0.0.1.evil.example:8420", "10.0.0.7:8420", "127.0.0.1:8420@evil.example", "a b"})
    CHECK_MESSAGE(with_host(kLoopback, host) == 421, host);
  CHECK(status(kLoopback, net::HttpQuestion{"GET", "/now", {}, {}, {}}) == 421);
  CHECK(status(kLoopback, get("/now", {{"Host", "127.0.0.1:8420"}, {"Host", "evil.example"}})) == 421);
  const GateSettings behind_proxy{"127.0.0.1", 8420, {"presence.example"}, {}};
  CHECK(with_host(behind_proxy, "presence.example") == 200);
  CHECK(with_host(behind_proxy, "Presence.Example:8443") == 200);
  CHECK(with_host(behind_proxy, "evil.presence.example") == 421);
  const GateSettings on_network{"10.0.0.7", 8420, {}, {}};
  CHECK(with_host(on_network, "10.0.0.7:8420") == 200);
  CHECK(with_host(on_network, "10.0.0.8:8420") == 421);
}

TEST_CASE("on a Unix socket every host will do, unless some are given") {
  CHECK(with_host({}, "presence.example") == 200);
  const GateSettings one{"", 0, {"presence.example"}, {}};
  CHECK(with_host(one, "presence.example") == 200);
  CHECK(with_host(one, "other.example") == 421);
}

TEST_CASE("requests of other sites are refused, links to a page are not") {
  const auto from = [](std::string target, const char* site, const char* mode, const char* destination) {
    return status(
        kLoopback,
        get(std::move(target), {{"Sec-Fetch-Site", site}, {"Sec-Fetch-Mode", mode}, {"Sec-Fetch-Dest", destination}}));
  };
  CHECK(from("/api/now", "same-origin", "cors", "empty") == 200);
  CHECK(from("/now", "none", "navigate", "document") == 200);
  CHECK(from("/now?who=dana", "cross-site", "navigate", "document") == 200);
  for (const char* site : {"cross-site", "same-site"}) {
    CHECK(from("/api/now", site, "no-cors", "script") == 403);
    CHECK(from("/api/now", site, "cors", "empty") == 403);
    CHECK(from("/api/now", site, "navigate", "document") == 403);
    CHECK(from("/assets/app.js", site, "no-cors", "script") == 403);
    CHECK(from("/api/events", site, "cors", "empty") == 403);
  }
}

TEST_CASE("an origin other than ours is refused") {
  const GateSettings behind_proxy{"127.0.0.1", 8420, {"presence.example"}, {}};
  const auto from = [&](const GateSettings& gate, const char* origin) {
    return status(gate, get("/api/now", {{"Origin", origin}}));
  };
  CHECK(from(kLoopback, "http://127.0.0.1:8420") == 200);
  CHECK(from(behind_proxy, "https://presence.example") == 200);
  for (const char* origin :
       {"http://evil.example", "null", "http://127.0.0.1:9999", "", "https://presence.example.evil"}) {
    CHECK(from(kLoopback, origin) == 403);
    CHECK(from(behind_proxy, origin) == 403);
  }
}

TEST_CASE("nothing is answered for a frame, also of our own site") {
  for (const char* destination : {"iframe", "frame", "embed", "object", "fencedframe"})
    CHECK(status(kLoopback, get("/now", {{"Sec-Fetch-Site", "same-origin"},
                                         {"Sec-Fetch-Mode", "navigate"},
                                         {"Sec-Fetch-Dest", destination}})) == 403);
}

TEST_CASE("the user is who the trusted header names") {
  const GateSettings gate{"", 0, {}, "X-Remote-User"};
  CHECK(trusted_user(gate, get("/now", {{"x-remote-user", "dana"}})) == "dana");
  CHECK_FALSE(trusted_user(gate, get("/now", {{"X-Remote-User", ""}})));
  CHECK_FALSE(trusted_user(gate, get("/now", {{"X-Remote-User", "root"}, {"x-remote-user", "dana"}})));
  CHECK_FALSE(trusted_user(gate, get("/now")));
  CHECK_FALSE(trusted_user(kLoopback, get("/now", {{"X-Remote-User", "dana"}})));
}

TEST_CASE("every answer forbids frames, foreign scripts and guessing of types") {
  const net::Headers fields = protective_headers();
  const auto value = [&](std::string_view name) {
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const auto& one) { return one.first == name; });
    return found == fields.end() ? std::string() : found->second;
  };
  const std::string policy = value("Content-Security-Policy");
  CHECK(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"));
  CHECK(policy.find("frame-ancestors 'none'") != std::string::npos);
  CHECK(policy.find("unsafe") == std::string::npos);
  CHECK(value("X-Content-Type-Options") == "nosniff");
  CHECK(value("Referrer-Policy") == "no-referrer");
  CHECK(value("Cross-Origin-Resource-Policy") == "same-origin");
  CHECK(value("Cross-Origin-Opener-Policy") == "same-origin");
}

}  // namespace presenced::web
