// docs/HISTORY.md promises queries that work: each is taken from the page and run.
#include <fstream>

#include "unit/store/fixture.h"

namespace presenced::store::test {
namespace {

using base::Facet;
using base::Presence;

constexpr std::int64_t kMorning = 1'772'438'400'000;  // 2026-03-02 08:00 UTC, the day the page asks about
constexpr std::int64_t kMinute = 60'000;

std::string page() {
  std::ifstream in(PRESENCED_HISTORY_PAGE);
  REQUIRE(in);
  return {std::istreambuf_iterator<char>(in), {}};
}

Lines queries() {
  const std::string text = page();
  const std::string open = "```sql\n";
  Lines found;
  for (auto begin = text.find(open); begin != std::string::npos; begin = text.find(open, begin)) {
    begin += open.size();
    found.push_back(text.substr(begin, text.find("```", begin) - begin));
  }
  return found;
}

void fill(HistoryDb& database) {
  const auto minute = [](std::int64_t number) { return kMorning + number * kMinute; };
  const base::Status lunch{"Lunch", ":ramen:", at(minute(300))};
  Script script;
  script.session(1, minute(0)).ready(1, minute(1)).watched("U024BE7LH", "Kim");
  for (const char* user : {"U024BE7LH", "W0123ABCD"}) {
    script.cover(user, minute(0)).cover(user, minute(0), 1, Facet::status).first(user, minute(0), Presence::away);
    script.status(user, minute(0), std::nullopt, {}, history::Source::first);
    script.turn(user, minute(60), Presence::active).turn(user, minute(200), Presence::away);
    script.status(user, minute(200), base::Status{}, lunch);
    script.uncover(user, minute(240), history::EndReason::timeout);
    script.cover(user, minute(250), 2).turn(user, minute(250), Presence::active, history::Source::resync, minute(240));
  }
  script.ended(1, minute(240), history::EndReason::timeout).session(2, minute(249));
  commit(database, script.batch(minute(480)));
}

TEST_CASE("Every query of the page about the history answers something") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db", kMorning);
  fill(*database);
  const Lines found = queries();
  CHECK(found.size() >= 10);
  for (const std::string& query : found) {
    CAPTURE(query);
    CHECK(!rows(folder / "h.db", query).empty());
  }
}

TEST_CASE("The page's sum of a day is the day, and its instant is right") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db", kMorning);
  fill(*database);
  Lines answers;
  for (const std::string& query : queries()) {
    if (query.find("active_minutes") != std::string::npos) {
      // Active from 60 to 200 and from 250 to the last sign of life at 480; away in between; the rest of 24 h unknown.
      CHECK(rows(folder / "h.db", query) == Lines{"370|100|970"});
      answers.emplace_back("sum");
    }
    if (query.find("moment.t") != std::string::npos) {
      CHECK(rows(folder / "h.db", query) == Lines{"acme|U024BE7LH|Kim|active", "acme|W0123ABCD||active"});
      answers.emplace_back("instant");
    }
    if (query.find("seq_mark") != std::string::npos) {
      for (const std::string& step : rows(folder / "h.db", "EXPLAIN QUERY PLAN " + query))
        CHECK_MESSAGE(step.find("SCAN t") == std::string::npos, step);
      answers.emplace_back("follow");
    }
  }
  CHECK(answers == Lines{"instant", "sum", "follow"});
}

TEST_CASE("The page names every view with all its columns, and every end reason") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  const std::string text = page();
  for (const std::string& name :
       rows(folder / "h.db",
            "SELECT v.name || ' ' || c.name FROM sqlite_schema v, pragma_table_info(v.name) c "
            "WHERE v.type = 'view'")) {
    CAPTURE(name);
    const auto space = name.find(' ');
    CHECK(text.find("**`" + name.substr(0, space) + "`**") != std::string::npos);
    CHECK(text.find("`" + name.substr(space + 1) + "`") != std::string::npos);
  }
  for (const auto& entry : history::kEndReasonWords)
    CHECK(text.find("| `" + std::string(entry.word) + "` |") != std::string::npos);
}

}  // namespace
}  // namespace presenced::store::test
