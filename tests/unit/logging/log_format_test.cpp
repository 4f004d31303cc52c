#include "logging/log_format.h"

#include <doctest/doctest.h>

using namespace presenced;
using logging::log_line;
using logging::LogShape;

namespace {

const base::WallTime kMorning = base::wall_from_unix_ms(1'770'000'000'045);  // 2026-02-02T02:40:00.045Z

base::LogEntry entry() { return {base::LogLevel::warning, "lost", "acme", "session 3 ended: timeout"}; }

}  // namespace

TEST_CASE("a plain line has the time in UTC with milliseconds, the level, the workspace and the event") {
  CHECK(log_line(entry(), kMorning, LogShape::plain) ==
        "2026-02-02T02:40:00.045Z warning acme lost: session 3 ended: timeout");
}

TEST_CASE("a line about the whole daemon names no workspace") {
  CHECK(log_line({base::LogLevel::info, "started", "", "ready"}, kMorning, LogShape::plain) ==
        "2026-02-02T02:40:00.045Z info started: ready");
}

TEST_CASE("under systemd the level goes in front, as the journal wants it") {
  CHECK(log_line(entry(), kMorning, LogShape::journal) == "<4>acme lost: session 3 ended: timeout");
  CHECK(log_line({base::LogLevel::error, "x", "", "y"}, kMorning, LogShape::journal) == "<3>x: y");
  CHECK(log_line({base::LogLevel::debug, "x", "", "y"}, kMorning, LogShape::journal) == "<7>x: y");
}

TEST_CASE("as JSON, a line is one object") {
  CHECK(log_line(entry(), kMorning, LogShape::json) ==
        R"({"time":"2026-02-02T02:40:00.045Z","level":"warning","event":"lost","workspace":"acme",)"
        R"("message":"session 3 ended: timeout"})");
}

TEST_CASE("control characters and quotes cannot break a line or drive a terminal") {
  const base::LogEntry nasty{base::LogLevel::info, "e", "", "a\n\x1b[2J\"b\\"};
  CHECK(log_line(nasty, kMorning, LogShape::plain) == "2026-02-02T02:40:00.045Z info e: a\\x0a\\x1b[2J\"b\\");
  CHECK(log_line(nasty, kMorning, LogShape::json) ==
        R"({"time":"2026-02-02T02:40:00.045Z","level":"info","event":"e","message":"a\u000a\u001b[2J\"b\\"})");
}

TEST_CASE("an entry's own fields are keys of the line in JSON, and not in the text") {
  const base::LogEntry one{base::LogLevel::info, "purged", "", "m", {{"asked_by", "10\"00"}}};
  CHECK(log_line(one, kMorning, LogShape::plain) == "2026-02-02T02:40:00.045Z info purged: m");
  CHECK(log_line(one, kMorning, LogShape::json) ==
        R"({"time":"2026-02-02T02:40:00.045Z","level":"info","event":"purged","asked_by":"10\"00","message":"m"})");
}

TEST_CASE("times before 1970 are written as they are") {
  CHECK(log_line({base::LogLevel::info, "e", "", "m"}, base::wall_from_unix_ms(-1), LogShape::plain) ==
        "1969-12-31T23:59:59.999Z info e: m");
}
