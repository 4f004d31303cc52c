#include "slack/log_text.h"

#include <doctest/doctest.h>

#include <string>

using namespace presenced::slack;

TEST_CASE("a short text is logged as it is") {
  CHECK(log_text("") == "");
  CHECK(log_text("slow down, too many messages...") == "slow down, too many messages...");
  CHECK(log_text("café") == "café");
}

TEST_CASE("no control character reaches the log") {
  CHECK(log_text(std::string("a\nb\0c\x1b[31m\x7f", 11)) == "a?b?c?[31m?");
}

TEST_CASE("a long text is cut at the edge of a character") {
  CHECK(log_text(std::string(201, 'x')) == std::string(200, 'x'));
  CHECK(log_text(std::string(199, 'x') + "é") == std::string(199, 'x'));
  CHECK(log_text(std::string(198, 'x') + "é") == std::string(198, 'x') + "é");
  CHECK(log_text(std::string(197, 'x') + "😀") == std::string(197, 'x'));
}

TEST_CASE("a type is logged in its own alphabet only") {
  CHECK(log_type("user_change.v2") == "user_change.v2");
  CHECK(log_type("a-B c\n") == "a___c_");
  CHECK(log_type(std::string(65, 'a')) == std::string(64, 'a'));
}
