#include "watch/plan.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "base/random.h"

using namespace presenced::base;
using namespace presenced::watch;
namespace slack = presenced::slack;

namespace {

std::vector<Person> people(std::size_t count, std::size_t length = 9, std::size_t from = 0) {
  std::vector<Person> result;
  for (std::size_t i = 0; i < count; ++i) {
    std::string number = std::to_string(from + i);
    result.push_back({UserId{"U" + std::string(length - 1 - number.size(), '0') + number}, "", {}});
  }
  return result;
}

std::size_t planned(const Plan& plan) {
  std::size_t count = 0;
  for (const auto& set : plan.sets) count += set.size();
  return count;
}

void check_limits(const Plan& plan, const PlanLimits& limits) {
  CHECK(plan.sets.size() >= 1);
  CHECK(plan.sets.size() <= std::max<std::size_t>(1, limits.sets));
  for (const auto& set : plan.sets) {
    CHECK(set.size() <= limits.ids);
    CHECK(slack::presence_sub(set).size() <= limits.bytes);
    CHECK(slack::presence_query(set).size() <= limits.bytes);
  }
}

}  // namespace

TEST_CASE("an empty watchlist makes one empty set") {
  const Plan result = plan({}, {});
  REQUIRE(result.sets.size() == 1);
  CHECK(result.sets[0].empty());
  CHECK(result.left_over.empty());
}

TEST_CASE("500 people fit one subscription in their order, the 501st is left over and named") {
  const auto all = people(501);
  const Plan result = plan(all, {});
  REQUIRE(result.sets.size() == 1);
  REQUIRE(result.sets[0].size() == 500);
  for (std::size_t i = 0; i < 500; ++i) CHECK(result.sets[0][i] == all[i].id);
  CHECK(result.left_over == std::vector<UserId>{all[500].id});
  check_limits(result, {});
}

TEST_CASE("long ids fill 16 KiB before they are 500") {
  const auto all = people(500, 40);
  const Plan result = plan(all, {});
  check_limits(result, {});
  // One more would not have fitted.
  std::vector<UserId> one_more = result.sets[0];
  one_more.push_back(all[one_more.size()].id);
  CHECK(slack::presence_query(one_more).size() > slack::kMaxFrameBytes);
  CHECK(planned(result) + result.left_over.size() == 500);
}

TEST_CASE("people who are followed for their status alone take no place") {
  auto all = people(3);
  all[1].track = {.presence = false, .status = true};
  const Plan result = plan(all, {});
  CHECK(result.sets[0] == std::vector<UserId>{all[0].id, all[2].id});
}

TEST_CASE("a longer watchlist takes more sets, as many as are allowed") {
  const PlanLimits limits{.sets = 3, .ids = 100};
  const auto all = people(350);
  const Plan result = plan(all, {}, limits);
  CHECK(result.sets.size() == 3);
  CHECK(planned(result) == 300);
  CHECK(result.left_over.size() == 50);
  check_limits(result, limits);
}

TEST_CASE("an edit moves nobody who stays, and who comes fills the gaps") {
  const PlanLimits limits{.sets = 3, .ids = 100};
  auto all = people(300);
  const Plan before = plan(all, {}, limits);
  all.erase(all.begin() + 150);  // from the second set
  const auto newcomer = people(1, 9, 5'000)[0];
  all.insert(all.begin(), newcomer);
  const Plan after = plan(all, before, limits);
  CHECK(after.left_over.empty());
  for (std::size_t i = 0; i < 3; ++i)
    for (const UserId& id : before.sets[i])
      if (id != before.sets[1][50])
        CHECK(std::find(after.sets[i].begin(), after.sets[i].end(), id) != after.sets[i].end());
  CHECK(std::find(after.sets[1].begin(), after.sets[1].end(), newcomer.id) != after.sets[1].end());
}

TEST_CASE("a person left over finds a place when one is free") {
  const PlanLimits limits{.sets = 1, .ids = 2};
  const auto all = people(3);
  const Plan before = plan(all, {}, limits);
  CHECK(before.left_over == std::vector<UserId>{all[2].id});
  const Plan after = plan(std::vector<Person>{all[1], all[2]}, before, limits);
  CHECK(after.left_over.empty());
  CHECK(planned(after) == 2);
}

TEST_CASE("whatever is edited, everyone has one place, the limits hold and who stays does not move") {
  Random random(11);
  const PlanLimits limits{.sets = 4, .ids = 20, .bytes = 400};
  auto pool = people(120);
  for (std::size_t i = 0; i < pool.size(); i += 3) pool[i].id.text += "LONGERTHANOTHERS";
  Plan previous;
  for (int round = 0; round < 300; ++round) {
    std::vector<Person> wanted;
    const std::uint64_t share = 1 + random.below(10);
    for (const Person& person : pool)
      if (random.below(10) < share) wanted.push_back(person);
    const Plan next = plan(wanted, previous, limits);
    check_limits(next, limits);
    std::set<UserId> seen;
    for (const auto& set : next.sets)
      for (const UserId& id : set) REQUIRE(seen.insert(id).second);
    for (const UserId& id : next.left_over) REQUIRE(seen.insert(id).second);
    REQUIRE(seen.size() == wanted.size());
    for (std::size_t i = 0; i < previous.sets.size(); ++i)
      for (const UserId& id : previous.sets[i])
        if (seen.contains(id)) REQUIRE(std::find(next.sets[i].begin(), next.sets[i].end(), id) != next.sets[i].end());
    previous = next;
  }
}
