// repair without a daemon: what it shows, what it asks, and that it keeps a copy before it changes anything.
#include <filesystem>

#include "unit/commands/fixture.h"

namespace presenced::commands::test {
namespace {

using store::test::Lines;

// Dana was active until a clock jumped ahead by a year, and what it dated was recorded for an hour. The daemon has been
// stopped since, and the clock is right again.
struct Jumped : WrittenHistory {
  Jumped() {
    write_friday(*this);
    variables["RUNTIME_DIRECTORY"] = beside("run").string();
    for (const char* user : {"U0DANA001", "U0LEE0001"})
      for (const auto facet : {base::Facet::presence, base::Facet::status})
        script.uncover(user, ms("15:00"), history::EndReason::clock_step, facet);
    script.ended(2, ms("15:00"), history::EndReason::network_error);
    const std::int64_t ahead = ms("2027-11-20T15:00:00Z");
    script.session(3, ahead).cover("U0DANA001", ahead, 3);
    script.turn("U0DANA001", ahead, base::Presence::away, history::Source::resync, ms("15:00"), 3);
    script.turn("U0DANA001", ahead + 1'800'000, base::Presence::active, history::Source::push, -1, 3);
    script.uncover("U0DANA001", ahead + 3'600'000, history::EndReason::shutdown);
    script.ended(3, ahead + 3'600'000, history::EndReason::shutdown);
    commit(ahead + 3'600'000);
    close();
    clock = moment("16:00");
  }
  Answer repair(bool yes, bool dry_run = false, rendering::Format format = rendering::Format::table) const {
    Request request = this->request("repair");
    request.yes = yes;
    request.dry_run = dry_run;
    request.format = format;
    return ask(request);
  }
  std::string copy() const { return file().string() + ".before-repair-20261120T160000Z"; }
  std::string rows_of(const std::string& db, const char* sql) const { return store::test::row(db, sql); }
};

constexpr const char* kCounts =
    "SELECT (SELECT count(*) FROM presence_transitions), (SELECT count(*) FROM coverage), "
    "(SELECT count(*) FROM sessions), (SELECT count(*) FROM misdated)";

TEST_CASE("a dry run of repair shows what lies in the future and changes nothing") {
  const Jumped history;
  const std::string before = history.rows_of(history.file(), kCounts);
  const Answer shown = history.repair(false, true);
  CHECK(shown.status == ExitStatus::answered);
  CHECK(shown.said.empty());
  CHECK(shown.lines() == Lines{
                             "WORKSPACE  TRANSITIONS  SPANS  SESSIONS  NEWEST",
                             "acme                 2      1         1  2027-11-20 16:00:00",
                         });
  CHECK(history.rows_of(history.file(), kCounts) == before);
  CHECK(!std::filesystem::exists(history.copy()));
}

TEST_CASE("repair moves the future aside, keeps a copy, and recording goes on") {
  const Jumped history;
  const std::string before = history.rows_of(history.file(), kCounts);
  const Answer repaired = history.repair(true, false, rendering::Format::csv);
  CHECK(repaired.status == ExitStatus::answered);
  CHECK(repaired.said == Lines{"copy of the history before the repair: " + history.copy()});
  CHECK(repaired.lines() == Lines{"workspace,transitions,spans,sessions,newest,newest_ms,copy\r",
                                  "acme,2,1,1,2027-11-20T16:00:00.000+00:00,1826726400000," + history.copy() + "\r"});
  CHECK(history.rows_of(history.copy(), kCounts) == before);
  CHECK(history.rows_of(history.file(), kCounts) != before);
  CHECK(history.ask("verify").status == ExitStatus::answered);
  CHECK(history.repair(true).text == history.file().string() + ": no record is dated in the future\n");
  const auto database = store::test::open(history.file(), ms("16:01"));
  CHECK(database->resume("acme").value().recorded_until == moment("16:01"));
}

TEST_CASE("repair asks first, and does nothing without a yes or a terminal") {
  Jumped history;
  const std::string before = history.rows_of(history.file(), kCounts);
  const Answer unasked = history.repair(false);
  CHECK(unasked.status == ExitStatus::usage);
  CHECK(unasked.said.front().find("--yes") != std::string::npos);
  std::string asked;
  history.confirm = [&](const std::string& question) { return asked = question, false; };
  const Answer declined = history.repair(false);
  CHECK(declined.status == ExitStatus::failed);
  CHECK(declined.said == Lines{"nothing was changed"});
  CHECK(
      asked.starts_with("2 transitions, 1 span of coverage and 1 session of acme are dated in the future, up to "
                        "2027-11-20 16:00:00"));
  CHECK(asked.ends_with("keep a copy of the history as " + history.copy() + "? [y/N] "));
  CHECK(history.rows_of(history.file(), kCounts) == before);
  CHECK(!std::filesystem::exists(history.copy()));
}

TEST_CASE("repair changes nothing when the copy cannot be made, or somebody records") {
  const Jumped history;
  const std::string before = history.rows_of(history.file(), kCounts);
  std::filesystem::create_directory(history.copy());
  const Answer refused = history.repair(true);
  CHECK(refused.status == ExitStatus::failed);
  CHECK(refused.said.front().find("nothing was changed") != std::string::npos);
  CHECK(history.rows_of(history.file(), kCounts) == before);
  std::filesystem::remove(history.copy());
  const auto recording = store::test::open(history.file(), ms("16:00"));
  const Answer locked = history.repair(true);
  CHECK(locked.status == ExitStatus::failed);
  REQUIRE(locked.said.size() == 2);
  CHECK(locked.said[0].find("in use by process") != std::string::npos);
  CHECK(!std::filesystem::exists(history.copy()));
}

TEST_CASE("of a history in which nothing lies in the future repair says so, in every format") {
  WrittenHistory history;
  write_friday(history);
  CHECK(history.ask("repair").text == history.file().string() + ": no record is dated in the future\n");
  Request json = history.request("repair");
  json.format = rendering::Format::json;
  const std::string text = history.ask(json).text;
  CHECK(text.find(R"("rows":[)") != std::string::npos);
  CHECK(text.find(R"("workspace")") == std::string::npos);
}

}  // namespace
}  // namespace presenced::commands::test
