// users.getPresence, as whoever polls meets it.
#include <doctest/doctest.h>

#include "fake_slack/unit/answer.h"
#include "fake_slack/unit/bench.h"

namespace presenced::fake_slack {
namespace {

struct Poller : Bench {
  explicit Poller(Options options = with_modern_app()) : Bench(std::move(options)) {}

  static Options with_modern_app() {
    Options options = plain();
    options.modern = modern_app();
    return options;
  }

  HttpAnswer ask(const std::string& user) {
    return model.http(now, {"users.getPresence", {{"user", user}}, model.options().modern.bot_token, ""});
  }
};

}  // namespace

TEST_CASE("users.getPresence tells the true presence, of people of this workspace only") {
  Poller poller;
  CHECK(text_of(poller.ask("U0ANN"), "presence") == "away");
  poller.model.set_presence(poller.now, {"U0ANN"}, base::Presence::active);
  CHECK(text_of(poller.ask("U0ANN"), "presence") == "active");
  Person stranger;
  stranger.id = {"U0STRANGE"};
  stranger.guest = true;
  poller.model.join(poller.now, stranger);
  CHECK(error_of(poller.ask("U0STRANGE")) == "user_not_found");
  CHECK(error_of(poller.ask("U0NOBODY")) == "user_not_found");
}

TEST_CASE("fifty calls a minute pass for ever, and more are refused with Retry-After") {
  Poller poller;
  for (int i = 0; i < 200; ++i) {
    CHECK(poller.ask("U0ANN").ok);
    poller.pass(1200ms);
  }
  for (int i = 0; i < 52; ++i) CHECK(poller.ask("U0ANN").ok);
  CHECK(poller.broken().empty());
  const HttpAnswer refused = poller.ask("U0ANN");
  CHECK(refused.status == 429);
  CHECK(refused.retry_after == 2);
  CHECK(poller.broken() == std::vector<std::string>{"tier"});
}

TEST_CASE("the limit of one app is not that of another") {
  Poller poller;
  for (int i = 0; i < 52; ++i) poller.ask("U0ANN");
  CHECK(poller.ask("U0ANN").status == 429);
  CHECK(poller.call("users.getPresence", {{"user", "U0ANN"}}).ok);
  CHECK(poller.model.calls("users.getPresence") == 54);
}

TEST_CASE("a 429 can come without Retry-After, and with a page in place of JSON") {
  for (const ApiAnswer form : {ApiAnswer::rate_limited_bare, ApiAnswer::rate_limited_page}) {
    Options options = Poller::with_modern_app();
    options.over_tier = form;
    Poller poller(options);
    for (int i = 0; i < 52; ++i) poller.ask("U0ANN");
    const HttpAnswer over = poller.ask("U0ANN");
    CHECK(over.status == 429);
    CHECK_FALSE(over.retry_after);
    CHECK((over.content_type == "text/html") == (form == ApiAnswer::rate_limited_page));

    poller.pass(60s);
    ApiFault fault;
    fault.answer = form;
    poller.model.fail_next_call("users.getPresence", fault);
    CHECK(poller.ask("U0ANN").status == 429);
    CHECK(poller.ask("U0ANN").ok);
  }
}

}  // namespace presenced::fake_slack
