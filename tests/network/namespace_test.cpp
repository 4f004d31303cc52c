// The network itself goes bad: packets are lost or swallowed, connections reset, the cable pulled, the name server
// lies, stalls or changes its mind. Real kernels on both sides of a cable, in a network of the test's own.
// unit_net (dial_test.cpp, http_call_test.cpp, web_socket_drop_test.cpp) has name look-ups without needing root.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <csignal>

#include "integration/checks.h"
#include "network/name_server.h"
#include "network/network_namespace.h"
#include "network/scene.h"

using namespace presenced;
using test::check_honest;
using test::eventually;
using test::Installation;
using test::NameServer;
using test::NetworkNamespace;
using test::TempDir;

namespace {

// False, and said so, where the machine does not let us: ctest reports the test as skipped.
bool possible() {
  const auto why = test::why_no_namespaces();
  if (why) MESSAGE("skipped: ", *why);
  return !why;
}

// A daemon and a Slack with a cable between them.
struct Place {
  explicit Place(std::string called, const std::string& host = NetworkNamespace::kSlackAddress,
                 const std::vector<NetworkNamespace::Mount>& mounts = {})
      : name(std::move(called)) {
    Installation::Setup setup;
    setup.server.address = "0.0.0.0";
    setup.server.host = host;
    setup.server.ping_interval = base::Millis{0};
    setup.certificate_names = fmt::format("IP:{},DNS:slack.test", NetworkNamespace::kSlackAddress);
    setup.launcher = network.launcher(mounts);
    network.at_slack([&] { here = std::make_unique<Installation>(setup); });
  }

  bool settled() const { return here->all_covered() && here->up_to_date(); }
  void live() {
    const bool odd = ++round_ % 2 != 0;
    here->presence(0, odd ? base::Presence::away : base::Presence::active);
    here->status(2, fmt::format("over the wire, {}", round_), ":satellite:");
  }
  std::vector<test::RecordedSession> sessions() const { return here->history().sessions; }

  std::string name;
  NetworkNamespace network;
  std::unique_ptr<Installation> here;

 private:
  int round_ = 0;
};

using Places = std::vector<std::unique_ptr<Place>>;

template <class Condition>
void require_of_all(const Places& places, const char* what, const Condition& condition) {
  for (const auto& place : places) {
    CAPTURE(place->name);
    CAPTURE(place->here->log());
    CAPTURE(what);
    REQUIRE(eventually([&] { return condition(*place); }, base::Millis{90'000}));
  }
}

}  // namespace

TEST_CASE("namespace: a black hole, a pulled cable, resets and a lossy line, each for a while") {
  if (!possible()) return;
  Places places;
  Place& hole = *places.emplace_back(std::make_unique<Place>("black hole"));
  Place& cable = *places.emplace_back(std::make_unique<Place>("pulled cable"));
  Place& resets = *places.emplace_back(std::make_unique<Place>("resets"));
  Place& lossy = *places.emplace_back(std::make_unique<Place>("lossy line"));
  for (const auto& place : places) place->here->start();
  require_of_all(places, "covers everyone", [](const Place& place) { return place.settled(); });

  hole.network.swallow_all();
  cable.network.unplug();
  resets.network.reset_all();
  lossy.network.lose_some();
  for (const auto& place : places) place->live();

  // First who sees it first. The session is given up, and where that is soon seen, an attempt at another fails as well.
  const auto struck = [&](const Place& place) {
    return place.sessions().at(0).ended_at && (&place != &resets || place.here->logged("connection refused"));
  };
  for (const Place* place : {&resets, &hole, &cable}) {
    CAPTURE(place->name);
    CAPTURE(place->here->log());
    REQUIRE(eventually([&] { return struck(*place); }, base::Millis{90'000}));
    place->network.heal();
  }
  require_of_all(places, "comes back", [](const Place& place) { return place.settled(); });
  lossy.network.heal();
  for (const auto& place : places) place->live();
  require_of_all(places, "records what goes on after it", [](const Place& place) { return place.settled(); });

  for (const auto& place : places) {
    CAPTURE(place->name);
    place->here->latency = base::Millis{10'000};  // of packets sent again and again
    CHECK(place->here->stop() == 0);
    check_honest(*place->here);
  }
  CHECK(hole.sessions().at(0).end_reason == "timeout");
  CHECK(cable.sessions().at(0).end_reason == "timeout");
  CHECK(resets.sessions().at(0).end_reason == "network_error");
  CHECK(lossy.sessions().size() == 1);
}

TEST_CASE("namespace: a name that is unknown, then unanswered, then leads nowhere, then is mended") {
  if (!possible()) return;
  const TempDir dir;
  const auto resolver = dir.write("resolv.conf", fmt::format("nameserver {}\n", NetworkNamespace::kSlackAddress), 0644);
  Place place("names", "slack.test", {{resolver.string(), "/etc/resolv.conf"}});
  Installation& here = *place.here;
  std::unique_ptr<NameServer> names;
  place.network.at_slack([&] { names = std::make_unique<NameServer>(NetworkNamespace::kSlackAddress); });
  const auto logged = [&](const char* word) {
    CAPTURE(here.log());
    CAPTURE(word);
    REQUIRE(eventually([&] { return here.logged(word); }, base::Millis{60'000}));
  };

  here.start();
  logged("look up slack.test: host not found (authoritative)");

  names->answer_nothing();
  const auto asked = names->questions();
  here.daemon().signal(SIGHUP);
  logged("reloaded");
  REQUIRE(eventually([&] { return names->questions() > asked; }));

  place.network.swallow_to(NetworkNamespace::kOtherSlackAddress);
  names->answer_with(NetworkNamespace::kOtherSlackAddress);
  logged("no answer in TCP connection");

  names->answer_with(NetworkNamespace::kSlackAddress);  // a new address, from one attempt to the next
  CHECK(eventually([&] { return place.settled(); }, base::Millis{60'000}));
  place.live();
  CHECK(eventually([&] { return place.settled(); }));
  CHECK(here.stop() == 0);
  check_honest(here);
}

TEST_CASE("namespace: asked to stop while the name server is silent, it ends within 5 s") {
  if (!possible()) return;
  const TempDir dir;
  const auto resolver = dir.write("resolv.conf", fmt::format("nameserver {}\n", NetworkNamespace::kSlackAddress), 0644);
  Place place("names", "slack.test", {{resolver.string(), "/etc/resolv.conf"}});
  std::unique_ptr<NameServer> names;
  place.network.at_slack([&] { names = std::make_unique<NameServer>(NetworkNamespace::kSlackAddress); });
  names->answer_nothing();
  place.here->start();
  REQUIRE(eventually([&] { return names->questions() > 0; }));
  CHECK(place.here->stop() == 0);
}
