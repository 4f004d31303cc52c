// Bad lines between presenced and Slack. After each the whole history is compared with the truth.
#include <doctest/doctest.h>

#include "network/scene.h"

using namespace presenced;
using test::Flow;
using test::Installation;
using test::require_of_all;
using test::Scene;
using test::Scenes;
using test::Treatment;
using test::Way;

namespace {

Treatment both_ways(const Flow& flow, int from_turn = 1) { return {flow, flow, from_turn}; }
Treatment down_only(const Flow& flow, int from_turn = 1) { return {{}, flow, from_turn}; }
Treatment up_only(const Flow& flow) { return {flow, {}, 1}; }

const Treatment kFine{};

// Slack says nothing of itself, so that all that keeps a session alive is the daemon's pings and their pongs.
Installation::Setup without_slack_pings() {
  Installation::Setup setup;
  setup.server.ping_interval = base::Millis{0};
  return setup;
}

Scene& add(Scenes& scenes, const char* name, Installation::Setup setup = {}) {
  return *scenes.emplace_back(std::make_unique<Scene>(name, std::move(setup)));
}

// A daemon is started for each, and everything is recorded.
void start_all(const Scenes& scenes) {
  for (const auto& scene : scenes) scene->here.start();
  require_of_all(scenes, "covers everyone", [](const Scene& scene) { return scene.settled(); });
}

std::string first_end(const Scene& scene) { return scene.here.history().sessions.at(0).end_reason; }

// The phases in which a fault can strike that needs a connection to begin: of the first connection, which calls
// rtm.connect, and of the second, which carries the socket; and what the daemon then says it waited for.
struct Phase {
  const char* name;
  bool socket;
  int turn;
  const char* step;
};
constexpr Phase kPhases[] = {
    {"the TLS handshake of the call", false, 1, "TLS handshake"},
    {"the answer to the call", false, 2, "HTTP response"},
    {"the TLS handshake of the socket", true, 1, "TLS handshake"},
    {"the upgrade", true, 2, "WebSocket upgrade"},
};
constexpr std::size_t kUpgrade = 3;  // of these

// A daemon for each phase, whose first connection to come to it is treated like this; they start, and recover.
void strike_every_phase(const Flow& flow, const char* logged_before, const char* logged_after) {
  Scenes scenes;
  for (const Phase& phase : kPhases) {
    Scene& scene = add(scenes, phase.name);
    if (phase.socket) scene.proxy.treat_next(kFine);
    scene.proxy.treat_next(down_only(flow, phase.turn));
  }
  start_all(scenes);
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    CAPTURE(scenes[i]->here.log());
    const auto logged = [&](const std::string& step) {
      return scenes[i]->here.logged(logged_before + step + logged_after);
    };
    // On a busy machine the answer to the upgrade and the hello behind it may be struck as one.
    CHECK((logged(kPhases[i].step) || (i == kUpgrade && logged("WebSocket session"))));
    CHECK(scenes[i]->here.history().sessions.size() == 1);  // what failed was no session yet
  }
  end_in_order(scenes);
}

}  // namespace

