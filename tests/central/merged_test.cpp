// Two daemons watch one workspace, each with outages of its own. By brute force: wherever one of them watched, merged_*
// says what was true, and unknown everywhere else.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <vector>

#include "central/replicating.h"
#include "central/shared_server.h"
#include "store/history_db.h"

using namespace presenced;
using base::Millis;
using base::Presence;
using base::WallTime;
using test::centre_lines;
using test::Lines;
using test::Replicating;

namespace {

constexpr std::int64_t kBegin = 1'795'000'000'000;
constexpr int kSeconds = 240;
constexpr int kPeople = 3;

WallTime second(int number) { return base::wall_from_unix_ms(kBegin + number * 1'000); }
std::string user(int number) { return fmt::format("U0PERSON{}", number); }

// Who is what, second by second: a change happens at the beginning of one.
using Truth = std::vector<std::vector<Presence>>;  // by person

Truth random_truth(std::mt19937_64& random) {
  Truth truth(kPeople);
  for (auto& person : truth) {
    Presence now = Presence::away;
    for (int i = 0; i < kSeconds; ++i) {
      if (random() % 7 == 0) now = now == Presence::away ? Presence::active : Presence::away;
      person.push_back(now);
    }
  }
  return truth;
}

// A daemon that watches in some of the seconds, and learns of a change `delay` after it at most.
class Watcher {
 public:
  Watcher(const std::filesystem::path& file, std::mt19937_64& random, int delay_ms)
      : random_(random), delay_(delay_ms) {
    store::OpenOptions options;
    options.file = file;
    options.durability = store::Durability::normal;
    options.version = "1";
    options.now = second(0);
    auto opened = store::HistoryDb::open(options);
    REQUIRE_MESSAGE(opened.ok(), opened.error().message);
    database_ = std::move(opened.value());
  }

  void live(int now, const Truth& truth) {
    history::Batch batch{"acme", base::BatchNumber{++batch_}, second(now) + Millis{delay_}, {}};
    const bool watched = watching_;
    if (random_() % 9 == 0) watching_ = !watching_;
    for (int i = 0; i < kPeople; ++i) {
      const Presence true_now = truth[static_cast<std::size_t>(i)][static_cast<std::size_t>(now)];
      if (watched && !watching_)
        batch.records.push_back(
            history::CoverageClosed{{user(i)}, base::Facet::presence, second(now), history::EndReason::network_error});
      if (!watching_) continue;
      if (!watched) batch.records.push_back(history::CoverageOpened{{user(i)}, base::Facet::presence, second(now)});
      if (const auto change = seen(i, true_now, now, watched)) batch.records.push_back(*change);
    }
    if (watching_) watched_.insert(now);
    if (const auto failure = database_->commit(std::span(&batch, 1))) FAIL(failure->message);
  }

  const std::set<int>& watched() const { return watched_; }

 private:
  std::optional<history::Transition> seen(int who, Presence now, int when, bool live) {
    const auto [known, first] = known_.try_emplace(who, now);
    if (!first && known->second == now) return std::nullopt;
    const WallTime at =
        live ? second(when) + Millis{delay_ > 0 ? static_cast<int>(random_() % static_cast<unsigned>(delay_)) : 0}
             : second(when);
    history::Transition change{{user(who)}, at, at, std::nullopt, now, history::Source::first};
    if (!first) {
      change.before = std::exchange(known->second, now);
      change.source = live ? history::Source::push : history::Source::resync;
      if (!live) change.earliest = second(*watched_.rbegin() + 1);
    }
    return change;
  }

  std::mt19937_64& random_;
  int delay_;
  std::unique_ptr<store::HistoryDb> database_;
  std::map<int, Presence> known_;
  std::set<int> watched_;
  std::int64_t batch_ = 0;
  bool watching_ = false;
};

struct Scene {
  Truth truth;
  std::set<int> covered;  // seconds that one of them watched
  std::string address;
};

Scene play(std::uint64_t seed, int delay_ms) {
  std::mt19937_64 random(seed);
  Scene scene{random_truth(random), {}, test::new_database()};
  const test::TempDir folder;
  Watcher one(folder / "one.db", random, delay_ms);
  Watcher two(folder / "two.db", random, delay_ms);
  for (int now = 0; now < kSeconds; ++now) {
    one.live(now, scene.truth);
    two.live(now, scene.truth);
  }
  scene.covered = one.watched();
  scene.covered.insert(two.watched().begin(), two.watched().end());
  scene.covered.erase(kSeconds - 1);  // whether the last one is, the marks of life leave open
  Replicating(scene.address, folder / "one.db", "one").catch_up();
  Replicating(scene.address, folder / "two.db", "two").catch_up();
  return scene;
}

struct Interval {
  std::string user;
  std::string presence;
  std::int64_t from = 0;
  std::int64_t until = 0;
};

std::vector<Interval> merged_intervals(const Scene& scene) {
  central::Connection connection(central::read_address(scene.address, {}).value(), {});
  connection.execute("SET search_path = presenced, pg_temp");
  std::vector<Interval> intervals;
  for (const auto& row :
       connection.query("SELECT user_id, presence, started_at, ended_at FROM merged_presence_intervals ORDER BY 1, 3"))
    intervals.push_back({*row[0], *row[1], std::stoll(*row[2]), row[3] ? std::stoll(*row[3]) : INT64_MAX});
  return intervals;
}

Lines said_at(const std::vector<Interval>& intervals, int second, int after_ms) {
  const std::int64_t at = kBegin + second * 1'000 + after_ms;
  Lines lines;
  for (const Interval& interval : intervals)
    if (interval.from <= at && at < interval.until) lines.push_back(interval.user + "|" + interval.presence);
  return lines;
}

Lines true_at(const Scene& scene, int second) {
  Lines lines;
  for (int i = 0; i < kPeople; ++i)
    lines.push_back(
        user(i) + "|" +
        (scene.covered.contains(second)
             ? std::string(base::name_of(scene.truth[static_cast<std::size_t>(i)][static_cast<std::size_t>(second)]))
             : "unknown"));
  return lines;
}

// Whenever what is known last becomes something else, bounded by the end of the time in which it was known.
Lines true_changes(const Scene& scene) {
  Lines lines;
  for (int i = 0; i < kPeople; ++i) {
    std::optional<Presence> known;
    int until = 0;
    for (const int now : scene.covered) {
      const Presence state = scene.truth[static_cast<std::size_t>(i)][static_cast<std::size_t>(now)];
      if (known != state)
        lines.push_back(fmt::format("{}|{}|{}|{}|{}", user(i), kBegin + now * 1'000,
                                    kBegin + (known && until < now ? until : now) * 1'000,
                                    known ? base::name_of(*known) : "-", base::name_of(state)));
      known = state;
      until = now + 1;
    }
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace

TEST_CASE("Two origins together know what was true wherever one of them watched, and count a change once") {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    CAPTURE(seed);
    const Scene scene = play(seed, 0);
    const std::vector<Interval> said = merged_intervals(scene);
    for (int now = *scene.covered.begin(); now < kSeconds - 1; ++now) {
      CAPTURE(now);
      CHECK(said_at(said, now, 0) == true_at(scene, now));
      CHECK(said_at(said, now, 999) == true_at(scene, now));
    }
    CHECK(centre_lines(scene.address, fmt::format("SELECT user_id, at, earliest, before_presence, presence FROM "
                                                  "merged_presence_transitions WHERE at < {}",
                                                  kBegin + (kSeconds - 1) * 1'000)) == true_changes(scene));
    Lines covered;
    for (const std::string& line : centre_lines(
             scene.address, "SELECT count(*), sum(ended_at - started_at) FROM merged_coverage GROUP BY user_id"))
      covered.push_back(line);
    REQUIRE(covered.size() == kPeople);
    CHECK(covered.front() == covered.back());
  }
}

TEST_CASE("Two origins that learn of a change at different times agree once both have") {
  for (std::uint64_t seed = 11; seed <= 12; ++seed) {
    CAPTURE(seed);
    const Scene scene = play(seed, 900);
    const std::vector<Interval> said = merged_intervals(scene);
    for (int now = *scene.covered.begin(); now < kSeconds - 1; ++now) {
      CAPTURE(now);
      CHECK(said_at(said, now, 950) == true_at(scene, now));
    }
  }
}

TEST_CASE("The merged intervals of a person follow each other without hole or overlap") {
  const Scene scene = play(21, 300);
  CHECK(centre_lines(scene.address,
                     "SELECT user_id, presence, started_at, ended_at, next, after FROM (SELECT user_id, presence, "
                     "started_at, ended_at, lead(started_at) OVER w AS next, lead(presence) OVER w AS after FROM "
                     "merged_presence_intervals WINDOW w AS (PARTITION BY workspace, user_id ORDER BY started_at)) i "
                     "WHERE next IS DISTINCT FROM ended_at OR after = presence") == Lines{});
}
