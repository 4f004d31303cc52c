// The control socket of the real program: purge and forget.
#include <doctest/doctest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "base/counted.h"
#include "control/decode.h"
#include "integration/controlled.h"

using namespace presenced;
using test::Controlled;
using test::eventually;
using test::Installation;

TEST_CASE("control: who is purged begins anew, who is forgotten is never recorded again") {
  Controlled here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  const auto purged = here.about("/purge", here.person(0));
  CHECK(purged.status == 200);
  CHECK(control::read_purged(purged.body).value().transitions > 0);
  REQUIRE(eventually([&] { return here.all_covered(); }));

  CHECK(here.about("/forget", here.person(1)).status == 200);
  const auto known = [&] {
    const auto history = here.history();
    const auto found = history.people.find(here.person(1));
    return found != history.people.end() &&
           !(found->second.presence.coverage.empty() && found->second.presence.transitions.empty());
  };
  CHECK_FALSE(known());
  here.presence(1, base::Presence::away);
  here.presence(0, base::Presence::away);
  REQUIRE(eventually([&] { return here.history().people.at(here.person(0)).presence.transitions.size() > 1; }));
  CHECK_FALSE(known());
  CHECK(here.stop() == 0);
  here.start();  // the tombstone outlives the daemon, whatever the watchlist says
  REQUIRE(eventually([&] {
    const auto read = control::read_status(here.ask("GET", "/status").body);  // not at once: it has yet to start
    return read.ok() && read.value().workspaces.at(0).covered[base::Facet::presence] == here.people().size() - 1;
  }));
  CHECK_FALSE(known());
  CHECK(here.about("/purge", base::UserId{"U0NOBODY"}).status == 404);
  CHECK(here.stop() == 0);
}

TEST_CASE("control: a purge and a forgetting leave a line in the log, with the user who asked") {
  Controlled here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  const std::string by = "; requested by user " + std::to_string(::getuid());
  const auto purged = control::read_purged(here.about("/purge", here.person(0)).body).value();
  const auto deleted = [&](const control::Purged& one) {
    return ": deleted " + base::counted(one.transitions, "transition") + " and " + base::counted(one.spans, "span") +
           " of coverage" + by;
  };
  const auto logs = [&](const std::string& line) { return eventually([&] { return here.logged(line); }); };
  CHECK(logs("purged: purged the history of " + here.person(0).text + deleted(purged)));
  const auto forgotten = control::read_purged(here.about("/forget", here.person(1)).body).value();
  CHECK(logs("forgotten: forgot a person and will never record them again (see presencectl forget --list)" +
             deleted(forgotten)));
  CHECK_FALSE(here.logged(here.person(1).text));
  CHECK(here.about("/forget/undo", here.person(1)).status == 200);
  CHECK(logs("forget_undone: " + here.person(1).text + " may be recorded again" + by));
  CHECK(here.about("/forget/undo", here.person(1)).status == 404);
  REQUIRE(eventually([&] { return here.all_covered(); }));  // at once, without a restart
  CHECK(here.stop() == 0);
}

TEST_CASE(
    "control: whoever is forgotten is told of by the line of the watchlist, and their address is stored nowhere") {
  const std::string address = "person2@example.com";
  Controlled here;
  test::WatchlistText list;
  list.group("team").email(address).id(here.person(0));
  here.write_watchlist(list);
  const auto resolved = [&](const auto& one) {
    return one.covered[base::Facet::presence] == 2 && one.unresolved.empty();
  };
  here.start();
  REQUIRE(here.reports(resolved));
  const auto forgotten = control::read_purged(here.about("/forget", here.person(1)).body).value();
  REQUIRE(forgotten.named_at.size() == 1);
  CHECK(forgotten.named_at[0].find("watchlist.yaml:") != std::string::npos);
  const auto stored = [&] {
    std::string all;
    for (const char* suffix : {"", "-wal"}) {
      std::ifstream in(here.database().string() + suffix, std::ios::binary);
      all.append(std::istreambuf_iterator<char>(in), {});
    }
    return all.find(address) != std::string::npos;
  };
  CHECK_FALSE(stored());
  CHECK(here.stop() == 0);
  here.start();
  REQUIRE(
      here.reports([](const auto& one) { return one.covered[base::Facet::presence] == 1 && one.unresolved.empty(); }));
  CHECK_FALSE(stored());
  CHECK(here.stop() == 0);
}

TEST_CASE(
    "control: somebody may be forgotten before they are ever seen, and the answer says that nothing was recorded") {
  Controlled here;
  here.write_watchlist({here.person(0)});
  here.start();
  REQUIRE(here.reports([](const auto& one) { return one.covered[base::Facet::presence] == 1; }));
  const auto forgotten = here.about("/forget", here.person(1));
  CHECK(forgotten.status == 200);
  CHECK(control::read_purged(forgotten.body).value() == control::Purged{here.person(1), false, true, 0, 0, {}});
  here.write_watchlist(here.people());
  REQUIRE(
      here.reports([&](const auto& one) { return one.covered[base::Facet::presence] == here.people().size() - 1; }));
  CHECK_FALSE(here.history().people.contains(here.person(1)));
  CHECK(here.about("/purge", here.person(1)).status == 404);
  CHECK(here.stop() == 0);
}

TEST_CASE("control: what cannot be purged because the disk is full goes on as it was") {
  Installation::Setup setup;
  setup.launcher = {"/usr/bin/env", "--ignore-signal=XFSZ"};
  Controlled here(setup);
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  const auto transitions = [&] { return here.history().people.at(here.person(0)).presence.transitions.size(); };
  rlimit room{};
  const rlimit none{1, RLIM_INFINITY};
  REQUIRE(::prlimit(here.daemon().pid(), RLIMIT_FSIZE, &none, &room) == 0);
  for (const char* what : {"/purge", "/forget"}) {
    const auto refused = here.about(what, here.person(0));
    CHECK(refused.status == 503);
    CHECK(control::read_error(refused.body).find("history.db") != std::string::npos);
    CHECK(here.status().workspaces[0].watched == here.people().size());
  }
  CHECK(transitions() == 1);
  here.presence(0, base::Presence::away);
  REQUIRE(eventually([&] { return !here.status().history.recording; }));
  CHECK_FALSE(here.status().history.trouble.empty());
  REQUIRE(::prlimit(here.daemon().pid(), RLIMIT_FSIZE, &room, nullptr) == 0);
  REQUIRE(eventually([&] { return here.all_covered() && transitions() > 1; }));
  CHECK(here.status().history.recording);
  CHECK(here.about("/purge", here.person(0)).status == 200);
  CHECK(here.stop() == 0);
}
