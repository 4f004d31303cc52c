#include "net/digest.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

using namespace presenced::net;

TEST_CASE("the digest is SHA-256, by the examples of FIPS 180-2") {
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("new secrets differ, and fit into an address and a cookie as they are") {
  std::set<std::string> made;
  for (int i = 0; i < 100; ++i) {
    const std::string secret = new_secret().reveal();
    CHECK(secret.size() == 43);
    CHECK(std::all_of(secret.begin(), secret.end(), [](unsigned char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }));
    made.insert(secret);
  }
  CHECK(made.size() == 100);
}

TEST_CASE("texts are compared as a whole") {
  CHECK(equal_in_constant_time("abc", "abc"));
  CHECK_FALSE(equal_in_constant_time("abc", "abd"));
  CHECK_FALSE(equal_in_constant_time("abc", "ab"));
  CHECK(equal_in_constant_time("", ""));
}
