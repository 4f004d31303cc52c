#include "setup/scopes.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace presenced;
using setup::ScopeUse;

namespace {

watch::Watchlist list_of(std::vector<watch::Who> members) {
  watch::Group group;
  group.name = "team";
  for (watch::Who& who : members) group.members.push_back({std::move(who)});
  return {{group}, {}};
}

ScopeUse use_of(const watch::Watchlist& watchlist, std::string_view scope) {
  const auto uses = setup::scope_uses(watchlist);
  const auto found = std::find_if(uses.begin(), uses.end(), [&](const ScopeUse& use) { return use.scope == scope; });
  REQUIRE(found != uses.end());
  return *found;
}

}  // namespace

TEST_CASE("reading members is always needed, the rest by the names on the watchlist") {
  const auto ids = list_of({watch::Id{{"U1"}, ""}});
  CHECK(use_of(ids, "users:read").always);
  CHECK_FALSE(use_of(ids, "users:read.email").needed());
  const auto names = list_of({watch::Email{"a@example.com"}, watch::Email{"b@example.com"}, watch::Usergroup{"sre"},
                              watch::Channel{"incidents"}});
  CHECK(use_of(names, "users:read.email").members == 2);
  CHECK(use_of(names, "usergroups:read").members == 1);
  CHECK(use_of(names, "channels:read").members == 1);
}

TEST_CASE("each scope says what it is for, once, and none is of RTM or of the app-level token") {
  for (const ScopeUse& use : setup::scope_uses({})) {
    CAPTURE(use.scope);
    CHECK(use.purpose.starts_with("to "));
    CHECK(use.scope != "rtm:stream");
    CHECK(use.scope != "connections:write");
  }
  CHECK(use_of({}, "usergroups:read").purpose == "to find user groups, to read the members of a user group");
}

TEST_CASE("the scopes of classic apps and browsers stand for many") {
  CHECK(setup::stands_for_many({"identify", "bot:basic"}));
  CHECK(setup::stands_for_many({"client"}));
  CHECK_FALSE(setup::stands_for_many({"users:read", "dnd:read"}));
}
