// What a reload puts in force, and what it leaves as it is.
#include "reload/reloader.h"

#include <doctest/doctest.h>

#include <boost/asio/executor_work_guard.hpp>

#include "support/captured_log.h"
#include "support/temp_dir.h"

using namespace presenced;
using Words = std::vector<std::string>;

namespace {

constexpr const char* kWorkspace = "workspaces: [{name: acme, token_file: acme.token, watchlist: w.yaml}]\n";

// Notes what it is told.
struct Running final : reload::Target {
  int begun = 0;
  int ended = 0;
  std::string metrics_trouble;
  std::vector<reload::Changes> applied;
  std::vector<watch::SharedWatchlist> watchlists;

  void reading_begun() override { ++begun; }
  void reading_ended() override { ++ended; }
  std::string move_metrics(const config::Metrics&) override { return metrics_trouble; }
  void apply(const reload::Changes& changes, const config::Loaded&, std::vector<reload::WorkspaceStart>) override {
    applied.push_back(changes);
  }
  void set_watchlist(const std::string&, watch::SharedWatchlist watchlist) override { watchlists.push_back(watchlist); }
};

struct Reloading {
  test::TempDir dir;
  boost::asio::io_context loop{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{loop.get_executor()};
  support::CapturedLog log;
  Running running;
  reload::FileThread files{loop, log, [](const auto&) {}};
  reload::Reloader reloader{dir / "presenced.yaml", {}, first(), files, log, running};

  config::Loaded first() const {
    dir.write("acme.token", "xoxb-secret\n");
    dir.write("w.yaml", "groups: {}\n");
    const auto loaded = config::load(dir.write("presenced.yaml", kWorkspace), {});
    REQUIRE(loaded.ok());
    return loaded.value();
  }
  template <class Condition>
  bool eventually(const Condition& holds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!holds() && std::chrono::steady_clock::now() < end) loop.run_one_for(std::chrono::milliseconds(50));
    return holds();
  }
  // The answer to a reload of this text.
  control::Reloaded reload(const std::string& text) {
    dir.write("presenced.yaml", text);
    std::optional<control::Reloaded> answer;
    reloader.reload([&](const control::Reloaded& reloaded) { answer = reloaded; });
    REQUIRE(eventually([&] { return answer.has_value(); }));
    return *answer;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Reloading, "a good edit is applied, and counts from then on") {
  const std::string text = std::string("log: {level: debug}\n") + kWorkspace;
  CHECK(reload(text).changed == Words{"log.level"});
  REQUIRE(running.applied.size() == 1);
  CHECK(running.applied[0].log);
  CHECK(reloader.in_force().settings.log.level == base::LogLevel::debug);
  CHECK_FALSE(reloader.last_problem());
  CHECK(running.begun == 1);
  CHECK(running.ended == 1);
  CHECK(reload(text).changed.empty());
}

TEST_CASE_FIXTURE(Reloading, "an edit with a mistake changes nothing, and is the last problem until it is mended") {
  CHECK(reload(std::string("log: {level: loud}\n") + kWorkspace).problems.size() == 1);
  CHECK(running.applied.empty());
  CHECK(running.ended == 1);
  REQUIRE(reloader.last_problem());
  CHECK(reloader.last_problem()->problems.front().key == "log.level");
  CHECK(reload(kWorkspace).problems.empty());
  CHECK_FALSE(reloader.last_problem());
}

TEST_CASE_FIXTURE(Reloading, "an edit that needs a restart, or metrics that cannot move, change nothing") {
  const std::string debug = "log: {level: debug}\n";
  CHECK(reload(debug + "history: {path: /elsewhere}\n" + kWorkspace).problems.front().key == "history.path");
  running.metrics_trouble = "the port is taken";
  const auto answer = reload(debug + "metrics: {listen: \"127.0.0.1:9\"}\n" + kWorkspace);
  CHECK(answer.problems.front().key == "metrics.listen");
  CHECK(answer.problems.front().message == "the port is taken");
  CHECK(running.applied.empty());
  CHECK(reloader.in_force().settings.log.level == base::LogLevel::info);
}

TEST_CASE_FIXTURE(Reloading, "a saved watchlist is put in force by itself, once it is good") {
  dir.write("w.yaml", "groups: nonsense\n");
  reloader.watchlists_saved({dir / "w.yaml", dir / "other.yaml"});
  CHECK(eventually([&] { return reloader.last_problem().has_value(); }));
  CHECK(running.watchlists.empty());
  dir.write("w.yaml", "groups: {team: {members: [U024BE7LH]}}\n");
  reloader.watchlists_saved({dir / "w.yaml"});
  REQUIRE(eventually([&] { return running.watchlists.size() == 1; }));
  CHECK(running.watchlists[0]->groups.size() == 1);
  CHECK_FALSE(reloader.last_problem());
  CHECK(running.begun == 0);
}

TEST_CASE_FIXTURE(Reloading, "while it stops, everybody is answered and nothing is put in force") {
  dir.write("presenced.yaml", std::string("log: {level: debug}\n") + kWorkspace);
  std::vector<control::Reloaded> answers;
  const auto note = [&](const control::Reloaded& reloaded) { answers.push_back(reloaded); };
  reloader.reload(note);
  reloader.stop();
  reloader.reload(note);
  REQUIRE(answers.size() == 2);
  for (const auto& answer : answers) CHECK(answer.problems.front().message.find("stopping") != std::string::npos);
  loop.run_for(std::chrono::milliseconds(300));
  CHECK(running.applied.empty());
}
