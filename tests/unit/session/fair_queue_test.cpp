#include "session/fair_queue.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace presenced;
using namespace presenced::base;
using Queue = session::FairQueue<std::string>;

namespace {

constexpr MonoTime kNow{1'000s};

std::vector<std::string> taken(Queue& queue, MonoTime now) {
  std::vector<std::string> keys;
  while (queue.due() <= now) keys.push_back(queue.take());
  return keys;
}

}  // namespace

TEST_CASE("what came first is asked about first, and nothing waits twice") {
  Queue queue;
  CHECK(queue.due() == MonoTime::max());
  queue.add("b", kNow);
  queue.add("a", kNow + 1ms);
  queue.add("b", kNow + 2ms);
  CHECK(queue.size() == 2);
  CHECK(queue.due() == kNow);
  CHECK(queue.front() == "b");
  CHECK(taken(queue, kNow + 2ms) == std::vector<std::string>{"b", "a"});
  CHECK(queue.empty());
}

TEST_CASE("what fails pauses by itself, twice as long each time up to an hour, and holds up nobody") {
  Random random(1);
  Queue queue;
  queue.add("a", kNow);
  queue.add("b", kNow);
  MonoTime now = kNow;
  Millis ceiling = 10s;
  for (int failures = 1; failures <= 12; ++failures) {
    CHECK(queue.failed("a", now, random) == failures);
    CHECK(queue.front() == "b");
    CHECK(taken(queue, now) == std::vector<std::string>{"b"});
    CHECK(queue.due() >= now + ceiling / 2);
    CHECK(queue.due() <= now + ceiling);
    CHECK(queue.expects_answers() == (failures < Queue::kPatience));
    now = queue.due();
    queue.add("b", now - 1ms);
    ceiling = std::min<Millis>(ceiling * 2, 1h);
  }
}

TEST_CASE("a pause outlasts being taken out and added again, until the failures are forgiven") {
  Random random(1);
  Queue queue;
  queue.add("a", kNow);
  CHECK(queue.take() == "a");
  queue.failed("a", kNow, random);
  const MonoTime due = queue.due();
  REQUIRE(due > kNow);
  CHECK(taken(queue, due) == std::vector<std::string>{"a"});
  queue.add("a", kNow);
  CHECK(queue.due() == due);
  queue.forgive("a", kNow);
  CHECK(queue.due() == kNow);
  CHECK(queue.failed("a", kNow, random) == 1);
  queue.forgive_all(kNow);
  CHECK(queue.due() == kNow);
  queue.failed("a", kNow, random);
  queue.remove("a");
  queue.add("a", kNow);
  CHECK(queue.due() == kNow);
}

TEST_CASE("what rests is asked about after an hour, and told to be the first only once") {
  Random random(1);
  Queue queue;
  queue.add("a", kNow);
  CHECK(queue.rest("a", kNow, random));
  CHECK(queue.due() >= kNow + 1h);
  CHECK(queue.due() <= kNow + 66min);
  CHECK_FALSE(queue.expects_answers());
  CHECK_FALSE(queue.rest("a", kNow + 1h, random));
}

TEST_CASE("a failure that is not its own puts it behind the others and no further") {
  Queue queue;
  queue.add("a", kNow);
  queue.add("b", kNow);
  queue.defer("a", kNow + 1ms);
  CHECK(taken(queue, kNow + 1ms) == std::vector<std::string>{"b", "a"});
}
