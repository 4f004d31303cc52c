// One workspace of the simulator, watched by two daemons with misfortunes of their own: wherever one of them watched,
// merged_presence_* says what the fake Slack's people did.
//
//   PRESENCED_CENTRAL_WORLDS=20 build/release/tests/central_tests -tc='*simulated*'     # ctest does 3
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "central/replicating.h"
#include "central/shared_server.h"
#include "sim/simulation.h"
#include "sim/world.h"

using namespace presenced;
using namespace std::chrono_literals;
using base::WallTime;
using sim::FaultKind;
using test::Replicating;

namespace {

constexpr base::Millis kSpan = 4h;
constexpr base::Millis kStep = 3s;  // between two moments that are looked at

// What an event may take from Slack to the history, and a little more; the faults below delay nothing.
constexpr base::Millis kLate = 2s;
// Two changes that are further apart are told apart.
constexpr base::Millis kApart = 8s;

// Of the network, the machine and Slack's servers: they touch what a daemon hears, and not what people do.
const std::vector<FaultKind> kFaults{FaultKind::reset,         FaultKind::truncate,    FaultKind::deaf,
                                     FaultKind::mute,          FaultKind::unreachable, FaultKind::goodbye,
                                     FaultKind::slack_closes,  FaultKind::lingers,     FaultKind::slack_silent,
                                     FaultKind::connect_fails, FaultKind::crash,       FaultKind::restart};

struct Span {
  std::string word;  // the state, or the mode of coverage
  WallTime from;
  WallTime until;
};
using Spans = std::map<base::UserId, std::vector<Span>>;

using Truth = std::map<base::UserId, std::vector<fake_slack::Change<base::Presence>>>;

Spans spans(const std::string& address, const std::string& word, const std::string& view, const std::string& where) {
  central::Connection connection(central::read_address(address, {}).value(), {});
  connection.execute("SET search_path = presenced, pg_temp");
  Spans found;
  for (const auto& row : connection.query(
           fmt::format("SELECT user_id, {}, started_at, ended_at FROM {} WHERE {} ORDER BY 1, 3", word, view, where)))
    found[{*row[0]}].push_back({*row[1], base::wall_from_unix_ms(std::stoll(*row[2])),
                                row[3] ? base::wall_from_unix_ms(std::stoll(*row[3])) : WallTime::max()});
  return found;
}

// Empty: nothing, or unknown.
std::string word_at(const Spans& all, const base::UserId& user, WallTime at) {
  const auto found = all.find(user);
  if (found == all.end()) return "";
  for (const Span& span : found->second)
    if (span.from <= at && at < span.until) return span.word == "unknown" ? "" : span.word;
  return "";
}

bool has_edge(const Spans& all, const base::UserId& user, WallTime from, WallTime until) {
  const auto found = all.find(user);
  return found != all.end() && std::any_of(found->second.begin(), found->second.end(), [&](const Span& span) {
           return (span.from >= from && span.from <= until) || (span.until >= from && span.until <= until);
         });
}

struct Scene {
  std::string address;
  Truth truth;  // until the end of the misfortunes
  Spans merged;
  Spans state[2];     // by origin
  Spans coverage[2];  // likewise
};

Truth truth_of(const fake_slack::Model& model) {
  Truth truth;
  for (const fake_slack::Person& person : model.directory().people())
    for (const auto& change : model.truth(person.id).presence)
      if (change.at < sim::kEpoch + kSpan) truth[person.id].push_back(change);
  return truth;
}

// The same people twice, because what they do depends on the seed alone, and not on the plan.
void live(Scene& scene, std::uint64_t seed, int origin) {
  const test::TempDir folder;
  const sim::Draws draws(seed * 1'000 + static_cast<std::uint64_t>(origin));
  sim::Setup setup{seed, kSpan, sim::draw_plan(draws, kSpan, kFaults), folder / "run", false};
  setup.at_end = [&](const fake_slack::Model& model, const std::filesystem::path& history) {
    const Truth truth = truth_of(model);
    if (origin == 0) scene.truth = truth;
    bool same = truth.size() == scene.truth.size();
    for (const auto& [user, changes] : truth)
      same = same && std::equal(changes.begin(), changes.end(), scene.truth[user].begin(), scene.truth[user].end(),
                                [](const auto& a, const auto& b) { return a.at == b.at && a.state == b.state; });
    REQUIRE_MESSAGE(same, "a fault changed what people do");
    Replicating(scene.address, history, fmt::format("origin{}", origin)).catch_up();
  };
  for (const sim::Finding& finding : sim::simulate(setup).findings)
    FAIL_CHECK(fmt::format("seed {}: {}: {}", seed, finding.invariant, finding.what));
}

Scene play(std::uint64_t seed) {
  Scene scene;
  scene.address = test::new_database();
  for (const int origin : {0, 1}) {
    live(scene, seed, origin);
    const std::string where = fmt::format("origin = 'origin{}'", origin);
    scene.state[origin] = spans(scene.address, "presence", "presence_intervals", where);
    scene.coverage[origin] = spans(scene.address, "mode", "coverage", where);
  }
  scene.merged = spans(scene.address, "presence", "merged_presence_intervals", "true");
  return scene;
}

// Whether all that is known of this time was heard when it happened: samples may have missed something.
bool heard_from(const Scene& scene, const base::UserId& user, WallTime from, WallTime until) {
  for (const Spans& coverage : scene.coverage) {
    if (has_edge(coverage, user, from, until)) return false;
    const std::string mode = word_at(coverage, user, from);
    if (!mode.empty() && mode != "subscribed") return false;
  }
  return true;
}

// The states that the person had at some moment between the two.
std::vector<std::string> true_between(const Truth& truth, const base::UserId& user, WallTime from, WallTime until) {
  std::vector<std::string> states;
  for (const auto& change : truth.at(user)) {
    if (change.at > until) break;
    if (change.at <= from) states.clear();
    states.emplace_back(base::name_of(change.state));
  }
  return states;
}

struct Looked {
  int known = 0;
  int by_one_alone = 0;
  int held_to_truth = 0;
};

void look_at(const Scene& scene, const base::UserId& user, WallTime at, Looked& looked) {
  const std::string merged = word_at(scene.merged, user, at);
  const std::string one = word_at(scene.state[0], user, at);
  const std::string other = word_at(scene.state[1], user, at);
  CAPTURE(user.text);
  CAPTURE(base::unix_ms(at));
  CAPTURE(one);
  CAPTURE(other);
  CHECK(merged.empty() == (one.empty() && other.empty()));
  if (merged.empty()) return;
  CHECK((merged == one || merged == other));
  ++looked.known;
  looked.by_one_alone += one.empty() != other.empty();
  if (!heard_from(scene, user, at - kLate, at)) return;
  const std::vector<std::string> right = true_between(scene.truth, user, at - kLate, at);
  CHECK(std::find(right.begin(), right.end(), merged) != right.end());
  ++looked.held_to_truth;
}

// Changes that are apart from others and from all edges of coverage: each is there once, with its bounds around it.
int look_at_changes(const Scene& scene) {
  int found = 0;
  for (const auto& person : scene.truth) {
    const base::UserId& user = person.first;
    const auto& changes = person.second;
    for (std::size_t i = 1; i < changes.size(); ++i) {
      const WallTime at = changes[i].at;
      const bool alone =
          at - changes[i - 1].at > kApart && (i + 1 == changes.size() || changes[i + 1].at - at > kApart);
      if (!alone || word_at(scene.merged, user, at - kLate).empty()) continue;
      if (at + kApart > sim::kEpoch + kSpan || !heard_from(scene, user, at - kLate, at + kLate)) continue;
      CAPTURE(user.text);
      CAPTURE(base::unix_ms(at));
      CHECK(test::centre_lines(
                scene.address,
                fmt::format("SELECT presence, at - {0} BETWEEN 0 AND {1}, earliest <= at FROM "
                            "merged_presence_transitions WHERE user_id = '{2}' AND at BETWEEN {0} - {1} AND {0} + {1}",
                            base::unix_ms(at), kLate.count(), user.text)) ==
            test::Lines{fmt::format("{}|t|t", base::name_of(changes[i].state))});
      ++found;
    }
  }
  return found;
}

int worlds_wanted() {
  const char* text = std::getenv("PRESENCED_CENTRAL_WORLDS");
  return text == nullptr ? 3 : std::atoi(text);
}

}  // namespace

TEST_CASE("Two daemons of one simulated workspace know together what its people did wherever one of them watched") {
  Looked looked;
  int changes = 0;
  for (std::uint64_t seed = 1; seed <= static_cast<std::uint64_t>(worlds_wanted()); ++seed) {
    CAPTURE(seed);
    const Scene scene = play(seed);
    for (const auto& [user, all] : scene.truth)
      for (WallTime at = sim::kEpoch + kLate; at < sim::kEpoch + kSpan; at += kStep) look_at(scene, user, at, looked);
    changes += look_at_changes(scene);
  }
  MESSAGE(fmt::format("{} moments, {} of them known to one alone, {} held to the truth; {} changes", looked.known,
                      looked.by_one_alone, looked.held_to_truth, changes));
  CHECK(looked.by_one_alone > 100);  // else the faults were too mild
  CHECK(looked.held_to_truth > 1'000);
  CHECK(changes > 20);
}
