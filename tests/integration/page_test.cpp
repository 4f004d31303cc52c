// The page beside a daemon that records: whatever its readers do, the daemon is not held up.
#include <doctest/doctest.h>

#include <list>

#include "integration/checks.h"
#include "presencectl/page_process.h"

using namespace presenced;
using commands::test::PageConnection;
using commands::test::PageProcess;
using test::eventually;
using test::Installation;

TEST_CASE("page: a thousand slow clients and two hundred that read nothing do not hold up the daemon") {
  commands::test::allow_many_files();
  Installation here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  PageProcess page(here.database(), here.directory() / "page.log");
  std::list<PageConnection> slow;
  for (int i = 0; i < 1'000; ++i) slow.emplace_back(page.port()).send("GET /api/now HTTP/1.1\r\nX-Slow: ");
  std::list<PageConnection> deaf;
  for (int i = 0; i < 200; ++i) deaf.emplace_back(page.port()).send(page.request(i % 2 ? "/api/events" : "/api/log"));
  for (int round = 0; round < 20; ++round) {
    for (std::size_t i = 0; i < here.people().size(); ++i)
      here.presence(i, round % 2 ? base::Presence::active : base::Presence::away);
    REQUIRE(eventually([&] { return here.up_to_date(); }));
  }
  test::stop_and_check(here);  // each change within Installation::latency of its moment
}
