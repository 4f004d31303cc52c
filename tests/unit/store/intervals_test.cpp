// presence_intervals and status_intervals: the tiling and its edges, then random histories against a brute-force model.
#include <array>
#include <map>

#include "base/random.h"
#include "unit/store/fixture.h"

namespace presenced::store::test {
namespace {

using base::Facet;
using base::Presence;
using history::EndReason;
using history::Source;

constexpr Presence kIn = Presence::active;
constexpr Presence kOut = Presence::away;

Lines intervals_of(Script& script) {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  commit(*database, script.batch(100'000));
  return rows(folder / "h.db",
              "SELECT presence, started_at, ended_at FROM presence_intervals WHERE user_id = 'U1' ORDER BY started_at");
}

TEST_CASE("Intervals tile from the first coverage on, and the last is open") {
  Script script;
  script.cover("U1", 1000).first("U1", 1000, kIn).turn("U1", 2000, kOut).uncover("U1", 3000);
  script.cover("U1", 5000).turn("U1", 5000, kIn, Source::resync, 3000);
  CHECK(intervals_of(script) == Lines{"active|1000|2000", "away|2000|3000", "unknown|3000|5000", "active|5000|-"});
}

TEST_CASE("An equal state after a gap is no continuity") {
  Script script;
  script.cover("U1", 1000).first("U1", 1000, kIn).uncover("U1", 3000).cover("U1", 3001);
  CHECK(intervals_of(script) == Lines{"active|1000|3000", "unknown|3000|3001", "active|3001|-"});
}

TEST_CASE("Spans that touch are one interval when the state is the same") {
  Script script;
  script.cover("U1", 1000).first("U1", 1000, kIn).uncover("U1", 3000, EndReason::clock_step).cover("U1", 3000);
  CHECK(intervals_of(script) == Lines{"active|1000|-"});
}

TEST_CASE("A transition at the very end of a span has no effect in it") {
  Script script;
  script.cover("U1", 1000).first("U1", 1000, kIn).turn("U1", 2000, kOut).uncover("U1", 2000);
  CHECK(intervals_of(script) == Lines{"active|1000|2000", "unknown|2000|-"});
}

TEST_CASE("Of several changes within one millisecond the last one counts") {
  Script script;
  script.cover("U1", 1000).first("U1", 1000, kIn).turn("U1", 2000, kOut).turn("U1", 2000, kIn);
  script.turn("U1", 3000, kOut).turn("U1", 3000, kIn).turn("U1", 3000, kOut);
  CHECK(intervals_of(script) == Lines{"active|1000|3000", "away|3000|-"});
}

TEST_CASE("Coverage before anything was told is unknown, and so is a change outside of coverage") {
  Script script;
  script.first("U1", 500, kOut);  // before the first coverage: no row begins here
  script.cover("U1", 1000).uncover("U1", 2000).turn("U1", 2500, kIn).cover("U1", 3000);
  CHECK(intervals_of(script) == Lines{"away|1000|2000", "unknown|2000|3000", "active|3000|-"});
  Script silent;
  silent.cover("U1", 1000).first("U1", 1500, kIn);
  CHECK(intervals_of(silent) == Lines{"unknown|1000|1500", "active|1500|-"});
}

TEST_CASE("Nobody who was never covered has intervals") {
  Script script;
  script.first("U1", 500, kOut).cover("U2", 1000);
  CHECK(intervals_of(script).empty());
}

TEST_CASE("Status intervals are the covered time alone, with equal neighbours merged") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  const base::Status lunch{"Lunch", ":ramen:", at(9000)};
  const base::Status later{"Lunch", ":ramen:", at(9900)};
  Script script;
  script.cover("U1", 1000, 1, Facet::status).status("U1", 1000, std::nullopt, {}, Source::first);
  script.status("U1", 2000, base::Status{}, lunch).uncover("U1", 3000, EndReason::timeout, Facet::status);
  script.cover("U1", 4000, 1, Facet::status).uncover("U1", 5000, EndReason::clock_step, Facet::status);
  script.cover("U1", 5000, 1, Facet::status).status("U1", 6000, lunch, later);
  script.status("U1", 7000, later, {}).status("U1", 7000, base::Status{}, later).status("U1", 8000, later, {});
  commit(*database, script.batch(9000));
  CHECK(rows(folder / "h.db", "SELECT * FROM status_intervals ORDER BY started_at") ==
        Lines{"acme|U1|||-|1000|2000", "acme|U1|Lunch|:ramen:|9000|2000|3000", "acme|U1|Lunch|:ramen:|9000|4000|6000",
              "acme|U1|Lunch|:ramen:|9900|6000|8000", "acme|U1|||-|8000|-"});
}

// ---- random histories ----

constexpr std::int64_t kHorizon = 200;  // milliseconds; few, so that things happen at the same one
constexpr std::int64_t kBefore = -1;    // "no row": before the first coverage

// What a person's presence was, told a second time: millisecond by millisecond.
struct Model {
  std::array<bool, kHorizon> covered{};
  std::array<int, kHorizon> told{};  // the last state told up to and including it; kBefore: none
  std::int64_t first_covered = kHorizon;

  std::string at(std::int64_t ms) const {
    const auto index = static_cast<std::size_t>(ms);
    if (ms < first_covered) return "";
    if (!covered[index] || told[index] == kBefore) return "unknown";
    return told[index] == 1 ? "active" : "away";
  }

  Lines intervals() const {
    Lines lines;
    std::string now;
    std::int64_t since = 0;
    const auto end = [&](const std::string& until) {
      if (!now.empty()) lines.push_back(now + "|" + std::to_string(since) + "|" + until);
    };
    for (std::int64_t ms = 0; ms < kHorizon; ++ms) {
      if (at(ms) == now) continue;
      end(std::to_string(ms));
      now = at(ms);
      since = ms;
    }
    end("-");
    return lines;
  }
};

// One person's random life, recorded into `script` and told to the model.
Model live(base::Random& random, Script& script, const std::string& user) {
  Model model;
  model.told.fill(static_cast<int>(kBefore));
  bool covered = false;
  bool any = false;
  bool active = false;
  std::int64_t cover_from = 0;
  std::int64_t now = 0;
  const auto paint = [&](std::int64_t until) {
    for (std::int64_t ms = cover_from; ms < until; ++ms) model.covered[static_cast<std::size_t>(ms)] = true;
    if (until > cover_from) model.first_covered = std::min(model.first_covered, cover_from);
  };
  while (true) {
    now += static_cast<std::int64_t>(random.below(8));  // 0: at the same millisecond
    if (now >= kHorizon - 1) break;
    if (random.below(3) == 0) {
      if (covered) {
        script.uncover(user, now);
        paint(now);
      } else {
        script.cover(user, now);
        cover_from = now;
      }
      covered = !covered;
    } else {
      active = !active;
      const Presence presence = active ? kIn : kOut;
      any ? script.turn(user, now, presence) : script.first(user, now, presence);
      any = true;
      for (std::int64_t ms = now; ms < kHorizon; ++ms) model.told[static_cast<std::size_t>(ms)] = active ? 1 : 0;
    }
  }
  if (covered) paint(kHorizon);
  return model;
}

TEST_CASE("Random histories read as a model that knows every millisecond") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db", 0);
  Script script;
  std::map<std::string, Model> models;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    base::Random random(seed);
    const std::string user = "U" + std::to_string(seed);
    models.emplace(user, live(random, script, user));
    commit(*database, script.batch(kHorizon));
  }
  std::size_t compared = 0;
  for (const auto& entry : models) {
    const std::string& user = entry.first;  // its number is the seed
    CAPTURE(user);
    const Lines expected = entry.second.intervals();
    const Lines found = rows(folder / "h.db",
                             "SELECT presence, started_at, ended_at FROM presence_intervals "
                             "WHERE user_id = '" +
                                 user + "' ORDER BY started_at");
    REQUIRE(found == expected);
    compared += found.size();
  }
  CHECK(compared > 5000);
}

}  // namespace
}  // namespace presenced::store::test
