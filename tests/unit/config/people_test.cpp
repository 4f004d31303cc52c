// A watchlist, normalised: names gone or set aside, each person once.
#include <doctest/doctest.h>

#include "config/watchlist.h"

namespace presenced::config {
namespace {

Member by_id(const char* id, const char* label = "") { return {Id{{id}, label}, {}}; }

constexpr base::Facets kBoth{.presence = true, .status = true};
constexpr base::Facets kPresence{.presence = true, .status = false};
constexpr base::Facets kStatus{.presence = false, .status = true};

TEST_CASE("people appear once, in the order of their first appearance") {
  const Watchlist list{"w", {{"a", kBoth, {by_id("U3"), by_id("U1")}}, {"b", kBoth, {by_id("U2"), by_id("U3")}}}, {}};
  CHECK(people(list) == std::vector<watch::Person>{{{"U3"}, "", kBoth}, {{"U1"}, "", kBoth}, {{"U2"}, "", kBoth}});
}

TEST_CASE("somebody in two groups is watched for what both track") {
  const Watchlist list{
      "w",
      {{"a", kPresence, {by_id("U1"), by_id("U2")}}, {"b", kStatus, {by_id("U1")}}, {"c", kPresence, {by_id("U2")}}},
      {}};
  CHECK(people(list) == std::vector<watch::Person>{{{"U1"}, "", kBoth}, {{"U2"}, "", kPresence}});
}

TEST_CASE("the first label wins, also over groups that give none") {
  const Watchlist list{
      "w", {{"a", kBoth, {by_id("U1")}}, {"b", kBoth, {by_id("U1", "Dana")}}, {"c", kBoth, {by_id("U1", "D.")}}}, {}};
  CHECK(people(list) == std::vector<watch::Person>{{{"U1"}, "Dana", kBoth}});
}

TEST_CASE("exclude wins over every group") {
  const Watchlist list{"w", {{"a", kBoth, {by_id("U1"), by_id("U2")}}, {"b", kBoth, {by_id("U1")}}}, {{"U1"}, {"U9"}}};
  CHECK(people(list) == std::vector<watch::Person>{{{"U2"}, "", kBoth}});
}

TEST_CASE("a watchlist may watch nobody") {
  CHECK(people(Watchlist{}).empty());
  CHECK(people(Watchlist{"w", {{"a", kBoth, {}}}, {}}).empty());
}

TEST_CASE("members without an id are set aside with their place") {
  const Watchlist list{
      "w.yaml",
      {{"a", kBoth, {by_id("U1"), {Email{"lee@example.com"}, {4, 9, "k1"}}}},
       {"b", kBoth, {{Handle{"kim"}, {7, 1, "k2"}}, {Usergroup{"sre"}, {8, 1, "k3"}}, {Channel{"x"}, {9, 1, "k4"}}}}},
      {}};
  CHECK(people(list).size() == 1);
  std::string text;
  for (const Pending& one : pending(list)) {
    text += one.file + ':' + std::to_string(one.place.line) + ' ' + describe(one.who) + '\n';
  }
  CHECK(text ==
        "w.yaml:4 email \"lee@example.com\"\n"
        "w.yaml:7 handle \"@kim\"\n"
        "w.yaml:8 usergroup \"@sre\"\n"
        "w.yaml:9 channel \"#x\"\n");
}

}  // namespace
}  // namespace presenced::config