TEST_CASE("proxy: a line that is slow, thin or choppy costs time and nothing else") {
  Scenes scenes;
  add(scenes, "300 ms each way").proxy.treat_all(both_ways({.latency = base::Millis{300}}));
  add(scenes, "8 KB a second").proxy.treat_all(both_ways({.rate = 8'000}));
  add(scenes, "byte by byte").proxy.treat_all(both_ways({.slice = 1}));
  add(scenes, "pieces of up to 7 bytes, late").proxy.treat_all(both_ways({.latency = base::Millis{50}, .slice = 7}));
  start_all(scenes);
  for (int round = 0; round < 5; ++round) {
    for (const auto& scene : scenes) scene->live();
    require_of_all(scenes, "records a change", [](const Scene& scene) { return scene.settled(); });
  }
  end_in_order(scenes);
  for (const auto& scene : scenes) {
    CAPTURE(scene->name);
    CHECK(scene->here.history().sessions.size() == 1);
    CHECK_FALSE(scene->here.logged("connect_failed"));
  }
}

TEST_CASE("proxy: a line that stalls and goes on loses neither the session nor a change") {
  Scenes scenes;
  Scene& scene = add(scenes, "stall", without_slack_pings());
  start_all(scenes);
  const auto before = scene.proxy.bytes(Way::up);
  scene.proxy.treat_open(down_only({.stopped = true}));
  scene.live();
  // Until the daemon has become uneasy and sent a ping, whose pong is late as well.
  require_of_all(scenes, "sends a ping", [&](const Scene& one) { return one.proxy.bytes(Way::up) > before; });
  scene.proxy.treat_open(kFine);
  require_of_all(scenes, "catches up", [](const Scene& one) { return one.settled(); });
  scene.here.latency = base::Millis{20'000};  // the stall: what came after it was read when it came
  end_in_order(scenes);
  CHECK(scene.here.history().sessions.size() == 1);
}

TEST_CASE("proxy: a reset on the way ends the session on both sides, again and again") {
  Scenes scenes;
  Scene& scene = add(scenes, "reset");
  start_all(scenes);
  for (std::size_t resets = 1; resets <= 3; ++resets) {
    scene.proxy.reset();
    scene.live();
    require_of_all(scenes, "comes back",
                   [&](const Scene& one) { return one.here.history().sessions.size() == resets + 1 && one.settled(); });
  }
  end_in_order(scenes);
  for (std::size_t i = 0; i < 3; ++i) CHECK(scene.here.history().sessions[i].end_reason == "network_error");
}

TEST_CASE("proxy: a connection that is open on one side only is given up, and nothing of its silence is claimed") {
  Scenes scenes;
  Scene& deaf = add(scenes, "nothing comes down any more", without_slack_pings());
  Scene& mute = add(scenes, "nothing goes up any more", without_slack_pings());
  Scene& dead = add(scenes, "neither", without_slack_pings());
  Scene& dripping = add(scenes, "a byte a second comes down", without_slack_pings());
  start_all(scenes);
  deaf.proxy.treat_open(down_only({.stopped = true}));
  mute.proxy.treat_open(up_only({.stopped = true}));
  dead.proxy.treat_open(both_ways({.stopped = true}));
  dripping.proxy.treat_open(down_only({.rate = 1}));
  for (const auto& scene : scenes) scene->live();
  CHECK(test::eventually([&] { return mute.here.up_to_date(); }));  // what comes down is true, and is told
  require_of_all(scenes, "gives the session up and comes back",
                 [](const Scene& scene) { return scene.here.history().sessions.size() == 2 && scene.settled(); });
  end_in_order(scenes);
  for (const auto& scene : scenes) {
    CAPTURE(scene->name);
    CHECK(first_end(*scene) == "timeout");
    CHECK(scene->here.history().people.at(scene->here.person(0)).presence.coverage.size() == 2);
  }
  const auto source = [](const Scene& scene) {
    return scene.here.history().people.at(scene.here.person(0)).presence.transitions.at(1).source;
  };
  CHECK(source(deaf) == "resync");
  CHECK(source(mute) == "push");
}

TEST_CASE("proxy: TCP that ends in the middle of a TLS record, in every phase") {
  strike_every_phase({.cut_in_record = true}, "", "");
}

TEST_CASE("proxy: TCP that ends in the middle of a TLS record of a live session") {
  Scenes scenes;
  Scene& scene = add(scenes, "cut");
  start_all(scenes);
  scene.proxy.treat_open(down_only({.cut_in_record = true}));
  scene.live();
  require_of_all(scenes, "comes back",
                 [](const Scene& one) { return one.here.history().sessions.size() == 2 && one.settled(); });
  end_in_order(scenes);
  CHECK(first_end(scene) == "peer_closed");
}

TEST_CASE("proxy: a server that gives a byte a second is given up, in every phase") {
  strike_every_phase({.rate = 1}, "no answer in ", " within ");
}
