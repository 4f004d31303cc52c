// The tokens of browser sessions: the cookie, and what such a socket is told.
#include <doctest/doctest.h>

#include "fake_slack/cookie.h"
#include "fake_slack/unit/answer.h"
#include "fake_slack/unit/bench.h"

namespace presenced::fake_slack {
namespace {

Options browser() {
  Options options = Bench::plain();
  options.token = "xoxc-1";
  options.cookie = "xoxd-a/b=";
  options.browser_session = true;
  return options;
}

}  // namespace

TEST_CASE("a cookie is good when it is URL-encoded once") {
  CHECK(judge_cookie("xoxd-a%2Fb%3D", "xoxd-a/b=").good);
  CHECK(judge_cookie("xoxd-a%2fb%3d", "xoxd-a/b=").good);
  CHECK(judge_cookie("xoxd-1", "xoxd-1").good);
  CHECK(judge_cookie("", "xoxd-1").breach == "it is missing");
  CHECK(judge_cookie("xoxd-a/b=", "xoxd-a/b=").breach == "it is not URL-encoded");
  CHECK(judge_cookie("xoxd-a%252Fb%253D", "xoxd-a/b=").breach == "it is URL-encoded twice");
  const CookieVerdict other = judge_cookie("xoxd-2", "xoxd-1");
  CHECK_FALSE(other.good);
  CHECK(other.breach.empty());
}

TEST_CASE("the cookie must come with every call and with the upgrade") {
  Bench bench(browser());
  CHECK(error_of(bench.call("rtm.connect")) == "invalid_auth");
  CHECK(error_of(bench.model.http(bench.now, {"users.list", {}, "xoxc-1", "xoxd-a%252Fb%253D"})) == "invalid_auth");
  CHECK(bench.broken() == std::vector<std::string>{"cookie", "cookie"});
  const HttpAnswer answer = bench.model.http(bench.now, {"rtm.connect", {}, "xoxc-1", "xoxd-a%2Fb%3D"});
  REQUIRE(answer.ok);
  const std::string path = text_of(answer, "url").substr(bench.model.options().url_base.size());
  CHECK(bench.model.upgrade(bench.now, path).status == 403);
  CHECK(bench.model.upgrade(bench.now, path, "xoxd-a%2Fb%3D").status == 101);
  CHECK(bench.broken().size() == 3);
}

TEST_CASE("of others such a socket is told that their record is out of date, of ourselves everything") {
  Options options = browser();
  options.cookie.clear();
  Bench bench(options);
  bench.open();
  bench.model.set_status(bench.now, {"U0ANN"}, {"lunch", "", {}});
  const auto others = bench.texts();
  REQUIRE(others.size() == 1);
  CHECK(others[0].find("user_invalidated") != std::string::npos);
  CHECK(others[0].find("lunch") == std::string::npos);
  bench.model.set_status(bench.now, self_id(), {"watching", "", {}});
  const auto ours = bench.texts();
  REQUIRE(ours.size() == 2);
  CHECK(ours[0].find("user_change") != std::string::npos);
  CHECK(ours[1].find("user_status_changed") != std::string::npos);
}

}  // namespace presenced::fake_slack
