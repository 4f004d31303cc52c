#include "session/connect_pacer.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "base/random.h"

using namespace presenced::base;
using presenced::session::ConnectPacer;

namespace {
constexpr MonoTime at(Millis since_start) { return MonoTime{since_start}; }
}  // namespace

TEST_CASE("a Retry-After holds back every call, whoever wants one") {
  ConnectPacer pacer;
  const MonoTime now{Millis{1'000'000}};
  CHECK(pacer.earliest(now) == now);
  pacer.hold(now + Millis{70'000});
  CHECK(pacer.earliest(now + Millis{2'000}) == now + Millis{70'000});
  pacer.hold(now + Millis{30'000});  // an earlier end does not shorten it
  CHECK(pacer.earliest(now + Millis{40'000}) == now + Millis{70'000});
  CHECK(pacer.earliest(now + Millis{70'000}) == now + Millis{70'000});
}

TEST_CASE("five calls pass at once, then one a minute") {
  ConnectPacer pacer;
  for (int i = 0; i < 5; ++i) {
    CHECK(pacer.earliest(at(0s)) == at(0s));
    pacer.take(at(0s));
  }
  for (int minute = 1; minute <= 10; ++minute) {
    CHECK(pacer.earliest(at(0s)) == at(60s * minute));
    pacer.take(at(60s * minute));
  }
}

TEST_CASE("the burst grows back by one call a minute and never beyond five") {
  ConnectPacer pacer;
  for (int i = 0; i < 5; ++i) pacer.take(at(0s));
  MonoTime now = at(120s);
  CHECK(pacer.earliest(now) == now);
  pacer.take(now);
  CHECK(pacer.earliest(now) == now);
  pacer.take(now);
  CHECK(pacer.earliest(now) == at(180s));

  now = at(48h);
  for (int i = 0; i < 5; ++i) {
    CHECK(pacer.earliest(now) == now);
    pacer.take(now);
  }
  CHECK(pacer.earliest(now) == now + 60s);
}

TEST_CASE("whatever is asked for and when, no span of time holds more than its minutes plus five calls") {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    ConnectPacer pacer;
    std::vector<MonoTime> calls;
    MonoTime now = at(0s);
    for (int i = 0; i < 200; ++i) {
      now += random.up_to(random.below(10) == 0 ? Millis{10min} : Millis{20s});
      now = pacer.earliest(now);
      pacer.take(now);
      calls.push_back(now);
    }
    for (std::size_t first = 0; first < calls.size(); ++first)
      for (std::size_t last = first; last < calls.size(); ++last) {
        const auto allowed = 5 + (calls[last] - calls[first]) / 60s;
        REQUIRE(static_cast<Millis::rep>(last - first + 1) <= allowed);
      }
  }
}
