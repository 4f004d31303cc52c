#include "service/service_notices.h"

#include <doctest/doctest.h>

#include "service/writer_watch.h"

using namespace presenced;
using base::Millis;
using base::MonoTime;
using service::ServiceNotices;
using service::WriterWatch;

namespace {

MonoTime at(int ms) { return MonoTime{Millis{1'000'000 + ms}}; }
constexpr Millis kWorks{0};

}  // namespace

TEST_CASE("a long start says what it does, and asks for half a minute once a second") {
  ServiceNotices notices({});
  CHECK(notices.starting(at(0), "checking the history") ==
        "STATUS=checking the history\nEXTEND_TIMEOUT_USEC=30000000\n");
  CHECK(notices.starting(at(10), "checking the history").empty());
  CHECK(notices.starting(at(999), "checking the history").empty());
  CHECK(notices.starting(at(1'000), "checking the history") == "EXTEND_TIMEOUT_USEC=30000000\n");
  CHECK(notices.starting(at(1'100), "bringing the history to schema 2") == "STATUS=bringing the history to schema 2\n");
  CHECK(notices.starting(at(2'000), "bringing the history to schema 2") == "EXTEND_TIMEOUT_USEC=30000000\n");
}

TEST_CASE("ready comes with the status, and a reload is announced with the moment of the monotonic clock") {
  ServiceNotices notices({});
  CHECK(notices.ready(at(0), "acme: connected") == "READY=1\nSTATUS=acme: connected\n");
  CHECK(notices.reloading(at(5)) == "RELOADING=1\nMONOTONIC_USEC=1000005000\n");
  CHECK(notices.ready(at(6), "acme: connected") == "READY=1\n");
  CHECK(notices.ready(at(7), "rejected") == "READY=1\nSTATUS=rejected\n");  // a reload's answer does not wait
}

TEST_CASE("the status is sent when its text has changed, every five seconds at most") {
  ServiceNotices notices({});
  notices.ready(at(0), "one");
  int asked = 0;
  const auto says = [&](const char* text) { return [&asked, text] { return ++asked, std::string(text); }; };
  CHECK(notices.turn(at(4'999), kWorks, says("two")).empty());
  CHECK(asked == 0);  // nobody counts people for nothing
  CHECK(notices.turn(at(5'000), kWorks, says("two")) == "STATUS=two\n");
  CHECK(notices.turn(at(9'999), kWorks, says("three")).empty());
  CHECK(notices.turn(at(10'000), kWorks, says("two")).empty());
  CHECK(notices.turn(at(11'000), kWorks, says("three")) == "STATUS=three\n");
}

TEST_CASE("a status stays one assignment, whatever is in it") {
  ServiceNotices notices({});
  CHECK(notices.ready(at(0), "bad\nWATCHDOG=trigger\r\tend") == "READY=1\nSTATUS=bad WATCHDOG=trigger  end\n");
}

TEST_CASE("the watchdog hears of life four times a period, and nothing before or without it") {
  ServiceNotices unwatched({});
  CHECK(unwatched.turn(at(0), kWorks, [] { return ""; }).empty());
  CHECK(unwatched.turn_interval() == Millis{2'000});

  ServiceNotices notices(Millis{30'000});
  const auto nothing_new = [] { return std::string(); };
  CHECK(notices.turn_interval() == Millis{2'000});
  CHECK(notices.turn(at(0), kWorks, nothing_new) == "WATCHDOG=1\n");
  CHECK(notices.turn(at(7'499), kWorks, nothing_new).empty());
  CHECK(notices.turn(at(7'500), kWorks, nothing_new) == "WATCHDOG=1\n");
  CHECK(ServiceNotices(Millis{400}).turn_interval() == Millis{100});
}

TEST_CASE("the watchdog hears nothing while the writer is stuck for longer than the engines wait for the disk") {
  ServiceNotices notices(Millis{30'000});
  const auto nothing_new = [] { return std::string(); };
  CHECK(notices.turn(at(0), WriterWatch::kPatience, nothing_new) == "WATCHDOG=1\n");
  CHECK(notices.turn(at(8'000), WriterWatch::kPatience + Millis{1}, nothing_new).empty());
  CHECK(notices.turn(at(20'001), kWorks, nothing_new) == "WATCHDOG=1\n");
}

TEST_CASE("stopping is said once with its steps, asks for time to close the history, and still feeds the watchdog") {
  ServiceNotices notices(Millis{30'000});
  notices.ready(at(0), "all is well");
  CHECK(notices.stopping(at(1)) == "STOPPING=1\nSTATUS=stopping: closing the coverage\n");
  CHECK(notices.turn(at(6'000), kWorks, [] { return "all is well"; }) == "WATCHDOG=1\n");
  CHECK(notices.closing(at(6'001)) == "EXTEND_TIMEOUT_USEC=30000000\nSTATUS=stopping: closing the history\n");
}

TEST_CASE("a writer is stuck from when it was last seen to get an answer, while work waits") {
  WriterWatch watch(at(0));
  watch.observe(at(1'000), true, 1);
  CHECK(watch.stuck_for() == Millis{0});
  watch.observe(at(9'000), true, 1);
  CHECK(watch.stuck_for() == Millis{8'000});
  watch.observe(at(10'000), true, 2);  // a refusal is an answer: a full disk is no hang
  CHECK(watch.stuck_for() == Millis{0});
  watch.observe(at(12'000), true, 2);
  CHECK(watch.stuck_for() == Millis{2'000});
  watch.observe(at(13'000), false, 2);
  CHECK(watch.stuck_for() == Millis{0});
}

TEST_CASE("a writer that had nothing to do for long is not stuck when work comes") {
  WriterWatch watch(at(0));
  watch.observe(at(1'000), false, 7);
  watch.observe(at(100'000), false, 7);
  watch.observe(at(101'000), true, 7);
  CHECK(watch.stuck_for() == Millis{1'000});
}
