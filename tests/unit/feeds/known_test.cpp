#include "feeds/socket_mode/known.h"

#include <doctest/doctest.h>

#include <string>

using namespace presenced;
using namespace presenced::base;
using feeds::socket_mode::Known;
using feeds::socket_mode::Made;
using feeds::socket_mode::Order;

namespace {

constexpr MonoTime at(int seconds) { return MonoTime{std::chrono::seconds{seconds}}; }
Made between(int earliest, int latest) { return {at(earliest), at(latest)}; }

base::State saying(const std::string& text) { return Status{text, "", {}}; }
slack::Report record(const std::string& text, std::optional<std::int64_t> updated = {}) {
  return {UserId{"U1"}, {saying(text)}, updated, {}, {}, {}};
}
slack::Report event(const std::string& text, std::optional<std::int64_t> seconds,
                    std::optional<std::int64_t> updated = {}) {
  slack::Report report = record(text, updated);
  if (seconds) report.event_us = *seconds * 1'000'000;
  return report;
}
void take(Known& known, const slack::Report& one, const Made& made) { known.take(one, one.states.front(), made); }
bool accepts(const Known& known, const slack::Report& one, MonoTime asked) {
  return known.accepts(one, one.states.front(), asked);
}

// Asked at 100 s, answered at 101 s.
Known answered(std::optional<std::int64_t> updated = {}) {
  Known known;
  known.answered(record("answer", updated), saying("answer"), at(100), at(101));
  return known;
}

}  // namespace

TEST_CASE("of somebody of whom nothing is known every event is news") {
  CHECK(Known().compare(event("x", 5), between(5, 5)) == Order::newer);
}

TEST_CASE("between events the time of the event decides") {
  Known known;
  take(known, event("x", 50), between(50, 51));
  CHECK(known.compare(event("x", 50), between(50, 51)) == Order::older);  // the same again
  CHECK(known.compare(event("y", 49), between(49, 50)) == Order::older);
  CHECK(known.compare(event("y", 51), between(51, 52)) == Order::newer);
  CHECK(known.compare(event("y", {}), between(0, 60)) == Order::newer);  // an event without a time
}

TEST_CASE("an older record is older, whatever the time of its event") {
  Known known;
  take(known, event("x", 50, 50), between(50, 51));
  CHECK(known.compare(event("y", 60, 49), between(60, 61)) == Order::older);
  CHECK(answered(50).compare(event("y", 200, 49), between(200, 200)) == Order::older);
}

TEST_CASE("against an answer a newer record is newer, else the time of the event decides as far as it is known") {
  CHECK(answered(50).compare(event("y", 90, 51), between(90, 91)) == Order::newer);
  CHECK(answered(50).compare(event("y", 99, 50), between(98, 100)) == Order::older);
  CHECK(answered(50).compare(event("y", 100, 50), between(99, 101)) == Order::unclear);
  CHECK(answered(50).compare(event("y", 102, 50), between(101, 103)) == Order::unclear);
  CHECK(answered(50).compare(event("y", 103, 50), between(102, 104)) == Order::newer);
  CHECK(answered().compare(event("y", 99), between(98, 100)) == Order::older);
}

TEST_CASE("an event that was passed over does not come back") {
  Known known = answered();
  known.pass(event("y", 100));
  CHECK(known.compare(event("y", 100), between(200, 200)) == Order::older);
  CHECK(known.says(saying("answer")));
}

TEST_CASE("an answer counts unless it is known to be older than an event, or may be") {
  Known known;
  take(known, event("x", 50, 50), between(50, 51));
  CHECK(accepts(known, record("y", 50), at(51)));
  CHECK_FALSE(accepts(known, record("y", 50), at(50)));  // the event may have come after the question
  CHECK(accepts(known, record("x", 50), at(50)));        // it says the same
  CHECK(accepts(known, record("y", 51), at(50)));
  CHECK_FALSE(accepts(known, record("x", 49), at(60)));  // a replica that lags
}

TEST_CASE("an answer remembers when it was asked for") {
  CHECK(Known().asked() == MonoTime::min());
  CHECK(answered().asked() == at(100));
}
