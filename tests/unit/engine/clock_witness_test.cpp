#include "engine/clock_witness.h"

#include <doctest/doctest.h>

using namespace presenced;
using namespace presenced::base;
using engine::ClockState;
using engine::ClockWitness;

namespace {

// Slack's clock runs with the monotonic one; ours is `wrong` off.
struct TwoClocks {
  MonoTime mono{Millis{1'000'000}};
  Millis wrong{0};
  Millis slept{0};

  WallTime slack() const { return WallTime{mono.time_since_epoch() + slept + Millis{1'700'000'000'400}}; }
  Instant now() const { return {mono, slack() + wrong}; }
  WallTime date() const { return std::chrono::floor<std::chrono::seconds>(slack()); }
};

void take_reading(ClockWitness& witness, TwoClocks& clocks, Millis took = 100ms) {
  const MonoTime asked = clocks.mono;
  clocks.mono += took;
  witness.replied(clocks.date(), asked, clocks.now());
}

}  // namespace

TEST_CASE("without a reading nothing is known, and nothing is asked for") {
  const ClockWitness witness;
  const TwoClocks clocks;
  CHECK(witness.state(clocks.now()) == ClockState::unknown);
  CHECK_FALSE(witness.confirmed(clocks.now()));
  CHECK(witness.due(clocks.now()) == MonoTime::max());
}

TEST_CASE("a clock that is off by more than a minute contradicts, in either direction") {
  for (const Millis wrong : {Millis{62s}, Millis{1h}, Millis{24h * 365 * 10}}) {
    CAPTURE(wrong.count());
    for (const int sign : {1, -1}) {
      ClockWitness witness;
      TwoClocks clocks;
      clocks.wrong = sign * wrong;
      take_reading(witness, clocks);
      CHECK(witness.state(clocks.now()) == ClockState::contradicts);
      CHECK(std::chrono::abs(witness.ahead(clocks.now()) - clocks.wrong) <= 1s);
    }
  }
}

TEST_CASE("a clock that is off by less than a minute agrees") {
  for (const Millis wrong : {Millis{-58s}, Millis{0}, Millis{58s}}) {
    ClockWitness witness;
    TwoClocks clocks;
    clocks.wrong = wrong;
    take_reading(witness, clocks);
    CHECK(witness.state(clocks.now()) == ClockState::agrees);
  }
}

TEST_CASE("a step of our clock contradicts at once, and its way back agrees at once") {
  ClockWitness witness;
  TwoClocks clocks;
  take_reading(witness, clocks);
  clocks.mono += 50min;
  clocks.wrong = 2min;
  CHECK(witness.state(clocks.now()) == ClockState::contradicts);
  clocks.wrong = 0ms;
  CHECK(witness.state(clocks.now()) == ClockState::agrees);
}

TEST_CASE("a reading counts for an hour") {
  ClockWitness witness;
  TwoClocks clocks;
  take_reading(witness, clocks);
  clocks.mono += 1h;
  CHECK(witness.state(clocks.now()) == ClockState::agrees);
  clocks.mono += 1ms;
  CHECK(witness.state(clocks.now()) == ClockState::unknown);
}

TEST_CASE("one reading confirms nothing, two a minute apart do, and a contradiction between them begins from nothing") {
  ClockWitness witness;
  TwoClocks clocks;
  take_reading(witness, clocks);
  clocks.mono += 59s;
  take_reading(witness, clocks);
  CHECK_FALSE(witness.confirmed(clocks.now()));
  clocks.mono += 1s;
  take_reading(witness, clocks);
  CHECK(witness.confirmed(clocks.now()));
  clocks.wrong = 2min;
  witness.observe(clocks.now());
  CHECK_FALSE(witness.confirmed(clocks.now()));
  clocks.wrong = 0ms;
  witness.observe(clocks.now());
  CHECK_FALSE(witness.confirmed(clocks.now()));
  take_reading(witness, clocks);
  CHECK_FALSE(witness.confirmed(clocks.now()));
  clocks.mono += 1min;
  take_reading(witness, clocks);
  CHECK(witness.confirmed(clocks.now()));
}

