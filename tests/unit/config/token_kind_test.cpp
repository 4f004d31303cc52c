#include "config/token_kind.h"

#include <doctest/doctest.h>

using namespace presenced::config;

TEST_CASE("the kind of a token is told by its prefix") {
  CHECK(kind_of_token("xoxb-1-2") == TokenKind::bot);
  CHECK(kind_of_token("xoxp-1-2") == TokenKind::user);
  CHECK(kind_of_token("xoxc-1-2") == TokenKind::browser);
  CHECK(kind_of_token("xapp-1-A1-2") == TokenKind::app);
  CHECK(kind_of_token("xoxe.xoxb-1-2") == TokenKind::rotating);
  CHECK(kind_of_token("xoxe-1-2") == TokenKind::rotating);
  CHECK(kind_of_token("xoxd-1") == TokenKind::cookie);
  CHECK(kind_of_token("token") == TokenKind::other);
  CHECK(kind_of_token("") == TokenKind::other);
}

TEST_CASE("nothing speaks against tokens that may work, also of a kind that is not known") {
  for (const char* token : {"xoxb-1", "xoxp-1", "xoxc-1", "xoxs-1", "token"}) CHECK(fault_of_token(token).empty());
  CHECK(fault_of_app_token("xapp-1").empty());
}

TEST_CASE("what can never work is named for what it is") {
  CHECK(fault_of_token("xapp-1").starts_with("an app-level token (xapp-)"));
  CHECK(fault_of_token("xoxe.xoxp-1").starts_with("a rotating token"));
  CHECK(fault_of_token("xoxe-1").starts_with("a rotating token"));
  CHECK(fault_of_token("xoxd-1").starts_with("the value of a cookie"));
  for (const char* quoted : {"\"xoxb-1\"", "'xoxb-1'", "`xoxb-1", "xoxb-1\""}) {
    CHECK(fault_of_token(quoted).starts_with("a token in quotes"));
    CHECK(fault_of_app_token(quoted).starts_with("a token in quotes"));
  }
  CHECK(fault_of_app_token("xoxb-1").starts_with("a bot token (xoxb-); expected an app-level token"));
  CHECK(fault_of_app_token("token").starts_with("a token of a kind that is not a known value"));
}
