// Answers that arrive when their question no longer counts: they confirm no subscription.
#include <doctest/doctest.h>

#include "unit/engine/people.h"

using namespace presenced;
using namespace presenced::engine::testing;

namespace {

constexpr std::size_t kSeats = 2;

// One of the last two has the second seat.
std::vector<watch::Person> people_with(std::size_t preferred) {
  auto people = crowd(kSeats + 1, {base::Facet::presence});
  people[preferred].priority = watch::Priority::high;
  people[kSeats + 1 - preferred].priority = watch::Priority::low;
  return people;
}

// One socket with two seats; the third person is sampled.
struct LateAnswers : EngineWorld {
  LateAnswers()
      : EngineWorld(crowd(kSeats + 1, {base::Facet::presence}), [](auto& settings) {
          settings.tuning.max_sockets = 1;
          settings.ids_per_set = kSeats;
        }) {
    start();
    REQUIRE(run_until([&] { return everyone_covered(); }, 1min));
  }

  void ask_for_a_sample() {
    const std::size_t before = socket(0).count("presence_query");
    REQUIRE(run_until([&] { return socket(0).count("presence_query") > before; }, 70s));
  }
  void seat(std::size_t preferred) { watch(people_with(preferred)); }
  bool seated(std::size_t who) const {
    return history().covered(nth(who), presence) &&
           history().spans_of(nth(who), presence).back().mode == Mode::subscribed;
  }
};

}  // namespace

TEST_CASE("a late answer to a sample does not confirm a seat") {
  LateAnswers world;
  world.socket(0).delay = 3s;
  world.ask_for_a_sample();
  world.slack.answers_subs = false;
  world.seat(2);
  world.run_for(8s);
  CHECK_FALSE(world.history().covered(nth(2), presence));
  world.run_for(20s);  // it is queried
  CHECK(world.seated(2));
  world.check_against_truth();
}

TEST_CASE("old bug: an answer to a sample that came after its round was over confirmed a seat") {
  LateAnswers world;
  world.socket(0).delay = 14s;
  world.ask_for_a_sample();
  world.run_for(11s);
  CHECK_FALSE(world.history().covered(nth(2), presence));  // silent for a whole round
  world.slack.answers_subs = false;
  world.seat(2);
  world.run_for(4s);
  CHECK_FALSE(world.history().covered(nth(2), presence));
  world.run_for(40s);  // it is queried
  CHECK(world.seated(2));
  world.check_against_truth();
}

TEST_CASE("a late answer to a subscription that was given up does not confirm the next one") {
  LateAnswers world;
  world.socket(0).delay = 12s;
  world.seat(2);
  world.run_for(4s);  // subscribed to, and not answered yet
  world.seat(1);
  world.run_for(4s);
  world.slack.answers_subs = false;
  world.seat(2);
  world.run_for(7s);
  CHECK_FALSE(world.seated(2));
  world.run_for(40s);
  CHECK(world.seated(2));
  world.check_against_truth();
}
