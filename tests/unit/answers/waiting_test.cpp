// When a wait ends, in virtual time: each look is what the history and the clocks say at a moment.
#include "answers/waiting.h"

#include <doctest/doctest.h>

using namespace presenced;
using namespace presenced::answers;
using base::Millis;
using base::operator""s;
using base::operator""min;
using base::operator""h;

namespace {

constexpr base::WallTime kNoon = base::wall_from_unix_ms(1'795'176'000'000);

// A recorder that is alive, a clock that is right, a condition that fails; unless a test says otherwise.
struct Waited {
  explicit Waited(Waiting::Terms terms) : waiting(terms) { recorder.started_at = recorder.alive_at = kNoon - 1h; }

  void pass(Millis span) {
    mono += span;
    wall += span;
  }
  void mark() { recorder.alive_at = wall; }
  // The condition has been so since `since`.
  std::optional<WaitEnd> look(Truth truth, base::WallTime since) {
    const base::Instant now{mono, wall};
    window = waiting.window(recorder, now);
    return waiting.end({truth, std::max(since, window.from)}, now);
  }
  std::optional<WaitEnd> look(Truth truth = Truth::fails) { return look(truth, wall); }
  base::WallTime last() const { return window.to - Millis{1}; }

  Waiting waiting;
  history::Recorder recorder;
  base::MonoTime mono{Millis{77'000}};
  base::WallTime wall = kNoon;
  history::Window window{};
};

constexpr Waiting::Terms kFiveMinutes{5min, std::nullopt, true};

}  // namespace

TEST_CASE("a condition that has lasted long enough already ends the wait at the first look") {
  Waited waited(kFiveMinutes);
  waited.mark();
  CHECK(waited.look(Truth::holds, kNoon - 10min) == WaitEnd::held);
  CHECK(waited.window.from == kNoon - 5min);
  CHECK(waited.last() == kNoon);
}

TEST_CASE("a wait ends at the mark of life by which the condition has lasted long enough, and not before") {
  Waited waited(kFiveMinutes);
  for (int second = 0; second < 300; second += 4) {
    waited.mark();
    CHECK(waited.look(Truth::holds, kNoon) == std::nullopt);
    waited.pass(4s);
  }
  CHECK(waited.look(Truth::holds, kNoon) == std::nullopt);  // the clock alone is not enough
  waited.mark();
  CHECK(waited.look(Truth::holds, kNoon) == WaitEnd::held);
}

TEST_CASE("without --for, a condition ends the wait as soon as it holds") {
  Waited waited({0s, std::nullopt, true});
  waited.mark();
  CHECK(waited.look() == std::nullopt);
  waited.pass(1s);
  waited.mark();
  CHECK(waited.look(Truth::holds, waited.wall) == WaitEnd::held);
}

TEST_CASE("a timeout is told from what could not be known at that moment") {
  for (const Truth truth : {Truth::fails, Truth::holds, Truth::unknown}) {
    Waited waited({5min, 10s, true});
    for (int second = 0; second < 10; ++second) {
      waited.mark();
      CHECK(waited.look(truth) == std::nullopt);
      waited.pass(1s);
    }
    waited.mark();
    CHECK(waited.look(truth) == (truth == Truth::unknown ? WaitEnd::unknown : WaitEnd::timeout));
  }
}

TEST_CASE("a timeout of nothing asks once") {
  Waited waited({5min, 0s, true});
  waited.mark();
  CHECK(waited.look(Truth::holds, kNoon - 5min) == WaitEnd::held);
  Waited other({5min, 0s, true});
  other.mark();
  CHECK(other.look(Truth::holds, kNoon - 4min) == WaitEnd::timeout);
}

TEST_CASE("unknown time does not end a wait that has time left") {
  Waited waited(kFiveMinutes);
  for (int minute = 0; minute < 60; ++minute)
    for (int second = 0; second < 60; second += 10) {
      waited.mark();
      CHECK(waited.look(Truth::unknown, kNoon) == std::nullopt);
      waited.pass(10s);
    }
  waited.mark();
  CHECK(waited.look(Truth::holds, waited.wall - 5min) == WaitEnd::held);
}

TEST_CASE("nobody records: a wait that begins then ends at once") {
  Waited old(kFiveMinutes);
  CHECK(old.look(Truth::unknown) == WaitEnd::unrecorded);  // the last mark is an hour old
  CHECK(old.last() == kNoon);
  Waited never(kFiveMinutes);
  never.recorder = {};
  CHECK(never.look(Truth::unknown) == WaitEnd::unrecorded);
  Waited recent(kFiveMinutes);
  recent.recorder.alive_at = kNoon - 20s;
  CHECK(recent.look(Truth::unknown) == std::nullopt);
  recent.pass(Millis{1});
  CHECK(recent.look(Truth::unknown) == WaitEnd::unrecorded);
}

TEST_CASE("a recorder that stops ends the wait 20 seconds after its last mark, unless it is started again before") {
  Waited waited(kFiveMinutes);
  waited.mark();
  CHECK(waited.look() == std::nullopt);
  waited.recorder.clean = true;
  waited.pass(15s);
  CHECK(waited.look(Truth::unknown) == std::nullopt);
  waited.recorder.clean = false;
  waited.recorder.started_at = waited.wall;
  waited.mark();
  CHECK(waited.look(Truth::unknown) == std::nullopt);
  waited.pass(20s);
  CHECK(waited.look(Truth::unknown) == std::nullopt);
  waited.pass(Millis{1});
  CHECK(waited.look(Truth::unknown) == WaitEnd::unrecorded);
}

TEST_CASE("what had lasted long enough when the recorder stopped has held") {
  Waited waited({5min, 0s, true});
  waited.recorder.alive_at = kNoon - 19s;
  CHECK(waited.look(Truth::holds, kNoon - 6min) == WaitEnd::held);
  CHECK(waited.last() == kNoon - 19s);
}

TEST_CASE("a clock that is set ahead or back moves neither the timeout nor what is looked at") {
  for (const Millis step : {Millis{1h}, -Millis{1h}}) {
    Waited waited({5min, 30s, true});
    waited.mark();
    CHECK(waited.look() == std::nullopt);
    waited.wall += step;
    waited.pass(5s);
    CHECK(waited.look() == std::nullopt);
    CHECK(waited.last() == kNoon);  // where the recorder has got to
    waited.pass(10s);
    if (step > Millis{0}) waited.mark();  // one that is behind is not dated back
    waited.recorder.alive_at += Millis{1};
    CHECK(waited.look() == std::nullopt);
    waited.pass(14s);
    CHECK(waited.look() == std::nullopt);
    waited.pass(1s);
    CHECK(waited.look() == WaitEnd::timeout);
  }
}

TEST_CASE("a recorder that is ahead of the clock and leaves no new mark counts as gone after 20 seconds") {
  Waited waited(kFiveMinutes);
  waited.recorder.alive_at = kNoon + 1h;
  CHECK(waited.look(Truth::unknown) == std::nullopt);
  CHECK(waited.last() == kNoon + 1h);
  waited.pass(20s);
  CHECK(waited.look(Truth::unknown) == std::nullopt);
  waited.pass(1s);
  CHECK(waited.look(Truth::unknown) == WaitEnd::unrecorded);
}

TEST_CASE("a wait for the state unknown goes on by the clock while nobody records") {
  Waited waited({2h, std::nullopt, false});
  CHECK(waited.look(Truth::holds, kNoon - 1h) == std::nullopt);
  CHECK(waited.last() == kNoon);
  waited.pass(1h);
  CHECK(waited.look(Truth::holds, kNoon - 1h) == WaitEnd::held);
}
