// The rules of the cursor: in scripts of a few lines, and on random histories with crashes.
#include "hooks/courier.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace presenced::hooks {
namespace {

using Then = Courier::Then;
using Texts = std::vector<std::string>;

struct Crash {};

// Acknowledges unless the script says otherwise.
class ScriptedReceiver final : public Receiver {
 public:
  Outcome deliver(std::string_view object) override {
    delivered.emplace_back(object);
    if (script.empty()) return {true};
    const Outcome outcome = script.front();
    script.pop_front();
    return outcome;
  }
  std::deque<Outcome> script;
  Texts delivered;
};

struct World {
  ScriptedReceiver receiver;
  std::vector<Cursor> saved;
  std::vector<base::Millis> slept;  // longer than not at all
  Texts said;
  bool end = false;

  Courier courier(Cursor start = {}) {
    return {start,
            {receiver, [this](const Cursor& to) { saved.push_back(to); },
             [this](base::Millis span) {
               if (span > base::Millis{0}) slept.push_back(span);
               return !end;
             },
             [this](const std::string& line) { said.push_back(line); }},
            base::Random(1)};
  }
};

Change change(std::int64_t seq) { return {seq, base::wall_from_unix_ms(1000 + seq), std::to_string(seq)}; }
Change unwanted(std::int64_t seq) { return {seq, base::wall_from_unix_ms(1000 + seq), ""}; }
Cursor cursor(std::int64_t seq) { return {seq, base::wall_from_unix_ms(1000 + seq)}; }

const Outcome kRefused{false, "exited with status 1", std::nullopt};

TEST_CASE("each acknowledged change moves the cursor, durably, before the next one is delivered") {
  World world;
  Courier courier = world.courier();
  CHECK(courier.give(change(1)) == Then::next);
  CHECK(world.saved == std::vector{cursor(1)});
  CHECK(courier.give(change(2)) == Then::next);
  CHECK(world.saved == std::vector{cursor(1), cursor(2)});
  courier.read_up_to(2);
  CHECK(world.saved.size() == 2);
  CHECK(world.receiver.delivered == Texts{"1", "2"});
  CHECK(world.said.empty());
}

TEST_CASE("a change that fails leaves the cursor where it is, and is to be read again after a wait") {
  World world;
  world.receiver.script = {kRefused, kRefused};
  Courier courier = world.courier(cursor(4));
  CHECK(courier.give(change(5)) == Then::again);
  CHECK(courier.position() == 4);
  CHECK(courier.give(change(5)) == Then::again);
  CHECK(world.saved.empty());
  CHECK(world.slept.size() == 2);
  CHECK(courier.give(change(5)) == Then::next);
  CHECK(world.saved == std::vector{cursor(5)});
  CHECK(world.receiver.delivered == Texts{"5", "5", "5"});
  REQUIRE(world.said.size() == 2);
  CHECK(world.said[0].starts_with("change 5 is not delivered: exited with status 1; attempt 2 follows in "));
  CHECK(world.said[1].starts_with("change 5 is not delivered: exited with status 1; attempt 3 follows in "));
}

TEST_CASE(
    "an unwanted change moves the cursor without a delivery, saved with the next one or at the end of a reading") {
  World world;
  Courier courier = world.courier();
  CHECK(courier.give(unwanted(1)) == Then::next);
  CHECK(courier.position() == 1);
  CHECK(courier.give(change(2)) == Then::next);
  CHECK(courier.give(unwanted(3)) == Then::next);
  CHECK(world.saved == std::vector{cursor(2)});
  courier.read_up_to(3);
  CHECK(world.saved == std::vector{cursor(2), cursor(3)});
  CHECK(world.receiver.delivered == Texts{"2"});
  CHECK(world.said.empty());
}

TEST_CASE("deleted changes are skipped, and that is said once") {
  World world;
  Courier courier = world.courier(cursor(10));
  courier.give(change(14));
  courier.give(unwanted(16));
  courier.read_up_to(18);
  CHECK(world.saved.back() == Cursor{18, std::nullopt});
  CHECK(world.said == Texts{"skipped 6 changes before number 19: they are not in the history any more"});
  courier.read_up_to(19);
  CHECK(world.said.back() == "skipped a change before number 20: it is not in the history any more");
  courier.read_up_to(19);
  CHECK(world.said.size() == 2);
  CHECK(world.receiver.delivered == Texts{"14"});
}

TEST_CASE("a change that is deleted while it waits to be delivered again is skipped") {
  World world;
  world.receiver.script = {kRefused};
  Courier courier = world.courier(cursor(10));
  CHECK(courier.give(change(11)) == Then::again);
  CHECK(courier.give(change(12)) == Then::next);  // as it is read the second time
  courier.read_up_to(12);
  CHECK(world.saved.back() == cursor(12));
  CHECK(world.said.back() == "skipped a change before number 13: it is not in the history any more");
}

TEST_CASE("what the cursor has passed is not delivered again, and the cursor never moves back") {
  World world;
  Courier courier = world.courier(cursor(10));
  CHECK(courier.give(change(9)) == Then::next);
  CHECK(courier.give(change(10)) == Then::next);
  courier.read_up_to(7);
  CHECK(courier.position() == 10);
  CHECK(world.receiver.delivered.empty());
  CHECK(world.saved.empty());
}

TEST_CASE("nothing is delivered once the end is wished, and a wait is over then") {
  World world;
  world.end = true;
  Courier courier = world.courier();
  CHECK(courier.give(change(1)) == Then::end);
  CHECK(world.receiver.delivered.empty());
  world.end = false;
  world.receiver.script = {kRefused};
  Courier waiting({},
                  {world.receiver, [](const Cursor&) { FAIL("saved"); },
                   [](base::Millis span) { return span == base::Millis{0}; }, [](const std::string&) {}},
                  base::Random(1));
  CHECK(waiting.give(change(1)) == Then::end);
}

TEST_CASE("a cursor that cannot be saved ends everything before the next change is delivered") {
  World world;
  Courier courier({},
                  {world.receiver, [](const Cursor&) { throw Crash(); }, [](base::Millis) { return true; },
                   [](const std::string&) {}},
                  base::Random(1));
  CHECK_THROWS_AS(courier.give(change(1)), Crash);
  CHECK(world.receiver.delivered == Texts{"1"});
}

// A hook that crashes and starts again at random, over a history from which changes vanish; and who sees what it did.
class Life final : public Receiver {
 public:
  explicit Life(std::uint64_t seed) : random_(seed) {
    for (std::int64_t seq = 1; seq <= 400; ++seq)
      if (random_.below(10) != 0) history_[seq] = random_.below(3) != 0;
  }

