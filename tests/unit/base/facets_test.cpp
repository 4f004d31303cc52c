#include "base/facets.h"

#include <doctest/doctest.h>

using namespace presenced::base;

TEST_CASE("a status is cleared when it has neither text nor emoji") {
  CHECK(Status{}.cleared());
  CHECK_FALSE(Status{"lunch", "", {}}.cleared());
  CHECK_FALSE(Status{"", ":pizza:", {}}.cleared());
}

TEST_CASE("statuses differ when only the expiry does") {
  CHECK(Status{"lunch", ":pizza:", {}} != Status{"lunch", ":pizza:", wall_from_unix_ms(1000)});
}

TEST_CASE("the words for presence are Slack's and the database's") {
  CHECK(name_of(Presence::active) == "active");
  CHECK(name_of(Presence::away) == "away");
}
