#include "watch/plan.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <initializer_list>
#include <map>
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
    result.push_back({UserId{"U" + std::string(length - 1 - number.size(), '0') + number}, ""});
  }
  return result;
}

std::size_t planned(const Plan& plan) {
  std::size_t count = 0;
  for (const auto& set : plan.sets) count += set.ids.size();
  return count;
}

bool contains(const std::vector<UserId>& ids, const UserId& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

std::vector<UserId> ids_of(const std::vector<Person>& all, std::initializer_list<std::size_t> which) {
  std::vector<UserId> ids;
  for (const std::size_t i : which) ids.push_back(all[i].id);
  return ids;
}

void check_limits(const Plan& plan, const PlanLimits& limits) {
  CHECK(plan.sets.size() >= 1);
  CHECK(plan.sets.size() <= std::max<std::size_t>(1, limits.sets));
  for (const auto& set : plan.sets) {
    CHECK(set.ids.size() <= limits.ids);
    CHECK(slack::presence_sub(set.ids).size() <= limits.bytes);
    CHECK(slack::presence_query(set.ids).size() <= limits.bytes);
  }
}

}  // namespace

TEST_CASE("an empty watchlist makes one empty set") {
  const Plan result = plan({}, {});
  REQUIRE(result.sets.size() == 1);
  CHECK(result.sets[0].vacant());
  CHECK(result.left_over.empty());
}

TEST_CASE("500 people fit one subscription in their order, the 501st is left over and named") {
  const auto all = people(501);
  const Plan result = plan(all, {});
  REQUIRE(result.sets.size() == 1);
  REQUIRE(result.sets[0].ids.size() == 500);
  for (std::size_t i = 0; i < 500; ++i) CHECK(result.sets[0].ids[i] == all[i].id);
  CHECK(result.left_over == std::vector<UserId>{all[500].id});
  check_limits(result, {});
}

TEST_CASE("long ids fill 16 KiB before they are 500") {
  const auto all = people(500, 40);
  const Plan result = plan(all, {});
  check_limits(result, {});
  // One more would not have fitted.
  std::vector<UserId> one_more = result.sets[0].ids;
  one_more.push_back(all[one_more.size()].id);
  CHECK(slack::presence_query(one_more).size() > slack::kMaxFrameBytes);
  CHECK(planned(result) + result.left_over.size() == 500);
}

