#include "base/letters.h"

#include <doctest/doctest.h>

using namespace presenced::base;

TEST_CASE("edit distance counts letters, and a swap of neighbours as one") {
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("dnaa", "dana") == 1);
  CHECK(edit_distance("émile", "emile") == 1);
  CHECK(edit_distance("same", "same") == 0);
}

TEST_CASE("a text is cut between its letters") {
  CHECK(cut_between_letters("Zo\u00eb", 9) == "Zo\u00eb");
  CHECK(cut_between_letters("Zo\u00eb", 4) == "Zo\u00eb");
  CHECK(cut_between_letters("Zo\u00eb", 3) == "Zo");
  CHECK(cut_between_letters("\xac\xac", 1).empty());
}
