// What the log says of deleted histories.
#include "control/deletion_words.h"

#include <doctest/doctest.h>

using namespace presenced::control;

TEST_CASE("a purge is logged with whom, how much and by whom") {
  CHECK(words_of(Purged{{"U1"}, true, false, 12, 3, {}}, 1000) ==
        "purged the history of U1: deleted 12 transitions and 3 spans of coverage; requested by user 1000");
  CHECK(words_of(ForgetUndone{{"U1"}}, 0) == "U1 may be recorded again; requested by user 0");
  CHECK(words_of_failure("no room", 7) == "no room; requested by user 7");
}

TEST_CASE("the log does not name somebody who was forgotten") {
  CHECK(
      words_of(Purged{{"U1"}, true, true, 12, 3, {"w:4"}}, {}) ==
      "forgot a person and will never record them again (see presencectl forget --list): deleted 12 transitions and 3 "
      "spans of coverage; "
      "requested by an unknown user");
}

TEST_CASE("a user of another namespace is an unknown one") {
  CHECK(known_uid(65534) == std::nullopt);
  CHECK(known_uid(std::nullopt) == std::nullopt);
  CHECK(known_uid(0) == 0);
}
