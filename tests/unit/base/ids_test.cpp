#include "base/ids.h"

#include <doctest/doctest.h>

#include <string>
#include <unordered_set>

using presenced::base::UserId;
using presenced::base::valid_user_id;

TEST_CASE("ids of members are valid, of Enterprise Grid too") {
  for (const std::string id : {"U024BE7LH", "W0123ABCD", "U2147483697", "USLACKBOT", "U00"}) {
    CAPTURE(id);
    CHECK(valid_user_id(id));
  }
}

TEST_CASE("what is not the id of a member is not valid") {
  for (const std::string id : {"", "U", "U0", "u024be7lh", "U024BE7Lh", "C024BE7LH", "B024BE7LH", "@kim", "U024BE7LH ",
                               " U024BE7LH", "U024-BE7L", "U024\"BE7", "lee@example.com", "UÄÖÜ"}) {
    CAPTURE(id);
    CHECK_FALSE(valid_user_id(id));
  }
}

TEST_CASE("an id with a NUL or a newline in it is not valid") {
  CHECK_FALSE(valid_user_id(std::string("U024\0BE7", 8)));
  CHECK_FALSE(valid_user_id("U024BE7LH\n"));
}

TEST_CASE("an id has 2 to 30 characters after its letter") {
  CHECK_FALSE(valid_user_id("U" + std::string(1, 'A')));
  CHECK(valid_user_id("U" + std::string(2, 'A')));
  CHECK(valid_user_id("U" + std::string(30, 'A')));
  CHECK_FALSE(valid_user_id("U" + std::string(31, 'A')));
}

TEST_CASE("equal ids hash alike and are found again") {
  const std::unordered_set<UserId> ids{{"U024BE7LH"}, {"W0123ABCD"}, {"U024BE7LH"}};
  CHECK(ids.size() == 2);
  CHECK(ids.contains(UserId{"W0123ABCD"}));
  CHECK_FALSE(ids.contains(UserId{"w0123abcd"}));
}
