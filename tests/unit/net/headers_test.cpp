#include "net/headers.h"

#include <doctest/doctest.h>

using namespace presenced::net;

TEST_CASE("header fields that are fields find no fault") {
  CHECK(fault_in({}).empty());
  CHECK(fault_in({{"Authorization", "Bearer xoxb-1"}, {"Cookie", "d=xoxd-%2F; a=\"b\""}, {"X-Tab", "a\tb"}}).empty());
  CHECK(fault_in({{"X-Latin", "caf\xc3\xa9"}}).empty());
  CHECK(fault_in({{"X-Empty", ""}}).empty());
}

TEST_CASE("a value that would begin another field is refused without being repeated") {
  for (const std::string value : {"s3cret\n", "s3cret\r\nX: y", "s3\rcret", "s3cret\x7f", "\x01s3cret"}) {
    CAPTURE(value);
    CHECK(fault_in({{"Cookie", value}}) == "the header field Cookie contains a control character (a line break?)");
  }
  CHECK(!fault_in({{"Cookie", std::string("a\0b", 3)}}).empty());
}

TEST_CASE("a name that is no token is refused") {
  for (const std::string name : {"", "A B", "A:", "A\n", "caf\xc3\xa9"}) {
    CAPTURE(name);
    CHECK(fault_in({{name, "x"}}) == "a header field of the request has no valid name");
  }
}
