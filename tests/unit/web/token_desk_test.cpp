#include "web/token_desk.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "net/digest.h"
#include "support/temp_dir.h"

namespace presenced::web {
namespace {

using Kind = Credential::Kind;

constexpr base::WallTime kNow = base::wall_from_unix_ms(1'795'176'000'000);

struct Desk {
  presenced::test::TempDir dir;
  access::TokenFile file{dir / "tokens"};
  std::vector<std::string> problems;
  TokenDesk desk{dir / "tokens", dir / "opened", [this](const std::string& problem) { problems.push_back(problem); }};
  std::vector<access::Token> tokens;
  base::Instant now{base::MonoTime{base::Millis{1'000}}, kNow};

  // Its secrets are "link of NAME" and "bearer of NAME".
  void add(const std::string& name, std::optional<access::Limit> limit = {}, std::optional<base::WallTime> until = {}) {
    tokens.push_back({name, std::move(limit), until, net::sha256("link of " + name), net::sha256("bearer of " + name)});
    REQUIRE(file.write(tokens).empty());
  }
  int bearer(const std::string& secret) { return status_of({Kind::bearer, base::Secret(secret)}); }
  int cookie(const base::Secret& secret) { return status_of({Kind::cookie, secret}); }
  int status_of(const Credential& credential) {
    const auto admitted = desk.admit(credential, now);
    return admitted ? 200 : admitted.error().status;
  }
  int link(const std::string& secret) {
    const auto opened = desk.open_link(base::Secret(secret), now);
    return opened ? 200 : opened.error().status;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Desk, "a bearer token lets in whom it names, with its limit and its end") {
  add("all");
  add("visitor", access::Limit{{"on-call"}, "acme"}, kNow + base::Millis{1});
  const auto visitor = desk.admit({Kind::bearer, base::Secret("bearer of visitor")}, now);
  REQUIRE(visitor.ok());
  CHECK(visitor.value().name == "visitor");
  CHECK(visitor.value().limit == access::Limit{{"on-call"}, "acme"});
  CHECK(visitor.value().until == kNow + base::Millis{1});
  CHECK_FALSE(desk.admit({Kind::bearer, base::Secret("bearer of all")}, now).value().limit);
}

TEST_CASE_FIXTURE(Desk, "nobody else is let in, whatever they bring") {
  add("dana");
  CHECK(status_of({}) == 401);
  CHECK(bearer("bearer of lee") == 401);
  CHECK(bearer("") == 401);
  CHECK(bearer(net::sha256("bearer of dana")) == 401);  // what stands in the file opens nothing
  CHECK(bearer("link of dana") == 401);
  CHECK(cookie(base::Secret("bearer of dana")) == 401);
  CHECK(cookie(base::Secret("link of dana")) == 401);
}

TEST_CASE_FIXTURE(Desk, "a link opens once, into a cookie that goes on working") {
  add("dana");
  const auto opened = desk.open_link(base::Secret("link of dana"), now);
  REQUIRE(opened.ok());
  CHECK(opened.value().visitor.name == "dana");
  CHECK(cookie(opened.value().cookie) == 200);
  CHECK(link("link of dana") == 410);
  CHECK(cookie(opened.value().cookie) == 200);
  TokenDesk next{dir / "tokens", dir / "opened", [](const std::string&) {}};  // after a restart
  CHECK(next.open_link(base::Secret("link of dana"), now).error().status == 410);
  CHECK(next.admit({Kind::cookie, opened.value().cookie}, now).ok());
  CHECK(link("link of nobody") == 401);
  CHECK(link("bearer of dana") == 401);
}

TEST_CASE_FIXTURE(Desk, "a token that has ended lets nobody in, by none of its secrets") {
  add("dana", {}, kNow + base::Millis{10});
  const auto opened = desk.open_link(base::Secret("link of dana"), now);
  REQUIRE(opened.ok());
  add("late", {}, kNow + base::Millis{10});
  now.wall = kNow + base::Millis{10};
  CHECK(bearer("bearer of dana") == 403);
  CHECK(cookie(opened.value().cookie) == 403);
  CHECK(link("link of late") == 403);
}

TEST_CASE_FIXTURE(Desk, "revoking holds at once, for bearers and cookies") {
  add("dana");
  const auto opened = desk.open_link(base::Secret("link of dana"), now);
  REQUIRE(opened.ok());
  REQUIRE(bearer("bearer of dana") == 200);
  tokens.clear();
  REQUIRE(file.write(tokens).empty());
  CHECK(bearer("bearer of dana") == 401);
  CHECK(cookie(opened.value().cookie) == 401);
  add("dana");  // again, and its old cookie is of another link
  tokens[0].link_digest = net::sha256("another link");
  REQUIRE(file.write(tokens).empty());
  CHECK(cookie(opened.value().cookie) == 401);
}

TEST_CASE_FIXTURE(Desk, "too many wrong tokens are refused as such, and right ones still work") {
  add("dana");
  for (std::size_t i = 0; i < kWrongTokensAtOnce; ++i) CHECK(bearer("wrong") == 401);
  const auto refused = desk.admit({Kind::bearer, base::Secret("wrong")}, now);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().status == 429);
  CHECK(refused.error().headers == net::Headers{{"Retry-After", "60"}});
  CHECK(link("wrong") == 429);
  CHECK(bearer("bearer of dana") == 200);
  now.mono += kWrongTokensWithin;
  CHECK(bearer("wrong") == 401);
}

TEST_CASE_FIXTURE(Desk, "without a usable file nobody is let in, and the log says why") {
  CHECK(bearer("bearer of dana") == 401);  // there is none yet
  add("dana");
  CHECK(bearer("bearer of dana") == 200);
  REQUIRE(::chmod(file.path().c_str(), 0644) == 0);
  CHECK(bearer("bearer of dana") == 503);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].find("mode 0644") != std::string::npos);
  REQUIRE(::chmod(file.path().c_str(), 0640) == 0);
  CHECK(bearer("bearer of dana") == 200);
  std::filesystem::remove(file.path());
  CHECK(bearer("bearer of dana") == 401);
}

}  // namespace presenced::web
