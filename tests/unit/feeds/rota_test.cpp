#include "feeds/poll/rota.h"

#include <doctest/doctest.h>

#include <map>
#include <string>

using namespace presenced;
using namespace presenced::base;
using feeds::poll::Rota;
using watch::Priority;

namespace {

constexpr Millis kRotaSpacing{1'000};
constexpr MonoTime kRotaStart{Millis{1'000'000}};

watch::Person of(const std::string& id, Priority priority = Priority::normal) {
  watch::Person person;
  person.id = UserId{id};
  person.priority = priority;
  return person;
}

// How often each was asked about in so many calls, one a second, each answered at once.
std::map<UserId, int> ask(Rota& rota, int calls, MonoTime from = kRotaStart) {
  std::map<UserId, int> asked;
  for (int i = 0; i < calls; ++i) {
    const MonoTime now = from + i * kRotaSpacing;
    const auto user = rota.next(now);
    if (!user) continue;
    ++asked[*user];
    rota.answered(*user, now, kRotaSpacing);
  }
  return asked;
}

}  // namespace

TEST_CASE("who has not been asked about comes first, by priority") {
  Rota rota;
  rota.replace(std::vector{of("U1", Priority::low), of("U2"), of("U3", Priority::high)}, kRotaStart);
  CHECK(rota.next(kRotaStart) == UserId{"U3"});
  CHECK(rota.next(kRotaStart) == UserId{"U2"});
  CHECK(rota.next(kRotaStart) == UserId{"U1"});
  CHECK_FALSE(rota.next(kRotaStart));
}

TEST_CASE("among equals the oldest answer is renewed first") {
  Rota rota;
  rota.replace(std::vector{of("U1"), of("U2"), of("U3")}, kRotaStart);
  std::vector<UserId> order;
  for (int i = 0; i < 6; ++i) {
    order.push_back(rota.next(kRotaStart + i * kRotaSpacing).value());
    rota.answered(order.back(), kRotaStart + i * kRotaSpacing, kRotaSpacing);
  }
  CHECK(std::vector(order.begin(), order.begin() + 3) == std::vector(order.begin() + 3, order.end()));
}

TEST_CASE("a higher priority is asked about more often, and nobody starves") {
  Rota rota;
  rota.replace(std::vector{of("U1", Priority::low), of("U2"), of("U3", Priority::high)}, kRotaStart);
  const auto asked = ask(rota, 700);
  CHECK(asked.at(UserId{"U1"}) == doctest::Approx(100).epsilon(0.05));
  CHECK(asked.at(UserId{"U2"}) == doctest::Approx(200).epsilon(0.05));
  CHECK(asked.at(UserId{"U3"}) == doctest::Approx(400).epsilon(0.05));
}

TEST_CASE("somebody new is asked about next, however long the rota") {
  Rota rota;
  std::vector<watch::Person> people;
  for (int i = 0; i < 50; ++i) people.push_back(of("U" + std::to_string(i)));
  rota.replace(people, kRotaStart);
  ask(rota, 70);
  people.push_back(of("UNEW", Priority::low));
  rota.replace(people, kRotaStart + 70 * kRotaSpacing);
  CHECK(rota.next(kRotaStart + 70 * kRotaSpacing) == UserId{"UNEW"});
}

TEST_CASE("who is held is not asked about before the moment, and does not count for the round") {
  Rota rota;
  rota.replace(std::vector{of("U1"), of("U2")}, kRotaStart);
  ask(rota, 2);
  CHECK(rota.round(kRotaSpacing) == 2 * kRotaSpacing);
  rota.hold(UserId{"U1"}, kRotaStart + 1h);
  CHECK(rota.round(kRotaSpacing) == kRotaSpacing);
  CHECK(ask(rota, 10, kRotaStart + 10s).size() == 1);
  CHECK(ask(rota, 10, kRotaStart + 1h).size() == 2);
}

TEST_CASE("who is dismissed is left out until held again") {
  Rota rota;
  rota.replace(std::vector{of("U1")}, kRotaStart);
  CHECK(rota.next(kRotaStart) == UserId{"U1"});
  rota.dismiss(UserId{"U1"});
  CHECK(rota.due() == MonoTime::max());
  rota.hold(UserId{"U1"}, kRotaStart + 1s);
  CHECK(rota.due() == kRotaStart + 1s);
  CHECK(rota.next(kRotaStart + 1s) == UserId{"U1"});
}

TEST_CASE("who has left is not asked about, and another priority counts at once") {
  Rota rota;
  rota.replace(std::vector{of("U1"), of("U2")}, kRotaStart);
  ask(rota, 4);
  rota.replace(std::vector{of("U2", Priority::high)}, kRotaStart);
  CHECK(rota.size() == 1);
  CHECK(ask(rota, 3).size() == 1);
  rota.answered(UserId{"U1"}, kRotaStart, kRotaSpacing);  // an answer that was under way
  CHECK(rota.size() == 1);
}

TEST_CASE("a round lasts until the people of the lowest priority have all been asked about") {
  Rota rota;
  rota.replace(std::vector{of("U1", Priority::low), of("U2"), of("U3", Priority::high)}, kRotaStart);
  ask(rota, 3);
  CHECK(rota.round(kRotaSpacing) == 7 * kRotaSpacing);
  CHECK(rota.period(UserId{"U1"}, kRotaSpacing) == 7 * kRotaSpacing);
  CHECK(rota.period(UserId{"U3"}, kRotaSpacing) == 7 * kRotaSpacing / 4);
}
