// An Installation whose daemon reaches Slack through a proxy; and several of them at once, because the limits that a
// bad network runs into are tens of seconds long.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "integration/installation.h"
#include "network/proxy.h"

namespace presenced::test {

struct Scene {
  explicit Scene(std::string called, Installation::Setup setup = {});

  // Everyone is covered, and what is recorded last is how things are.
  bool settled() const { return here.all_covered() && here.up_to_date(); }
  void live();  // changes of presence and status that differ from call to call

  std::string name;  // for messages
  Installation here;
  Proxy proxy;

 private:
  int round_ = 0;
};

using Scenes = std::vector<std::unique_ptr<Scene>>;

// Waits until the condition holds of every one; fails the test, naming those of which it does not within the limit.
template <class Condition>
void require_of_all(const Scenes& scenes, const char* what, const Condition& condition,
                    base::Millis limit = base::Millis{60'000});

// Changes go on being recorded; then all daemons end in order, and their histories are compared with the truth.
void end_in_order(const Scenes& scenes);

void fail_scene(const Scene& scene, const char* what);

template <class Condition>
void require_of_all(const Scenes& scenes, const char* what, const Condition& condition, base::Millis limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  for (const auto& scene : scenes) {
    const auto left = std::chrono::duration_cast<base::Millis>(std::max(end - std::chrono::steady_clock::now(), {}));
    if (!eventually([&] { return condition(*scene); }, left)) fail_scene(*scene, what);
  }
}

}  // namespace presenced::test
