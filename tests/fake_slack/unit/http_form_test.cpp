#include "fake_slack/http_form.h"

#include <doctest/doctest.h>

namespace presenced::fake_slack {

TEST_CASE("a request's method, token, cookie and parameters are found where Slack looks for them") {
  const HttpRequestHead head{"POST", "/api/users.info?pretty=1", "application/x-www-form-urlencoded", "Bearer xoxc-1",
                             "b=1; d=xoxd-a%2Fb; dd=2"};
  const HttpCall call = call_of(head, "user=U0ANN");
  CHECK(call.method == "users.info");
  CHECK(call.token == "xoxc-1");
  CHECK(call.cookie == "xoxd-a%2Fb");
  CHECK(call.parameters.at("user") == "U0ANN");
  CHECK(cookie_value("dd=2", "d").empty());
}

TEST_CASE("a token in the url, another verb and another content type are breaches") {
  Rulebook rulebook;
  note_http_breaches({"POST", "/api/auth.test", "application/x-www-form-urlencoded; charset=utf-8", "", ""}, rulebook);
  note_tokens_in_url("/api/auth.test", {"xoxb-1", "xapp-1"}, rulebook);
  CHECK(rulebook.breaches().empty());
  note_tokens_in_url("/api/auth.test?token=xoxb%2d1", {"xapp-1", "xoxb-1"}, rulebook);
  note_http_breaches({"GET", "/api/auth.test?token=xoxb%2d1", "application/json", "", ""}, rulebook);
  REQUIRE(rulebook.breaches().size() == 3);
  CHECK(rulebook.breaches()[0].starts_with("token-in-url"));
  CHECK(rulebook.breaches()[0].find("xoxb") == std::string::npos);
}

TEST_CASE("half a message promises all of it, whatever its length") {
  CHECK(half_a_message("abcd") == std::string("\x81\x04"
                                              "ab"));
  const std::string large = half_a_message(std::string(300, 'x'));
  CHECK(large.substr(0, 4) == std::string("\x81\x7E\x01\x2C", 4));
  CHECK(large.size() == 4 + 150);
  CHECK(close_frame(1001) == std::string("\x88\x02\x03\xE9", 4));
}

}  // namespace presenced::fake_slack