  void live() {
    while (disk_.seq < kLast) {
      try {
        run();
      } catch (const Crash&) {
      }
    }
    for (const auto& one : history_)
      if (one.second) CHECK_MESSAGE(acknowledged_.contains(one.first), "never acknowledged: " << one.first);
  }

  Outcome deliver(std::string_view object) override {
    const std::int64_t seq = std::stoll(std::string(object));
    // In order: nothing that is wanted and not acknowledged stands before it.
    for (const auto& [before, wanted] : history_)
      if (before < seq && wanted) REQUIRE(acknowledged_.contains(before));
    maybe_crash();
    if (random_.below(3) == 0) return {false, "no", std::nullopt};
    acknowledged_[seq] = true;
    maybe_crash();
    return {true};
  }

 private:
  static constexpr std::int64_t kLast = 400;

  void maybe_crash() {
    if (random_.below(12) == 0) throw Crash();
  }

  void save(const Cursor& to) {
    maybe_crash();
    REQUIRE(to.seq > disk_.seq);
    for (const auto& one : history_)
      if (one.first <= to.seq && one.second)
        REQUIRE_MESSAGE(acknowledged_.contains(one.first), "the cursor is ahead of " << one.first);
    disk_ = to;
    maybe_crash();
  }

  void run() {
    Courier courier(disk_,
                    {*this, [this](const Cursor& to) { save(to); },
                     [this](base::Millis) {
                       maybe_crash();
                       return true;
                     },
                     [](const std::string&) {}},
                    base::Random(random_.next()));
    while (courier.position() < kLast) {
      const auto after = history_.upper_bound(courier.position());
      const std::map<std::int64_t, bool> read(after, history_.end());
      const std::size_t most = 1 + random_.below(60);
      std::size_t given = 0;
      auto then = Then::next;
      for (const auto& [seq, wanted] : read) {
        if (given++ == most) break;
        then = courier.give(wanted ? change(seq) : unwanted(seq));
        if (then != Then::next) break;
      }
      if (then == Then::next && given <= read.size() && given < most) courier.read_up_to(kLast);
      if (random_.below(20) == 0) history_.erase(1 + static_cast<std::int64_t>(random_.below(kLast)));
    }
  }

  base::Random random_;
  std::map<std::int64_t, bool> history_;  // seq -> wanted
  std::map<std::int64_t, bool> acknowledged_;
  Cursor disk_;
};

TEST_CASE(
    "whatever fails, crashes and is deleted: all that is wanted is acknowledged, in order, the cursor never ahead") {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    Life(seed).live();
  }
}

}  // namespace
}  // namespace presenced::hooks
