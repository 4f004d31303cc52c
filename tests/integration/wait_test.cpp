// presencectl wait beside a daemon that records, is killed, and stops: both real.
#include <csignal>

#include "integration/controlled.h"

using namespace presenced;
using test::Controlled;
using test::DaemonProcess;
using test::eventually;

namespace {

constexpr base::Millis kSoon{20'000};

std::vector<std::string> waiting_for(const Controlled& here, const std::string& who, const std::string& state) {
  return {"--db", here.database().string(), "wait", who, "--state", state, "--for", "1s"};
}

}  // namespace

TEST_CASE("wait: somebody who turns away ends it a second after that, and not the daemon's end and return") {
  Controlled here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  here.presence(0, base::Presence::active);
  REQUIRE(eventually([&] { return here.up_to_date(); }));
  DaemonProcess wait(PRESENCED_PRESENCECTL, waiting_for(here, here.person(0).text, "away"), here.directory() / "wait");
  CHECK_FALSE(wait.wait(base::Millis{2'000}).has_value());
  here.crash();
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  CHECK(eventually([&] { return wait.log().find("presenced started again at ") != std::string::npos; }));
  here.presence(0, base::Presence::away);
  CHECK(wait.wait(kSoon) == 0);
  CHECK(wait.log().find(" has been away since ") != std::string::npos);

  auto again = waiting_for(here, here.person(0).text, "active");
  again.insert(again.end(), {"--timeout", "2s"});
  DaemonProcess timeout(PRESENCED_PRESENCECTL, again, here.directory() / "timeout");
  CHECK(timeout.wait(kSoon) == 1);
  CHECK(timeout.log().find("timeout: ") != std::string::npos);
  CHECK(here.stop() == 0);
}

TEST_CASE(
    "wait: it ends with 4 when the person is forgotten, with 3 when the daemon does not come back, and on SIGINT") {
  Controlled here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  for (std::size_t person = 0; person < 3; ++person) here.presence(person, base::Presence::active);
  REQUIRE(eventually([&] { return here.up_to_date(); }));
  DaemonProcess forgotten(PRESENCED_PRESENCECTL, waiting_for(here, here.person(1).text, "away"),
                          here.directory() / "forgotten");
  DaemonProcess left(PRESENCED_PRESENCECTL, waiting_for(here, here.person(0).text, "away"), here.directory() / "left");
  DaemonProcess ended(PRESENCED_PRESENCECTL, waiting_for(here, here.person(2).text, "away"),
                      here.directory() / "ended");
  CHECK_FALSE(ended.wait(base::Millis{2'000}).has_value());
  ended.signal(SIGINT);
  CHECK(ended.wait(kSoon) == 1);
  CHECK(here.about("/forget", here.person(1)).status == 200);
  CHECK(forgotten.wait(kSoon) == 4);
  CHECK(forgotten.log().find(" was deleted from the history while waiting") != std::string::npos);
  CHECK_FALSE(left.wait(base::Millis{100}).has_value());
  CHECK(here.stop() == 0);
  CHECK(left.wait(base::Millis{40'000}) == 3);
  CHECK(left.log().find("nobody is recording") != std::string::npos);
}
