#include <doctest/doctest.h>

#include "fake_slack/unit/answer.h"
#include "fake_slack/unit/bench.h"

namespace presenced::fake_slack {
TEST_CASE("a call without a token, with a wrong one or with a revoked one is refused") {
  Bench bench;
  CHECK(error_of(bench.model.http(bench.now, {"auth.test", {}, "", ""})) == "not_authed");
  CHECK(error_of(bench.model.http(bench.now, {"auth.test", {}, "xoxb-other", ""})) == "invalid_auth");
  bench.model.api().refuse_token("token_revoked");
  CHECK(error_of(bench.call("auth.test")) == "token_revoked");
  bench.model.api().accept_token();
  CHECK(bench.call("auth.test").ok);
  CHECK(error_of(bench.call("chat.postMessage")) == "unknown_method");
}

TEST_CASE("rtm.connect lets ten pass, then one a minute; calling while Retry-After runs is a breach") {
  Bench bench;
  for (int i = 0; i < 10; ++i) CHECK(bench.call("rtm.connect").ok);
  const HttpAnswer limited = bench.call("rtm.connect");
  CHECK(limited.status == 429);
  CHECK(limited.retry_after == 60);
  CHECK(bench.broken().empty());
  bench.pass(59s);
  const HttpAnswer again = bench.call("rtm.connect");
  CHECK(again.status == 429);
  CHECK(again.retry_after == 1);
  CHECK(bench.broken() == std::vector<std::string>{"retry-after"});
  bench.pass(1s);
  CHECK(bench.call("rtm.connect").ok);
  CHECK(bench.call("auth.test").ok);
  CHECK(bench.model.calls("rtm.connect") == 13);
}

TEST_CASE("a call that was under way when Retry-After came is refused, and no breach") {
  Options options = Bench::plain();
  options.under_way = 5s;
  Bench bench(options);
  ApiFault fault;
  fault.answer = ApiAnswer::rate_limited;
  bench.model.fail_next_call("users.info", fault);
  CHECK(bench.call("users.info", {{"user", "U0ANN"}}).status == 429);
  bench.pass(3s);
  CHECK(bench.call("users.info", {{"user", "U0ANN"}}).status == 429);
  CHECK(bench.broken().empty());
  bench.pass(3s);
  CHECK(bench.call("users.info", {{"user", "U0ANN"}}).status == 429);
  CHECK(bench.broken() == std::vector<std::string>{"retry-after"});
}

TEST_CASE("users.list has 20 calls a minute, and every method its own limit") {
  Bench bench;
  for (int i = 0; i < 22; ++i) CHECK(bench.call("users.list").ok);
  CHECK(bench.broken().empty());
  CHECK(bench.call("users.list").status == 429);
  CHECK(bench.broken() == std::vector<std::string>{"tier"});
  CHECK(bench.call("users.info", {{"user", "U0ANN"}}).ok);
}

TEST_CASE("users.list comes in pages; the last has an empty cursor") {
  Bench bench;
  simdjson::dom::parser parser;
  std::vector<std::string> ids;
  std::string cursor;
  int pages = 0;
  do {
    const HttpAnswer answer = bench.call("users.list", {{"limit", "3"}, {"cursor", cursor}});
    const simdjson::dom::element body = parser.parse(answer.body);
    for (const simdjson::dom::element member : simdjson::dom::array(body["members"]))
      ids.emplace_back(std::string_view(member["id"]));
    cursor = std::string_view(body["response_metadata"]["next_cursor"]);
    ++pages;
  } while (!cursor.empty() && pages < 10);
  CHECK(pages == 2);
  CHECK(ids == std::vector<std::string>{"U0FAKEBOT", "U0ANN", "U0BEN", "U0CAT"});
  CHECK(error_of(bench.call("users.list", {{"cursor", "made up"}})) == "invalid_cursor");
}

TEST_CASE("users.info and users.getPresence know members, and nobody else") {
  Bench bench;
  bench.model.set_status(bench.now, {"U0ANN"}, {"lunch", ":sandwich:", bench.now.wall + 60s});
  simdjson::dom::parser parser;
  const HttpAnswer info = bench.call("users.info", {{"user", "U0ANN"}});
  const simdjson::dom::element body = parser.parse(info.body);
  CHECK(std::string_view(body["user"]["profile"]["status_emoji"]) == ":sandwich:");
  CHECK(std::int64_t(body["user"]["profile"]["status_expiration"]) == base::unix_ms(bench.now.wall) / 1000 + 60);
  CHECK(error_of(bench.call("users.info", {{"user", "U0NOBODY"}})) == "user_not_found");
  bench.model.set_presence(bench.now, {"U0ANN"}, base::Presence::active);
  CHECK(bench.call("users.getPresence", {{"user", "U0ANN"}}).body == R"({"presence":"active","ok":true})");
  CHECK(error_of(bench.call("users.setPresence", {{"presence", "active"}})) == "invalid_presence");
}

TEST_CASE("a form is read the way a browser writes it") {
  const Form form = read_form("a=1&b=x+y&c=%C3%A9%3d&&d&e=50%&f=%4");
  CHECK(form.at("a") == "1");
  CHECK(form.at("b") == "x y");
  CHECK(form.at("c") == "\u00e9=");
  CHECK(form.at("d").empty());
  CHECK(form.at("e") == "50%");
  CHECK(form.at("f") == "%4");
}

}  // namespace presenced::fake_slack
