// Groups and what their names stand for, made into people.
#include "roster/compose.h"

#include <doctest/doctest.h>

namespace presenced::roster {
namespace {

using watch::Group;
using watch::Member;
using watch::Priority;
using watch::Watchlist;

Member by_id(const char* id, const char* label = "") { return {watch::Id{{id}, label}}; }

constexpr base::Facets kBoth{base::Facet::presence, base::Facet::status};
constexpr base::Facets kPresence{base::Facet::presence};
constexpr base::Facets kStatus{base::Facet::status};

Group group(const char* name, base::Facets track, std::vector<Member> members, Priority priority = Priority::normal) {
  return {name, track, priority, std::move(members)};
}

const std::vector<base::UserId>* unknown(const watch::Who&) { return nullptr; }

std::vector<watch::Person> people(const Watchlist& list) { return compose(list, {}, {}, unknown).people; }

TEST_CASE("people appear once, in the order of their first appearance") {
  const Watchlist list{{group("a", kBoth, {by_id("U3"), by_id("U1")}), group("b", kBoth, {by_id("U2"), by_id("U3")})},
                       {}};
  CHECK(people(list) == std::vector<watch::Person>{{{"U3"}, "", kBoth}, {{"U1"}, "", kBoth}, {{"U2"}, "", kBoth}});
}

TEST_CASE("somebody in two groups is watched for what both track, with the higher priority of the two") {
  const Watchlist list{
      {group("a", kPresence, {by_id("U1"), by_id("U2")}, Priority::low),
       group("b", kStatus, {by_id("U1")}, Priority::high), group("c", kPresence, {by_id("U1"), by_id("U2")})},
      {}};
  CHECK(people(list) ==
        std::vector<watch::Person>{{{"U1"}, "", kBoth, Priority::high}, {{"U2"}, "", kPresence, Priority::normal}});
}

TEST_CASE("the first label wins, also over groups that give none") {
  const Watchlist list{{group("a", kBoth, {by_id("U1")}), group("b", kBoth, {by_id("U1", "Dana")}),
                        group("c", kBoth, {by_id("U1", "D.")})},
                       {}};
  CHECK(people(list) == std::vector<watch::Person>{{{"U1"}, "Dana", kBoth}});
}

TEST_CASE("exclude wins over every group, and over what a name stands for") {
  const std::vector<base::UserId> sre{{"U1"}, {"U3"}};
  const Watchlist list{{group("a", kBoth, {by_id("U1"), by_id("U2")}), group("b", kBoth, {{watch::Usergroup{"sre"}}})},
                       {{"U1"}, {"U9"}}};
  const Composition composed = compose(list, {}, {}, [&](const watch::Who&) { return &sre; });
  CHECK(composed.people == std::vector<watch::Person>{{{"U2"}, "", kBoth}, {{"U3"}, "", kBoth}});
  CHECK(composed.groups == std::vector<GroupOfIds>{{"a", {{"U2"}}}, {"b", {{"U3"}}}});
}

TEST_CASE("where a watchlist names a person: by id, address and handle, and not by what names others as well") {
  Watchlist list{{group("a", kBoth, {{watch::Id{{"U1"}, "Dana"}, 3}, {watch::Email{"u1@example.com"}, 4}}),
                  group("b", kBoth,
                        {{watch::Handle{"one"}, 7},
                         {watch::Usergroup{"sre"}, 8},
                         {watch::Id{{"U2"}, ""}, 9},
                         {watch::Email{"nobody@example.com"}, 10}})},
                 {{"U1"}},
                 "list.yaml"};
  const std::vector<base::UserId> one{{"U1"}};
  const auto known = [&](const watch::Who& who) -> const std::vector<base::UserId>* {
    const auto* email = std::get_if<watch::Email>(&who);
    return email && email->address == "nobody@example.com" ? nullptr : &one;
  };
  CHECK(places_naming(list, {"U1"}, known) == std::vector<std::string>{"list.yaml:3", "list.yaml:4", "list.yaml:7"});
  CHECK(places_naming(list, {"U2"}, known) == std::vector<std::string>{"list.yaml:9"});
  CHECK(places_naming(list, {"U3"}, known).empty());
}

TEST_CASE("a watchlist may watch nobody") {
  CHECK(people(Watchlist{}).empty());
  CHECK(people(Watchlist{{group("a", kBoth, {})}, {}}).empty());
  CHECK(compose(Watchlist{{group("a", kBoth, {})}, {}}, {}, {}, unknown).groups == std::vector<GroupOfIds>{{"a", {}}});
}

TEST_CASE("a name stands for people, and nobody is in a group twice") {
  const std::vector<base::UserId> kim{{"U1"}};
  const std::vector<base::UserId> sre{{"U2"}, {"U1"}};
  const Known known = [&](const watch::Who& who) -> const std::vector<base::UserId>* {
    if (std::holds_alternative<watch::Handle>(who)) return &kim;
    return std::holds_alternative<watch::Usergroup>(who) ? &sre : nullptr;
  };
  const Watchlist list{
      {group("a", kBoth,
             {{watch::Handle{"kim"}}, {watch::Usergroup{"sre"}}, {watch::Channel{"incidents"}}, by_id("U1", "Kim")})},
      {}};
  const Composition composed = compose(list, {}, {}, known);
  CHECK(composed.people == std::vector<watch::Person>{{{"U1"}, "Kim", kBoth}, {{"U2"}, "", kBoth}});
  CHECK(composed.groups == std::vector<GroupOfIds>{{"a", {{"U1"}, {"U2"}}}});
}

TEST_CASE("a shard watches its own people, and knows all members of the groups") {
  const Watchlist list{
      {group("a", kBoth, {by_id("U024BE7LH"), by_id("W0123ABCD")}), group("b", kBoth, {by_id("U00000001")})}, {}};
  const Composition second = compose(list, {}, {2, 4}, unknown);
  CHECK(second.people == std::vector<watch::Person>{{{"U024BE7LH"}, "", kBoth}});
  CHECK(second.groups == compose(list, {}, {}, unknown).groups);
  CHECK(compose(list, {}, {1, 4}, unknown).people.empty());
}

}  // namespace
}  // namespace presenced::roster
