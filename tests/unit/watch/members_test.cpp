// Watchlists as values.
#include "watch/members.h"

#include <doctest/doctest.h>

namespace presenced::watch {
namespace {

TEST_CASE("a member is described by its way of naming and its name") {
  CHECK(describe(Id{{"U1"}, "Dana"}) == "id \"U1\"");
  CHECK(describe(Email{"lee@example.com"}) == "email \"lee@example.com\"");
  CHECK(describe(Handle{"kim"}) == "handle \"@kim\"");
  CHECK(describe(Usergroup{"sre"}) == "usergroup \"@sre\"");
  CHECK(describe(Channel{"incidents"}) == "channel \"#incidents\"");
}

TEST_CASE("people make a watchlist that names them by id, in their order, each as they are to be watched") {
  constexpr base::Facets kPresence{base::Facet::presence};
  const std::vector<Person> people{{{"U1"}, "Dana"},
                                   {{"U2"}, ""},
                                   {{"U3"}, "", kPresence, Priority::high},
                                   {{"U4"}, "", kPresence, Priority::low},
                                   {{"U5"}, ""}};
  const Watchlist list = watchlist_of(people);
  REQUIRE(list.groups.size() == 4);
  CHECK(list.groups[0].members == std::vector<Member>{{Id{{"U1"}, "Dana"}}, {Id{{"U2"}, ""}}});
  CHECK(list.groups[1].track == kPresence);
  CHECK(list.groups[1].priority == Priority::high);
  CHECK(list.groups[2].priority == Priority::low);
  CHECK(list.groups[3].members == std::vector<Member>{{Id{{"U5"}, ""}}});
  CHECK(watchlist_of({}).groups.empty());
}

}  // namespace
}  // namespace presenced::watch
