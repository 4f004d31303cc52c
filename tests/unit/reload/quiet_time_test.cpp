#include "reload/quiet_time.h"

#include <doctest/doctest.h>

using namespace presenced;
using base::Millis;
using base::MonoTime;
using reload::QuietTime;
using Files = std::vector<std::filesystem::path>;

TEST_CASE("a file is due half a second after it was last touched") {
  QuietTime quiet;
  CHECK_FALSE(quiet.deadline());
  quiet.touched("a", MonoTime{Millis{1'000}});
  quiet.touched("a", MonoTime{Millis{1'400}});
  CHECK(quiet.deadline() == MonoTime{Millis{1'900}});
  CHECK(quiet.take(MonoTime{Millis{1'899}}).empty());
  CHECK(quiet.take(MonoTime{Millis{1'900}}) == Files{"a"});
  CHECK_FALSE(quiet.deadline());
  CHECK(quiet.take(MonoTime{Millis{9'000}}).empty());
}

TEST_CASE("files wait each for themselves") {
  QuietTime quiet;
  quiet.touched("b", MonoTime{Millis{0}});
  quiet.touched("a", MonoTime{Millis{300}});
  CHECK(quiet.deadline() == MonoTime{Millis{500}});
  CHECK(quiet.take(MonoTime{Millis{500}}) == Files{"b"});
  CHECK(quiet.deadline() == MonoTime{Millis{800}});
  quiet.touched("b", MonoTime{Millis{600}});
  CHECK(quiet.take(MonoTime{Millis{2'000}}) == Files{"a", "b"});
}

TEST_CASE("a file that is never left alone is read after five seconds all the same") {
  QuietTime quiet;
  for (int ms = 0; ms <= 4'900; ms += 100) quiet.touched("a", MonoTime{Millis{ms}});
  CHECK(quiet.deadline() == MonoTime{Millis{5'000}});
  CHECK(quiet.take(MonoTime{Millis{5'000}}) == Files{"a"});
}
