// Each thing that the witness looks for is shown to be found, in the step of its batch.
#include "sim/witness.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace presenced;
using namespace presenced::sim;
using base::Facet;
using base::Presence;
using history::Source;
using namespace std::chrono_literals;

namespace {

const base::UserId kDana{"U0SIM000"};

struct Scene {
  Scene() {
    fake_slack::Person dana;
    dana.id = kDana;
    model.join(world.truth(), std::move(dana));
    witness.started({});
  }

  void append(std::vector<history::Record> records) {
    ++number;
    witness.appended({"sim", base::BatchNumber{number}, world.daemon().wall, std::move(records)}, watchlist);
  }
  bool found(const std::string& invariant) const {
    return std::any_of(findings.list().begin(), findings.list().end(),
                       [&](const Finding& finding) { return finding.invariant == invariant; });
  }
  history::CoverageOpened covered(Facet facet = Facet::presence) {  // by a sample of this moment
    network.told(kDana, world.mono());
    return {kDana, facet, world.daemon().wall, history::Mode::sampled, base::SessionNumber{1}};
  }
  history::Transition told(std::optional<Presence> before, Presence after, Source source) const {
    return {kDana, world.daemon().wall, world.daemon().wall, before, after, source, base::SessionNumber{1}};
  }

  World world;
  Journal journal{world, false};
  Findings findings{journal};
  fake_slack::Model model{{}, world.truth()};
  Draws draws{1};
  Network network{world, model, draws, journal, [](const engine::Input&) {}};
  Witness witness{world, model, network, findings};
  std::vector<watch::Person> watchlist{{kDana, {}}};
  std::int64_t number = 0;
};

}  // namespace

TEST_CASE("an honest batch has nothing to be found in it") {
  Scene scene;
  scene.append({scene.covered(), scene.told(std::nullopt, Presence::away, Source::first)});
  scene.world.advance(scene.world.mono() + 1min);
  scene.model.set_presence(scene.world.truth(), kDana, Presence::active);
  scene.append({scene.told(Presence::away, Presence::active, Source::push)});
  scene.append({history::CoverageClosed{kDana, Facet::presence, scene.world.daemon().wall, {}}});
  scene.witness.stepped(scene.watchlist, true);
  CHECK(scene.findings.empty());
}

TEST_CASE("a state that nobody was in is found") {
  Scene scene;
  scene.append({scene.covered(), scene.told(std::nullopt, Presence::active, Source::first)});
  CHECK(scene.found("step-false"));
}

TEST_CASE("a state that was over long ago is found, one of a moment ago is not") {
  Scene scene;
  scene.world.advance(scene.world.mono() + 1min);
  scene.model.set_presence(scene.world.truth(), kDana, Presence::active);
  scene.world.advance(scene.world.mono() + Lateness::kUsual);
  scene.append({scene.covered(), scene.told(std::nullopt, Presence::away, Source::first)});
  CHECK(scene.findings.empty());
  scene.append({scene.told(Presence::away, Presence::active, Source::push)});
  scene.world.advance(scene.world.mono() + 1ms);
  scene.append({scene.told(Presence::active, Presence::away, Source::audit)});
  CHECK(scene.found("step-false"));
}

TEST_CASE("a `before` that was not told before is found") {
  Scene scene;
  scene.append({scene.covered(), scene.told(Presence::active, Presence::away, Source::resync)});
  CHECK(scene.found("step-form"));
}

TEST_CASE("a change outside of coverage is found") {
  Scene scene;
  scene.append({scene.told(std::nullopt, Presence::away, Source::first)});
  CHECK(scene.found("step-form"));
}

TEST_CASE("coverage that is opened twice is found") {
  Scene scene;
  scene.append({scene.covered()});
  CHECK(scene.findings.empty());
  scene.append({scene.covered()});
  CHECK(scene.found("step-form"));
}

TEST_CASE("recorded time that goes back is found") {
  Scene scene;
  scene.world.advance(scene.world.mono() + 1min);
  scene.append({});
  scene.world.set_offset(-10s);
  scene.append({});
  CHECK(scene.found("step-form"));
}

TEST_CASE("a number that is left out is found") {
  Scene scene;
  ++scene.number;
  scene.append({});
  CHECK(scene.found("step-form"));
}

TEST_CASE("subscribed coverage without a confirmation is found") {
  Scene scene;
  history::CoverageOpened opened = scene.covered();
  opened.mode = history::Mode::subscribed;
  scene.append({opened});
  CHECK(scene.found("step-claimed"));
}

TEST_CASE("coverage that outlives its session is found") {
  Scene scene;
  scene.append({scene.covered()});
  scene.append({history::SessionEnded{base::SessionNumber{1}, scene.world.daemon().wall, {}}});
  CHECK(scene.found("step-claimed"));
}

TEST_CASE("coverage while nothing can be recorded is found") {
  Scene scene;
  scene.append({scene.covered()});
  scene.witness.store_failed();
  scene.witness.stepped(scene.watchlist, false);
  CHECK(scene.found("step-claimed"));
}

TEST_CASE("coverage of somebody who is not on the watchlist is found") {
  Scene scene;
  scene.watchlist = {{kDana, {}, {Facet::presence}}};
  scene.append({scene.covered(Facet::presence)});
  CHECK(scene.findings.empty());
  scene.append({scene.covered(Facet::status)});
  CHECK(scene.found("step-unwatched"));
}

TEST_CASE("coverage that an edit of the watchlist should have ended is found") {
  Scene scene;
  scene.append({scene.covered()});
  scene.watchlist.clear();
  scene.witness.stepped(scene.watchlist, true);
  CHECK(scene.found("step-unwatched"));
}

