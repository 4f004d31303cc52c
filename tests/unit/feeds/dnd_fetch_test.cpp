#include "feeds/dnd_fetch.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace presenced;
using namespace presenced::base;
using feeds::DndFetch;

namespace dnd_fetch_test {
namespace {

constexpr MonoTime at(int seconds) { return MonoTime{std::chrono::seconds{seconds}}; }

UserId nth(int n) { return UserId{"U" + std::to_string(100 + n)}; }

std::string asked(const std::optional<slack::Request>& request) {
  return request ? request->parameters.front().second : "";
}

slack::ApiError error(const std::string& word) {
  slack::ApiError failure;
  failure.error = word;
  failure.kind = slack::classify(word);
  return failure;
}

struct Bench {
  DndFetch fetch;
  base::Random random{1};
  DndFetch::Outcome reply(const slack::Reply& reply, MonoTime now) { return fetch.replied(now, reply, random); }
};

}  // namespace

TEST_CASE("people are asked about by fifties, one call at a time") {
  Bench bench;
  for (int i = 0; i < 60; ++i) bench.fetch.need(nth(i), at(0));
  const auto first = bench.fetch.next(at(0));
  REQUIRE(first);
  const std::string ids = asked(first);
  CHECK(std::count(ids.begin(), ids.end(), ',') == 49);
  CHECK(!bench.fetch.next(at(1)));
  slack::DndTeam team;
  for (int i = 0; i < 50; ++i) team.people.push_back({nth(i), Dnd{}});
  CHECK(bench.reply(team, at(1)).found.size() == 50);
  const std::string rest = asked(bench.fetch.next(at(4)));
  CHECK(std::count(rest.begin(), rest.end(), ',') == 9);
}

TEST_CASE("an answer to a question from before the need does not count") {
  Bench bench;
  bench.fetch.need(nth(1), at(0));
  REQUIRE(bench.fetch.next(at(0)));
  bench.fetch.need(nth(1), at(1));
  CHECK(bench.reply(slack::DndTeam{{{nth(1), Dnd{}}}}, at(2)).found.empty());
  CHECK(asked(bench.fetch.next(at(3))) == nth(1).text);
}

TEST_CASE("whom Slack leaves out is asked about again after an hour, and told of once") {
  Bench bench;
  bench.fetch.need(nth(1), at(0));
  REQUIRE(bench.fetch.next(at(0)));
  CHECK(bench.reply(slack::DndTeam{}, at(1)).not_visible == std::vector<UserId>{nth(1)});
  CHECK(!bench.fetch.expects_answers(at(1)));
  CHECK(!bench.fetch.next(at(3600)));
  REQUIRE(bench.fetch.next(at(3601)));
  CHECK(bench.reply(slack::DndTeam{}, at(3602)).not_visible.empty());
  bench.fetch.forgive(nth(1));
  CHECK(bench.fetch.next(at(3603)));
}

TEST_CASE("one person whom Slack refuses holds up nobody else") {
  Bench bench;
  for (int i = 0; i < 4; ++i) bench.fetch.need(nth(i), at(0));
  std::size_t found = 0;
  std::vector<UserId> hidden;
  for (int second = 0; second < 20; ++second) {
    const auto request = bench.fetch.next(at(second));
    if (!request) break;
    slack::DndTeam team;
    const std::string ids = asked(request);
    for (int i = 0; i < 4; ++i)
      if (ids.find(nth(i).text) != std::string::npos) team.people.push_back({nth(i), Dnd{}});
    const bool refused = ids.find(nth(2).text) != std::string::npos;
    const auto outcome = bench.reply(refused ? slack::Reply{error("user_not_found")} : slack::Reply{team}, at(second));
    found += outcome.found.size();
    hidden.insert(hidden.end(), outcome.not_visible.begin(), outcome.not_visible.end());
  }
  CHECK(found == 3);
  CHECK(hidden == std::vector<UserId>{nth(2)});
}

TEST_CASE("a refusal pauses the questions, and a reload ends the pause") {
  Bench bench;
  bench.fetch.need(nth(1), at(0));
  REQUIRE(bench.fetch.next(at(0)));
  CHECK(bench.reply(error("missing_scope"), at(1)).trouble);
  CHECK(!bench.fetch.expects_answers(at(2)));
  CHECK(!bench.fetch.next(at(60)));
  bench.fetch.retry_now();
  CHECK(bench.fetch.next(at(61)));
}

}  // namespace dnd_fetch_test