TEST_CASE("readings are asked for a minute after the first, then every half hour") {
  ClockWitness witness;
  TwoClocks clocks;
  take_reading(witness, clocks);
  CHECK(witness.due(clocks.now()) == clocks.mono + 1min);
  clocks.mono += 1min;
  witness.asked(clocks.mono);
  take_reading(witness, clocks);
  CHECK(witness.due(clocks.now()) == clocks.mono + 30min);
  clocks.mono += 30min;
  witness.asked(clocks.mono);  // and is not answered
  CHECK(witness.due(clocks.now()) == clocks.mono + 1min);
}

TEST_CASE("a reading is asked for at once after a step, then every minute while the clocks contradict") {
  ClockWitness witness;
  TwoClocks clocks;
  take_reading(witness, clocks);
  clocks.mono += 5min;
  clocks.wrong = -1h;
  witness.stepped(clocks.mono);
  witness.observe(clocks.now());
  CHECK(witness.due(clocks.now()) <= clocks.mono);
  CHECK(witness.doubtful(clocks.mono));
  witness.asked(clocks.mono);
  take_reading(witness, clocks);
  CHECK_FALSE(witness.doubtful(clocks.mono));
  CHECK(witness.state(clocks.now()) == ClockState::contradicts);
  CHECK(witness.due(clocks.now()) > clocks.mono + 50s);
  CHECK(witness.due(clocks.now()) <= clocks.mono + 1min);
}

TEST_CASE("a suspension looks like a step until the next reading") {
  ClockWitness witness;
  TwoClocks clocks;
  take_reading(witness, clocks);
  clocks.slept = 8h;  // our wall clock has run on, as Slack's has
  witness.stepped(clocks.mono);
  CHECK(witness.state(clocks.now()) == ClockState::contradicts);
  clocks.mono += 1s;
  take_reading(witness, clocks);
  CHECK(witness.state(clocks.now()) == ClockState::agrees);
}

TEST_CASE("a call that was under way when the clock was set, or that took long, is not a reading") {
  ClockWitness witness;
  TwoClocks clocks;
  const MonoTime asked = clocks.mono;
  clocks.mono += 100ms;
  witness.stepped(clocks.mono);
  witness.replied(clocks.date(), asked, clocks.now());
  CHECK(witness.state(clocks.now()) == ClockState::unknown);
  take_reading(witness, clocks, 21s);
  CHECK(witness.state(clocks.now()) == ClockState::unknown);
  take_reading(witness, clocks, 19s);
  CHECK(witness.state(clocks.now()) == ClockState::agrees);
}

TEST_CASE("an event shows that our clock is behind, and never that it is right or ahead") {
  ClockWitness witness;
  TwoClocks clocks;
  witness.received(clocks.slack() - 10min, clocks.now());
  CHECK(witness.state(clocks.now()) == ClockState::unknown);
  clocks.wrong = -1h;
  witness.received(clocks.slack(), clocks.now());
  CHECK(witness.state(clocks.now()) == ClockState::contradicts);
  CHECK(witness.ahead(clocks.now()) == -1h);
}

TEST_CASE("an event of the far future is doubted, and the next reading clears it") {
  ClockWitness witness;
  TwoClocks clocks;
  take_reading(witness, clocks);
  clocks.mono += 11s;
  witness.received(clocks.slack() + 24h, clocks.now());
  CHECK(witness.state(clocks.now()) == ClockState::contradicts);
  CHECK(witness.due(clocks.now()) <= clocks.mono);
  take_reading(witness, clocks);
  CHECK(witness.state(clocks.now()) == ClockState::agrees);
}

TEST_CASE("Slack's time is known from both sides") {
  ClockWitness witness;
  TwoClocks clocks;
  take_reading(witness, clocks, 2s);
  CHECK(witness.agreed()->at == clocks.mono);
  CHECK(witness.agreed()->slack <= clocks.slack());
  CHECK(witness.agreed()->slack > clocks.slack() - 1s);
  clocks.mono += 20min;
  CHECK(witness.slack_at_most(clocks.mono) >= clocks.slack());
  CHECK(witness.slack_at_most(clocks.mono) <= clocks.slack() + 3s);
}

TEST_CASE("our time of an event is never after its arrival, also where Slack's machines disagree") {
  ClockWitness witness;
  TwoClocks clocks;
  take_reading(witness, clocks);
  clocks.mono += 1s;
  const WallTime made = clocks.slack() + 4s;  // by a machine that is ahead
  witness.received(made, clocks.now());
  const auto [earliest, latest] = witness.our_time_of(made, clocks.now());
  CHECK(earliest <= clocks.now().wall);
  CHECK(latest == clocks.now().wall);
}
