#include "config/cookie.h"

#include <doctest/doctest.h>

using presenced::config::encoded_once;

TEST_CASE("a cookie that is not encoded is encoded, one that is stays as it is") {
  CHECK(encoded_once("xoxd-a/b+c=") == "xoxd-a%2Fb%2Bc%3D");
  CHECK(encoded_once("xoxd-a%2Fb%2Bc%3D") == "xoxd-a%2Fb%2Bc%3D");
  CHECK(encoded_once("xoxd-a%2fb") == "xoxd-a%2fb");
  CHECK(encoded_once("xoxd-plain_1.~") == "xoxd-plain_1.~");
}

TEST_CASE("a percent sign that begins no escape is encoded like everything else") {
  CHECK(encoded_once("100%") == "100%25");
  CHECK(encoded_once("a%4") == "a%254");
  CHECK(encoded_once("a%zz/") == "a%25zz%2F");
  CHECK(encoded_once("\xc3\xa4") == "%C3%A4");
  CHECK(encoded_once("").empty());
}
