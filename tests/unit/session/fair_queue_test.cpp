#include "session/fair_queue.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace presenced;
using namespace presenced::base;
using QueueOfNames = session::FairQueue<std::string>;

namespace {

constexpr MonoTime kQueueStart{1'000s};

std::vector<std::string> taken(QueueOfNames& queue, MonoTime now) {
  std::vector<std::string> keys;
  while (queue.due() <= now) keys.push_back(queue.take());
  return keys;
}

}  // namespace

TEST_CASE("what came first is asked about first, and nothing waits twice") {
  QueueOfNames queue;
  CHECK(queue.due() == MonoTime::max());
  queue.add("b", kQueueStart);
  queue.add("a", kQueueStart + 1ms);
  queue.add("b", kQueueStart + 2ms);
  CHECK(queue.size() == 2);
  CHECK(queue.due() == kQueueStart);
  CHECK(queue.front() == "b");
  CHECK(taken(queue, kQueueStart + 2ms) == std::vector<std::string>{"b", "a"});
  CHECK(queue.empty());
}

TEST_CASE("what fails pauses by itself, twice as long each time up to an hour, and holds up nobody") {
  Random random(1);
  QueueOfNames queue;
  queue.add("a", kQueueStart);
  queue.add("b", kQueueStart);
  MonoTime now = kQueueStart;
  Millis ceiling = 10s;
  for (int failures = 1; failures <= 12; ++failures) {
    CHECK(queue.failed("a", now, random) == failures);
    CHECK(queue.front() == "b");
    CHECK(taken(queue, now) == std::vector<std::string>{"b"});
    CHECK(queue.due() >= now + ceiling / 2);
    CHECK(queue.due() <= now + ceiling);
    CHECK(queue.expects_answers() == (failures < QueueOfNames::kPatience));
    now = queue.due();
    queue.add("b", now - 1ms);
    ceiling = std::min<Millis>(ceiling * 2, 1h);
  }
}

TEST_CASE("a pause outlasts being taken out and added again, until the failures are forgiven") {
  Random random(1);
  QueueOfNames queue;
  queue.add("a", kQueueStart);
  CHECK(queue.take() == "a");
  queue.failed("a", kQueueStart, random);
  const MonoTime due = queue.due();
  REQUIRE(due > kQueueStart);
  CHECK(taken(queue, due) == std::vector<std::string>{"a"});
  queue.add("a", kQueueStart);
  CHECK(queue.due() == due);
  queue.forgive("a", kQueueStart);
  CHECK(queue.due() == kQueueStart);
  CHECK(queue.failed("a", kQueueStart, random) == 1);
  queue.forgive_all(kQueueStart);
  CHECK(queue.due() == kQueueStart);
  queue.failed("a", kQueueStart, random);
  queue.remove("a");
  queue.add("a", kQueueStart);
  CHECK(queue.due() == kQueueStart);
}

TEST_CASE("what rests is asked about after an hour, and told to be the first only once") {
  Random random(1);
  QueueOfNames queue;
  queue.add("a", kQueueStart);
  CHECK(queue.rest("a", kQueueStart, random));
  CHECK(queue.due() >= kQueueStart + 1h);
  CHECK(queue.due() <= kQueueStart + 66min);
  CHECK_FALSE(queue.expects_answers());
  CHECK_FALSE(queue.rest("a", kQueueStart + 1h, random));
}

TEST_CASE("a failure that is not its own puts it behind the others and no further") {
  QueueOfNames queue;
  queue.add("a", kQueueStart);
  queue.add("b", kQueueStart);
  queue.defer("a", kQueueStart + 1ms);
  CHECK(taken(queue, kQueueStart + 1ms) == std::vector<std::string>{"b", "a"});
}
