// Groups over time.
#include "answers/group_times.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "unit/answers/samples.h"

namespace presenced::answers {
namespace {

using namespace time;
using history::Membership;

const std::vector<Membership> kMemberships{
    {"acme", "leads", {"U1"}, ms(10), ms(20)},   {"acme", "leads", {"U1"}, ms(40), std::nullopt},
    {"acme", "leads", {"U2"}, ms(10), ms(40)},   {"acme", "old", {"U3"}, ms(0), ms(15)},
    {"beta", "leads", {"U1"}, ms(0), ms(1'000)},
};

std::vector<std::string> ids_in(const std::vector<history::Group>& groups, const std::string& workspace,
                                const std::string& name) {
  std::vector<std::string> ids;
  for (const history::Group& group : groups)
    if (group.workspace == workspace && group.name == name)
      for (const base::UserId& user : group.users) ids.push_back(user.text);
  return ids;
}

TEST_CASE("a group over a window is everybody who was in it for any of it") {
  using Ids = std::vector<std::string>;
  const std::vector<history::Group> watched{{"acme", "leads", {{"U1"}}}, {"acme", "empty", {}}};
  const auto groups = groups_within(watched, kMemberships, {ms(15), ms(40)});
  CHECK(ids_in(groups, "acme", "leads") == Ids{"U1", "U2"});
  CHECK(ids_in(groups, "beta", "leads") == Ids{"U1"});
  CHECK(ids_in(groups, "acme", "old").empty());  // left just when the window begins
  CHECK(std::any_of(groups.begin(), groups.end(), [](const auto& group) { return group.name == "old"; }));
  CHECK(std::any_of(groups.begin(), groups.end(), [](const auto& group) { return group.name == "empty"; }));
  CHECK(ids_in(groups_within(watched, kMemberships, {ms(20), ms(40)}), "acme", "leads") == Ids{"U2"});
}

TEST_CASE("somebody counts from joining to leaving, in any of the groups, in their workspace") {
  const history::Window window{ms(5), ms(50)};
  const auto of = by_member(kMemberships);
  CHECK(time_in_groups(of.at({"acme", {"U1"}}), {"leads"}, window) == SpanSet{span(10, 20), span(40, 50)});
  CHECK(time_in_groups(of.at({"beta", {"U1"}}), {"leads"}, window) == SpanSet{span(5, 50)});
  CHECK(time_in_groups(of.at({"acme", {"U3"}}), {"leads", "old"}, window) == SpanSet{span(5, 15)});
  CHECK(time_in_groups(of.at({"acme", {"U3"}}), {"leads"}, window).empty());
}

TEST_CASE("clipped coverage ends where nothing more is kept, and stays open where it was") {
  using history::EndReason;
  const history::Covered closed{ms(10), ms(20), history::Mode::sampled, EndReason::timeout};
  const history::Covered open{ms(30), std::nullopt, history::Mode::subscribed, std::nullopt};
  const auto parts = clipped(std::vector<history::Covered>{closed, open}, {span(5, 12), span(15, 40)});
  REQUIRE(parts.size() == 3);
  CHECK(parts[0].from == ms(10));
  CHECK(parts[0].to == ms(12));
  CHECK(parts[0].reason == EndReason::unwatched);
  CHECK(parts[1].from == ms(15));
  CHECK(parts[1].to == ms(20));
  CHECK(parts[1].reason == EndReason::timeout);
  CHECK(parts[2].to == ms(40));
  const auto still =
      clipped(std::vector<history::Covered>{open}, SpanSet{history::Span{ms(35), base::WallTime::max()}});
  REQUIRE(still.size() == 1);
  CHECK(still[0].from == ms(35));
  CHECK_FALSE(still[0].to);
  CHECK(clipped(std::vector<history::Covered>{open}, SpanSet{}).empty());
}

TEST_CASE("a clipped timeline has holes where nothing is kept") {
  const Timeline states{{span(0, 10), kActive}, {span(10, 30), kAway}, {span(30, 50), std::nullopt}};
  CHECK(clipped(states, {span(5, 12), span(29, 40)}) ==
        Timeline{{span(5, 10), kActive}, {span(10, 12), kAway}, {span(29, 30), kAway}, {span(30, 40), std::nullopt}});
  CHECK(clipped(states, {}).empty());
}

}  // namespace
}  // namespace presenced::answers
