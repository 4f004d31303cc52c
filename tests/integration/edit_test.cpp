// The watchlist, edited while presenced runs and noticed by itself.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>

#include "base/random.h"
#include "integration/installation.h"
#include "store/reader.h"

using namespace presenced;
using test::eventually;
using test::Installation;
namespace fs = std::filesystem;

namespace {

using Ids = std::set<std::string>;

// Who is on the watchlist, as the history has it.
Ids watched(const Installation& here) {
  Ids ids;
  auto reader = store::Reader::open(here.database());
  if (!reader) return ids;
  auto statement = reader.value()->database().prepare("SELECT user_id FROM people WHERE watched");
  for (auto row = statement.select(); row.next();) ids.insert(std::string(row.text(0)));
  return ids;
}

// Who is subscribed to at Slack, on all sockets.
Ids subscribed(Installation& here) {
  return here.slack().with_model([](fake_slack::Model& model, base::Instant) {
    Ids ids;
    for (const auto socket : model.sockets())
      for (const auto& id : model.socket(socket)->subscribed) ids.insert(id.text);
    return ids;
  });
}

// Somebody who edits the watchlist at random, in every way that editors and deployments have.
class Editor {
 public:
  Editor(Installation& installation, std::uint64_t seed) : here_(installation), random_(seed) {
    for (const auto& id : here_.people()) list_.insert(id.text);
  }

  // Some good and some bad edits, in quick succession.
  void edit(int times) {
    for (int i = 0; i < times; ++i) {
      bad_ = random_.below(5) == 0;
      save(bad_ ? broken() : good());
    }
  }
  // What has to be true once the last edit was noticed.
  bool noticed() const { return bad_ ? here_.logged(fmt::format("oops{}", edits_)) : watched(here_) == list_; }
  const Ids& list() const { return list_; }
  std::size_t edits() const { return edits_; }
  void finish() {
    bad_ = false;
    save(good());
  }

 private:
  std::string good() {
    list_.clear();
    std::string yaml = "groups:\n  everyone:\n    members:\n";
    for (const auto& id : here_.people()) {
      if (random_.below(3) == 0) continue;
      list_.insert(id.text);
      yaml += "      - " + id.text + "\n";
    }
    if (list_.empty()) yaml += "      []\n";
    return yaml;
  }
  std::string broken() {  // its problem names the edit
    return fmt::format("groups:\n  everyone:\n    oops{}: [U0PERSON01]\n", edits_ + 1);
  }

  void save(const std::string& yaml) {
    ++edits_;
    const fs::path file = here_.folder() / "watchlist.yaml";
    switch (random_.below(3)) {
      case 0:  // in place, in two steps
        std::ofstream(file) << yaml.substr(0, yaml.size() / 2);
        std::ofstream(file, std::ios::app) << yaml.substr(yaml.size() / 2);
        return;
      case 1:
        here_.folder().write("watchlist.yaml~", yaml);
        return fs::rename(here_.folder() / "watchlist.yaml~", file);
      default:
        const auto target = here_.folder().write(fmt::format("version{}", edits_), yaml);
        fs::create_symlink(target.filename(), here_.folder() / "link");
        return fs::rename(here_.folder() / "link", file);
    }
  }

  Installation& here_;
  base::Random random_;
  Ids list_;
  std::size_t edits_ = 0;
  bool bad_ = false;
};

void live(Installation& here, base::Random& random) {
  for (int i = 0; i < 20; ++i) {
    const std::size_t who = random.below(here.people().size());
    if (random.below(2) == 0)
      here.presence(who, random.below(2) == 0 ? base::Presence::active : base::Presence::away);
    else
      here.status(who, fmt::format("status {}", random.below(1'000)), ":robot_face:");
  }
}

}  // namespace

TEST_CASE(
    "edit: a watchlist that is saved is in force by itself, a bad one changes nothing and is healed by a good one") {
  Installation here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  // A change while it is covered: without a word from Slack after its beginning, coverage would have no length.
  here.presence(5, base::Presence::active);
  REQUIRE(eventually([&] { return here.up_to_date(); }));
  here.write_watchlist({here.person(0), {"not an id"}});
  REQUIRE(eventually([&] { return here.logged("configuration_rejected"); }));
  CHECK(here.logged("watchlist.yaml:5:9"));
  CHECK(watched(here).size() == here.people().size());
  here.write_watchlist({here.person(0), here.person(1)});
  REQUIRE(eventually([&] { return watched(here) == Ids{here.person(0).text, here.person(1).text}; }));
  CHECK(eventually([&] { return subscribed(here).size() == 2; }));
  CHECK(here.stop() == 0);
  const auto history = here.history();
  CHECK(history.sessions.size() == 1);
  CHECK(history.people.at(here.person(1)).presence.coverage.size() == 1);
  CHECK(history.people.at(here.person(5)).presence.coverage.back().end_reason == "unwatched");
  for (const auto& complaint : here.complaints()) FAIL_CHECK(complaint);
}

TEST_CASE("edit: 200 edits at random under load, bad ones among them") {
  const char* given = std::getenv("PRESENCED_EDIT_SEED");
  const std::uint64_t seed = given ? std::strtoull(given, nullptr, 10) : 1;
  CAPTURE(seed);
  Installation::Setup setup;
  setup.people = 40;
  Installation here(setup);
  Editor editor(here, seed);
  base::Random random(seed + 1);
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  while (editor.edits() < 200) {
    editor.edit(1 + static_cast<int>(random.below(10)));
    live(here, random);
    REQUIRE_MESSAGE(eventually([&] { return editor.noticed(); }), here.log());
  }
  editor.finish();
  REQUIRE(eventually([&] { return watched(here) == editor.list(); }));
  CHECK(eventually([&] { return subscribed(here) == editor.list(); }));
  CHECK(here.stop() == 0);
  CHECK(here.history().sessions.size() == 1);
  for (const auto& complaint : here.complaints()) FAIL_CHECK(complaint);
}
