#include "network/scene.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "integration/checks.h"

namespace presenced::test {

Scene::Scene(std::string called, Installation::Setup setup)
    : name(std::move(called)), here(std::move(setup)), proxy(here.slack().port()) {
  here.reach_slack_at(fmt::format("localhost:{}", proxy.port()));
}

void Scene::live() {
  ++round_;
  const bool odd = round_ % 2 != 0;
  here.presence(0, odd ? base::Presence::away : base::Presence::active);
  here.presence(1, odd ? base::Presence::active : base::Presence::away);
  here.status(2, fmt::format("on the wire, {}", round_), ":satellite:");
}

void end_in_order(const Scenes& scenes) {
  for (const auto& scene : scenes) scene->live();
  require_of_all(scenes, "records what goes on after it", [](const Scene& scene) { return scene.settled(); });
  for (const auto& scene : scenes) {
    CAPTURE(scene->name);
    CHECK(scene->here.stop() == 0);
    check_honest(scene->here);
  }
}

void fail_scene(const Scene& scene, const char* what) {
  FAIL(fmt::format("{}: in vain waited until it {}; its log:\n{}", scene.name, what, scene.here.log()));
}

}  // namespace presenced::test
