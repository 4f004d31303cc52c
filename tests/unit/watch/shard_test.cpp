// Which daemon has whom, where several share a watchlist.
#include "watch/shard.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>
#include <vector>

namespace presenced::watch {
namespace {

std::vector<base::UserId> ten_thousand() {
  std::vector<base::UserId> people;
  for (int i = 0; i < 10'000; ++i) people.push_back({fmt::format("U{:08}", i)});
  return people;
}

TEST_CASE("a single shard has everybody") {
  CHECK(Shard{}.alone());
  CHECK(Shard{}.text() == "1/1");
  CHECK(Shard{}.holds({"U024BE7LH"}));
}

TEST_CASE("each person belongs to exactly one shard, and the shards are about equal") {
  std::array<int, 4> sizes{};
  for (const base::UserId& user : ten_thousand()) {
    int holders = 0;
    for (unsigned number = 1; number <= 4; ++number) {
      if (!Shard{number, 4}.holds(user)) continue;
      ++holders;
      ++sizes[number - 1];
    }
    CHECK(holders == 1);
  }
  for (const int size : sizes) {
    CHECK(size > 2'350);
    CHECK(size < 2'650);
  }
}

TEST_CASE("a fifth shard takes a fifth of the people over, and nobody else moves") {
  int moved = 0;
  for (const base::UserId& user : ten_thousand()) {
    const unsigned before = Shard::number_of(user, 4);
    const unsigned after = Shard::number_of(user, 5);
    if (before == after) continue;
    CHECK(after == 5);
    ++moved;
  }
  CHECK(moved > 1'850);
  CHECK(moved < 2'150);
}

// By another program, from the description in shard.h.
TEST_CASE("the shard of a person never changes from one version to the next") {
  CHECK(Shard::number_of({"U024BE7LH"}, 2) == 2);
  CHECK(Shard::number_of({"U024BE7LH"}, 4) == 2);
  CHECK(Shard::number_of({"U024BE7LH"}, 5) == 2);
  CHECK(Shard::number_of({"U024BE7LH"}, 300) == 104);
  CHECK(Shard::number_of({"W0123ABCD"}, 4) == 3);
  CHECK(Shard::number_of({"W0123ABCD"}, 300) == 242);
  CHECK(Shard::number_of({"USLACKBOT"}, 4) == 2);
  CHECK(Shard::number_of({"USLACKBOT"}, 5) == 5);
  CHECK(Shard::number_of({"U00000001"}, 4) == 4);
  CHECK(Shard::number_of({"U00000001"}, 300) == 119);
}

}  // namespace
}  // namespace presenced::watch
