#include "logging/recent_trouble.h"

#include <doctest/doctest.h>

#include "support/captured_log.h"

using namespace presenced;
using base::LogLevel;

TEST_CASE("the newest warnings and errors are kept, in their order, and everything is passed on") {
  support::CapturedLog log;
  logging::RecentTrouble recent(log);
  recent.write({LogLevel::info, "connected", "acme", "session 1 has begun"});
  recent.write({LogLevel::warning, "lost", "acme", "session 1 ended"});
  recent.write({LogLevel::error, "store_failed", "", "the disk is full"});
  CHECK(log.count("connected") == 1);
  CHECK(log.count("store_failed") == 1);
  auto lines = recent.lines();
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].event == "lost");
  CHECK(lines[0].workspace == "acme");
  CHECK_FALSE(lines[0].error);
  CHECK(lines[1].message == "the disk is full");
  CHECK(lines[1].error);
  for (std::size_t i = 0; i < logging::RecentTrouble::kMost; ++i)
    recent.write({LogLevel::warning, "lost", "acme", std::to_string(i)});
  lines = recent.lines();
  CHECK(lines.size() == logging::RecentTrouble::kMost);
  CHECK(lines.front().message == "0");
  CHECK(log.count("lost") == 1 + logging::RecentTrouble::kMost);
}