TEST_CASE("an acknowledged batch that the next run does not find is found") {
  Scene scene;
  scene.append({});
  scene.witness.committed(base::BatchNumber{1});
  scene.witness.started({});
  CHECK(scene.found("step-lost"));
}

TEST_CASE("a state that the next run does not find is found") {
  Scene scene;
  scene.append({scene.covered(), scene.told(std::nullopt, Presence::away, Source::first)});
  history::Resume resume;
  resume.last_batch = base::BatchNumber{1};
  resume.recorded_until = scene.world.daemon().wall;
  scene.witness.started(resume);
  CHECK(scene.found("step-lost"));
}

TEST_CASE("coverage that begins with a sample which was not taken is found") {
  Scene scene;
  const auto covered = scene.covered();
  scene.world.advance(scene.world.mono() + 1s);
  scene.append({history::CoverageOpened{kDana, Facet::presence, covered.at + 1s, covered.mode, covered.session}});
  CHECK(scene.found("step-claimed"));
}

namespace {

// Slack dates a reply, so the engine knows from here on when its wall clock is wrong.
void date_a_reply(Scene& scene) {
  scene.network.call({base::CallId{1}, slack::auth_test(), 10s});
  const auto until = scene.world.mono() + 2s;
  while (scene.world.next() <= until) {
    scene.world.advance(scene.world.next());
    scene.world.do_next();
  }
  scene.world.advance(scene.world.mono() + 1ms);
}

}  // namespace

TEST_CASE("coverage by a clock that is known to be wrong is found") {
  for (const base::Millis offset : {base::Millis{2min}, base::Millis{-2min}}) {
    Scene scene;
    date_a_reply(scene);
    scene.append({scene.covered()});
    scene.witness.stepped(scene.watchlist, false);
    CHECK(scene.findings.empty());
    scene.world.set_offset(offset);
    scene.witness.stepped(scene.watchlist, false);
    CHECK(scene.found("step-claimed"));
  }
}

TEST_CASE("recorded time that goes on by a clock that is known to be wrong is found") {
  Scene scene;
  date_a_reply(scene);
  scene.append({});
  scene.world.set_offset(24h);
  scene.append({});
  CHECK(scene.found("step-form"));
}

TEST_CASE("before Slack has dated a reply a wrong clock cannot be known") {
  Scene scene;
  scene.world.set_offset(24h);
  scene.append({scene.covered()});
  scene.witness.stepped(scene.watchlist, false);
  CHECK(scene.findings.empty());
}

namespace {

// Dana's presence is covered by polling, session 2.
struct PolledScene : Scene {
  PolledScene() {
    append({history::SessionOpened{base::SessionNumber{2}, world.daemon().wall, history::FeedName::poll}});
    answer();
    append({polled(), change(std::nullopt, Presence::away, Source::first)});
  }
  void answer() { network.polls().told(kDana, Facet::presence, world.mono(), world.mono()); }
  history::CoverageOpened polled() const {
    return {kDana, Facet::presence, world.daemon().wall, history::Mode::sampled, base::SessionNumber{2}};
  }
  history::Transition change(std::optional<Presence> before, Presence after, Source source) const {
    history::Transition one = told(before, after, source);
    one.session = base::SessionNumber{2};
    return one;
  }
  void lose(history::EndReason reason) {
    append({history::CoverageClosed{kDana, Facet::presence, world.daemon().wall, reason}});
  }
};

}  // namespace

TEST_CASE("an honest batch of polling has nothing to be found in it") {
  PolledScene scene;
  scene.world.advance(scene.world.mono() + 1min);
  scene.model.set_presence(scene.world.truth(), kDana, Presence::active);
  scene.world.advance(scene.world.mono() + 10s);
  scene.answer();
  scene.append({scene.change(Presence::away, Presence::active, Source::sample)});
  CHECK(scene.findings.empty());
}

TEST_CASE("a polled change without an answer of this moment is found") {
  PolledScene scene;
  scene.world.advance(scene.world.mono() + 1min);
  scene.model.set_presence(scene.world.truth(), kDana, Presence::active);
  scene.append({scene.change(Presence::away, Presence::active, Source::sample)});
  CHECK(scene.found("step-false"));
}

TEST_CASE("polled coverage that begins with an answer from before its loss is found") {
  PolledScene scene;
  scene.world.advance(scene.world.mono() + 1min);
  const base::MonoTime made = scene.world.mono();
  scene.world.advance(made + 1s);
  scene.lose(history::EndReason::clock_step);
  scene.world.advance(made + 2s);
  scene.network.polls().told(kDana, Facet::presence, made, scene.world.mono());
  scene.append({scene.polled()});
  CHECK(scene.found("step-claimed"));
}

TEST_CASE("polling that takes from RTM while that goes on is found") {
  Scene scene;
  scene.append({scene.covered()});
  scene.world.advance(scene.world.mono() + 1s);
  scene.network.polls().told(kDana, Facet::presence, scene.world.mono(), scene.world.mono());
  const base::WallTime now = scene.world.daemon().wall;
  scene.append({history::SessionOpened{base::SessionNumber{2}, now, history::FeedName::poll},
                history::CoverageClosed{kDana, Facet::presence, now, history::EndReason::unwatched},
                history::CoverageOpened{kDana, Facet::presence, now, history::Mode::sampled, base::SessionNumber{2}}});
  CHECK(scene.found("step-claimed"));
}

TEST_CASE("coverage of one feed that goes on as another's is found") {
  PolledScene scene;
  scene.append({history::CoverageMoved{kDana, Facet::presence, base::SessionNumber{1}}});
  CHECK(scene.found("step-claimed"));
}