TEST_CASE("people who are followed for their status alone take no place") {
  auto all = people(3);
  all[1].track = {presenced::base::Facet::status};
  const Plan result = plan(all, {});
  CHECK(result.sets[0].ids == std::vector<UserId>{all[0].id, all[2].id});
  CHECK(result.sets[0].guests == std::vector<UserId>{all[1].id});
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
    for (const UserId& id : before.sets[i].ids)
      if (id != before.sets[1].ids[50]) CHECK(contains(after.sets[i].ids, id));
  CHECK(after.sets[1].ids.back() == newcomer.id);
  CHECK(after.sets[0].ids == before.sets[0].ids);
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

TEST_CASE("the highest priority is seated first, whatever the order of the list") {
  auto all = people(6);
  all[0].priority = all[3].priority = Priority::low;
  all[4].priority = all[5].priority = Priority::high;
  const Plan result = plan(all, {}, {.sets = 2, .ids = 2});
  CHECK(result.sets[0].ids == ids_of(all, {4, 5}));
  CHECK(result.sets[1].ids == ids_of(all, {1, 2}));
  CHECK(result.left_over == ids_of(all, {0, 3}));
  CHECK(result.sets[0].priority == Priority::high);
  CHECK(result.sets[1].priority == Priority::normal);
}

TEST_CASE("who arrives with a higher priority takes a seat of a lower one only when none is free") {
  const PlanLimits limits{.sets = 2, .ids = 2};
  auto all = people(5);
  all[1].priority = Priority::low;
  all[4].priority = Priority::high;
  const Plan with_room = plan(std::span(all).first(3), {}, limits);
  const Plan seated = plan(std::vector<Person>{all[0], all[1], all[2], all[4]}, with_room, limits);
  CHECK(seated.left_over.empty());
  CHECK(seated.sets[1].ids == ids_of(all, {1, 4}));

  const Plan full = plan(std::span(all).first(4), {}, limits);
  CHECK(full.left_over.empty());
  const Plan after = plan(all, full, limits);
  CHECK(after.left_over == ids_of(all, {1}));
  for (const std::size_t stays : {0u, 2u, 3u}) {
    const std::size_t before = contains(full.sets[0].ids, all[stays].id) ? 0 : 1;
    CHECK(contains(after.sets[before].ids, all[stays].id));
  }
}

TEST_CASE("nobody takes the seat of the same priority, and who is left over waits in the order of priority") {
  const PlanLimits limits{.sets = 1, .ids = 2};
  auto all = people(5);
  all[4].priority = Priority::low;
  const Plan before = plan(std::span(all).subspan(1, 2), {}, limits);
  std::swap(all[3], all[4]);
  const Plan after = plan(all, before, limits);
  CHECK(after.sets[0].ids == before.sets[0].ids);
  CHECK(after.left_over == std::vector<UserId>{all[0].id, all[4].id, all[3].id});
}

TEST_CASE("a priority that is lowered costs the seat only when somebody higher wants it") {
  const PlanLimits limits{.sets = 1, .ids = 2};
  auto all = people(3);
  const Plan before = plan(all, {}, limits);
  all[0].priority = Priority::low;
  const Plan after = plan(all, before, limits);
  CHECK(after.left_over == ids_of(all, {0}));
  CHECK(plan(std::span(all).first(2), before, limits).left_over.empty());
}

TEST_CASE("a seat that is too small for who wants it is not taken for nothing") {
  auto all = people(2);
  all[1].id.text += "LONGER";
  all[0].priority = Priority::low;
  const PlanLimits limits{.sets = 1, .ids = 1, .bytes = slack::frame_bytes(1, all[0].id.text.size())};
  const Plan result = plan(all, plan(std::span(all).first(1), {}, limits), limits);
  CHECK(result.sets[0].ids == ids_of(all, {0}));
  CHECK(result.left_over == ids_of(all, {1}));
}

TEST_CASE("a set whose last person left stays vacant, and is the last to be filled again") {
  const PlanLimits limits{.sets = 3, .ids = 2};
  auto all = people(6);
  const Plan before = plan(all, {}, limits);
  const Plan after = plan(std::vector<Person>{all[0], all[4]}, before, limits);
  REQUIRE(after.sets.size() == 3);
  CHECK(after.sets[1].vacant());
  CHECK(after.sets[2].ids == ids_of(all, {4}));
  const Plan again = plan(std::vector<Person>{all[0], all[4], all[1], all[2], all[3]}, after, limits);
  CHECK(again.sets[0].ids == ids_of(all, {0, 1}));
  CHECK(again.sets[2].ids == ids_of(all, {4, 2}));
  CHECK(again.sets[1].ids == ids_of(all, {3}));
}

TEST_CASE("everybody without a seat is the guest of one set, spread evenly, and stays there") {
  const PlanLimits limits{.sets = 3, .ids = 10};
  auto all = people(90);
  const Plan before = plan(all, {}, limits);
  for (const Set& set : before.sets) CHECK(set.guests.size() == 20);
  all.erase(all.begin() + 70, all.end());
  const Plan after = plan(all, before, limits);
  for (std::size_t i = 0; i < 3; ++i)
    for (const UserId& id : after.sets[i].guests) CHECK(contains(before.sets[i].guests, id));
}

TEST_CASE("a guest who gets a seat takes it at home where there is room") {
  const PlanLimits limits{.sets = 2, .ids = 2};
  auto all = people(5);
  const Plan before = plan(all, {}, limits);
  REQUIRE(before.sets[0].guests == ids_of(all, {4}));
  auto other = before;
  std::swap(other.sets[0].guests, other.sets[1].guests);
  const Plan after = plan(std::vector<Person>{all[0], all[2], all[4]}, other, limits);
  CHECK(after.sets[1].ids == ids_of(all, {2, 4}));
}

TEST_CASE("the guests of a set that is vacant move to one that is in use") {
  const PlanLimits limits{.sets = 2, .ids = 1};
  auto all = people(4);
  all[2].track = all[3].track = {presenced::base::Facet::status};
  const Plan before = plan(all, {}, limits);
  CHECK(before.sets[1].guests.size() == 1);
  const Plan after = plan(std::vector<Person>{all[0], all[2], all[3]}, before, limits);
  CHECK(after.sets[1].vacant());
  CHECK(after.sets[0].guests.size() == 2);
}

TEST_CASE("whatever is edited, the limits hold, the highest are seated and no more than they have to move") {
  Random random(11);
  const PlanLimits limits{.sets = 4, .ids = 20};
  auto pool = people(150);
  Plan previous;
  for (int round = 0; round < 300; ++round) {
    for (int i = 0; i < 5; ++i) pool[random.below(pool.size())].priority = static_cast<Priority>(random.below(3));
    std::vector<Person> wanted;
    const std::uint64_t share = 1 + random.below(10);
    for (const Person& person : pool)
      if (random.below(10) < share) wanted.push_back(person);
    const Plan next = plan(wanted, previous, limits);
    check_limits(next, limits);
    std::map<UserId, Priority> priority;
    for (const Person& person : wanted) priority[person.id] = person.priority;
    Priority lowest_seated = Priority::high;
    std::size_t moved = 0;
    for (std::size_t i = 0; i < next.sets.size(); ++i)
      for (const UserId& id : next.sets[i].ids) {
        lowest_seated = std::max(lowest_seated, priority.at(id));
        for (std::size_t j = 0; j < previous.sets.size(); ++j) moved += j != i && contains(previous.sets[j].ids, id);
      }
    REQUIRE(moved == 0);
    for (const UserId& id : next.left_over) REQUIRE(priority.at(id) >= lowest_seated);
    REQUIRE((next.left_over.empty() || planned(next) == 80));
    std::set<UserId> placed;
    for (const Set& set : next.sets)
      for (const auto* ids : {&set.ids, &set.guests})
        for (const UserId& id : *ids) REQUIRE(placed.insert(id).second);
    REQUIRE(placed.size() == wanted.size());
    previous = next;
  }
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
      for (const UserId& id : set.ids) REQUIRE(seen.insert(id).second);
    for (const UserId& id : next.left_over) REQUIRE(seen.insert(id).second);
    REQUIRE(seen.size() == wanted.size());
    for (std::size_t i = 0; i < previous.sets.size(); ++i)
      for (const UserId& id : previous.sets[i].ids)
        if (seen.contains(id)) REQUIRE(contains(next.sets[i].ids, id));
    previous = next;
  }
}
