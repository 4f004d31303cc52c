#include "session/reconnect.h"

#include <doctest/doctest.h>

using namespace presenced::base;
using namespace presenced::session;
using presenced::slack::ApiError;
using presenced::slack::ErrorClass;

namespace {

constexpr MonoTime kNow{Millis{5'000'000}};

Millis wait_after(Reconnect& reconnect, const ApiError& error, Random& random) {
  reconnect.refused(kNow, error, random);
  REQUIRE(reconnect.due().has_value());
  return *reconnect.due() - kNow;
}

ApiError error_of(ErrorClass kind, std::string word) {
  ApiError error;
  error.kind = kind;
  error.error = std::move(word);
  return error;
}

}  // namespace

TEST_CASE("nothing is due until it is wanted, and not while an attempt is under way") {
  Reconnect reconnect;
  CHECK_FALSE(reconnect.due().has_value());
  reconnect.want(kNow);
  CHECK(reconnect.due() == kNow);
  reconnect.started();
  CHECK_FALSE(reconnect.due().has_value());
}

TEST_CASE("each class of error has its own pace") {
  struct Row {
    ErrorClass kind;
    const char* word;
    Millis least;
    Millis most;
  };
  const Row rows[] = {{ErrorClass::credential, "invalid_auth", 10min, 11min},
                      {ErrorClass::slow, "org_login_required", 3min, 3min + 18s},
                      {ErrorClass::transient, "fatal_error", 0s, 1s},
                      {ErrorClass::absent, "user_not_found", 0s, 1s},
                      {ErrorClass::transient, "ratelimited", 30s, 30s}};
  for (const Row& row : rows) {
    CAPTURE(row.word);
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
      Random random(seed);
      Reconnect reconnect;
      const Millis wait = wait_after(reconnect, error_of(row.kind, row.word), random);
      REQUIRE(wait >= row.least);
      REQUIRE(wait <= row.most);
    }
  }
}

TEST_CASE("Retry-After is obeyed, with up to a second on top") {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    Random random(seed);
    Reconnect reconnect;
    ApiError error = error_of(ErrorClass::transient, "ratelimited");
    error.retry_after = std::chrono::seconds{47};
    const Millis wait = wait_after(reconnect, error, random);
    REQUIRE(wait >= 47s);
    REQUIRE(wait <= 48s);
  }
}

TEST_CASE("a short Retry-After does not shorten the back-off or the pause of a credential error") {
  Random random(1);
  Reconnect reconnect;
  ApiError error = error_of(ErrorClass::credential, "invalid_auth");
  error.retry_after = std::chrono::seconds{1};
  CHECK(wait_after(reconnect, error, random) >= 10min);
}

TEST_CASE("it never gives up: a thousand refusals leave a try due within five minutes") {
  Random random(4);
  Reconnect reconnect;
  for (int i = 0; i < 1'000; ++i)
    REQUIRE(wait_after(reconnect, error_of(ErrorClass::transient, "http 503"), random) <= 5min);
  CHECK(reconnect.failures() == 1'000);
}

TEST_CASE("failures on the way to hello back off") {
  Random random(5);
  Reconnect reconnect;
  Millis longest{0};
  for (int i = 0; i < 50; ++i) {
    reconnect.failed(kNow, random);
    longest = std::max(longest, *reconnect.due() - kNow);
    REQUIRE(longest <= 5min);
  }
  CHECK(longest > 3min);
}

TEST_CASE("only a session that lasted a minute clears the failures before it") {
  Random random(6);
  Reconnect reconnect;
  for (int i = 0; i < 8; ++i) reconnect.failed(kNow, random);
  reconnect.session_ended(kNow, 59'999ms, random);
  CHECK(reconnect.failures() == 9);
  reconnect.session_ended(kNow, 60s, random);
  CHECK(reconnect.failures() == 1);
  CHECK(*reconnect.due() - kNow <= 1s);
}

TEST_CASE("after a goodbye the successor is due at once") {
  Random random(7);
  Reconnect reconnect;
  for (int i = 0; i < 8; ++i) reconnect.failed(kNow, random);
  reconnect.started();
  reconnect.successor_wanted(kNow, 10s);
  CHECK(reconnect.due() == kNow);
  CHECK(reconnect.failures() == 8);  // a goodbye after ten seconds is no sign of health
  reconnect.successor_wanted(kNow, 8h);
  CHECK(reconnect.due() == kNow);
  CHECK(reconnect.failures() == 0);
}
