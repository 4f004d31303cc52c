// People who are forgotten, and those who may be recorded again.
#include <doctest/doctest.h>

#include "desk.h"

namespace presenced::roster {
namespace {

using namespace testing;
using history::NameResolved;
using watch::Email;
using watch::Usergroup;

struct Named : Desk {
  Named() {
    members = {user("U1", "lee", "", "lee@example.com"), user("U2", "kim", "", "kim@example.com")};
    usergroups = {{"sre", {"S1", ids({"U1", "U2"})}}};
    set(list_of(
        {member(Email{"lee@example.com"}, 3), member(Email{"kim@example.com"}, 4), member(Usergroup{"sre"}, 5)}));
    run_for(10s);
    records.clear();
  }
};

TEST_CASE_FIXTURE(Named, "somebody forgotten is not watched by any name, and the list still says where they stand") {
  roster.forget({"U1"});
  run_for(1s);
  CHECK(roster.take({}).changed);
  CHECK(people() == ids({"U2"}));
  CHECK(roster.places_naming({"U1"}) == std::vector<std::string>{"w:3"});
  CHECK(roster.places_naming({"U2"}) == std::vector<std::string>{"w:4"});
}

TEST_CASE_FIXTURE(Named, "whoever is allowed again is watched, and what stands for them is recorded again") {
  roster.forget({"U1"});
  (void)roster.take({});
  roster.allow({"U1"});
  const Roster::News news = roster.take({});
  CHECK(people() == ids({"U1", "U2"}));
  std::vector<std::string> names;
  for (const history::Record& record : news.records)
    if (const auto* resolved = std::get_if<NameResolved>(&record)) names.push_back(resolved->name);
  CHECK(names == std::vector<std::string>{"lee@example.com", "sre"});
}

}  // namespace
}  // namespace presenced::roster
