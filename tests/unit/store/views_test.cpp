// Each view of docs/HISTORY.md against a small history.
#include "unit/store/fixture.h"

namespace presenced::store::test {
namespace {

using base::Facet;
using base::Presence;
using history::EndReason;
using history::Source;

TEST_CASE("The views are those of the contract, with its columns in its order") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  const auto columns = [&](const std::string& view) {
    return row(folder / "h.db", "SELECT group_concat(name, ' ') FROM pragma_table_info('" + view + "')");
  };
  CHECK(columns("people") == "workspace user_id name real_name tz is_bot deleted watched label email");
  CHECK(columns("groups") == "workspace name user_id");
  CHECK(columns("presence_transitions") == "seq workspace user_id at earliest before after source session");
  CHECK(columns("status_transitions") ==
        "seq workspace user_id at earliest before_text before_emoji text emoji expires_at source session");
  CHECK(columns("presence_intervals") == "workspace user_id presence started_at ended_at");
  CHECK(columns("status_intervals") == "workspace user_id text emoji expires_at started_at ended_at");
  CHECK(columns("coverage") == "workspace user_id started_at ended_at mode end_reason feed");
  CHECK(columns("status_coverage") == columns("coverage"));
  CHECK(columns("sessions") == "session workspace connected_at ready_at ended_at end_reason feed");
  CHECK(columns("recorder") == "alive_at started_at clean version");
  CHECK(columns("group_memberships") == "workspace name user_id since until");
  CHECK(columns("presence_now") == "workspace user_id name presence since certainty status_text status_emoji");
  CHECK(columns("dnd_transitions") ==
        "seq workspace user_id at earliest before_enabled before_starts_at before_ends_at enabled starts_at ends_at "
        "source session");
  CHECK(columns("dnd_intervals") == "workspace user_id dnd started_at ended_at");
  CHECK(columns("dnd_coverage") == columns("coverage"));
  CHECK(columns("huddle_transitions") == columns("presence_transitions"));
  CHECK(columns("huddle_intervals") == "workspace user_id huddle started_at ended_at");
  CHECK(columns("huddle_coverage") == columns("coverage"));
  CHECK(row(folder / "h.db", "SELECT count(*) FROM sqlite_schema WHERE type = 'view'") == "18");
}

TEST_CASE("People show the watchlist's label before the name at Slack") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  Script script;
  script.seen({base::UserId{"U1"}, "kim", "Kim Doe", "Europe/Oslo", false, false}).watched("U1", "");
  script.seen({base::UserId{"U2"}, "lee", "", "", true, true}).watched("U2", "The robot", false);
  script.watched("U3", "");
  commit(*database, script.batch(2000));
  CHECK(rows(folder / "h.db", "SELECT * FROM people ORDER BY user_id") ==
        Lines{"acme|U1|kim|Kim Doe|Europe/Oslo|0|0|1||-", "acme|U2|The robot|||1|1|0|The robot|-",
              "acme|U3||||0|0|1||-"});
}

TEST_CASE("Whoever is mentioned in any record is known from then on") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  commit(*database, Script().cover("U9", 5000).batch(6000));
  CHECK(rows(folder / "h.db", "SELECT user_id, watched FROM people") == Lines{"U9|0"});
}

TEST_CASE("Presence transitions show what was before, from when on it may be and where it comes from") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  Script script;
  script.session(1, 900).first("U1", 1000, Presence::active).turn("U1", 2000, Presence::away);
  script.turn("U1", 9000, Presence::active, Source::resync, 3000).turn("U1", 9500, Presence::away, Source::audit, 9100);
  script.turn("U1", 9600, Presence::active, Source::sample, 9500)
      .turn("U1", 9700, Presence::away, Source::expiry, 9700, 0);
  commit(*database, script.batch(10'000));
  CHECK(rows(folder / "h.db", "SELECT * FROM presence_transitions ORDER BY seq") ==
        Lines{"1|acme|U1|1000|1000|-|active|first|1", "2|acme|U1|2000|2000|active|away|push|1",
              "3|acme|U1|9000|3000|away|active|resync|1", "4|acme|U1|9500|9100|active|away|audit|1",
              "5|acme|U1|9600|9500|away|active|sample|1", "6|acme|U1|9700|9700|active|away|expiry|-"});
}

TEST_CASE("The views know the word of every source and every end reason") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  Script script;
  Lines sources;
  for (int number = 0; number <= static_cast<int>(Source::late); ++number) {
    const auto source = static_cast<Source>(number);
    script.turn("U1", 1000 + number, number % 2 == 0 ? Presence::active : Presence::away, source);
    script.status("U1", 1000 + number, base::Status{}, {"s", "", std::nullopt}, source);
    sources.emplace_back(history::name_of(source));
  }
  Lines reasons;
  std::int64_t number = 1;
  for (const auto& entry : history::kEndReasonWords) {
    script.session(number, 1000).ended(number, 2000, entry.reason);
    ++number;
    reasons.emplace_back(entry.word);
  }
  commit(*database, script.batch(10'000));
  CHECK(rows(folder / "h.db", "SELECT source FROM presence_transitions ORDER BY seq") == sources);
  CHECK(rows(folder / "h.db", "SELECT source FROM status_transitions ORDER BY seq") == sources);
  CHECK(rows(folder / "h.db", "SELECT end_reason FROM sessions ORDER BY session") == reasons);
}

TEST_CASE("Status transitions keep both sides; cleared is empty, not NULL, and no expiry is NULL") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  const base::Status lunch{"Lunch \xF0\x9F\x8D\xB2", ":ramen:", at(1'700'000'000'000)};
  Script script;
  script.status("U1", 1000, std::nullopt, {}, Source::first).status("U1", 2000, base::Status{}, lunch);
  script.status("U1", 3000, lunch, {}, Source::expiry);
  commit(*database, script.batch(4000));
  CHECK(rows(folder / "h.db", "SELECT * FROM status_transitions ORDER BY seq") ==
        Lines{"1|acme|U1|1000|1000|-|-|||-|first|1",
              "2|acme|U1|2000|2000|||Lunch \xF0\x9F\x8D\xB2|:ramen:|1700000000000|push|1",
              "3|acme|U1|3000|3000|Lunch \xF0\x9F\x8D\xB2|:ramen:|||-|expiry|1"});
}

TEST_CASE("Both facets share one sequence that grows in the order of the commits") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  Script script;
  script.first("U1", 5000, Presence::active).status("U1", 4000, std::nullopt, {}, Source::first);
  commit(*database, script.batch(5000));
  commit(*database, script.first("U2", 3000, Presence::away).batch(6000));
  CHECK(rows(folder / "h.db", "SELECT seq, user_id FROM presence_transitions ORDER BY seq") == Lines{"1|U1", "3|U2"});
  CHECK(rows(folder / "h.db", "SELECT seq FROM status_transitions") == Lines{"2"});
}

TEST_CASE("Sessions and the recorder show the run") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db", 700);
  Script script;
  script.session(1, 1000).ready(1, 1500).ended(1, 3000, EndReason::goodbye).session(2, 2900);
  commit(*database, script.batch(4000));
  CHECK(rows(folder / "h.db", "SELECT * FROM sessions") ==
        Lines{"1|acme|1000|1500|3000|goodbye|rtm", "2|acme|2900|-|-|-|rtm"});
  CHECK(row(folder / "h.db", "SELECT * FROM recorder") == "4000|700|0|1.2.3");
  commit(*database, script.batch(3000));  // an older mark of life takes nothing back
  CHECK(row(folder / "h.db", "SELECT alive_at FROM recorder") == "4000");
}

TEST_CASE("Coverage of presence and of status are apart, and a rotation leaves no trace in either") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  Script script;
  script.session(1, 900).session(2, 1900);
  script.cover("U1", 1000, 1).cover("U1", 1200, 1, Facet::status).move("U1", 2).uncover("U1", 3000, EndReason::timeout);
  script.cover("U1", 4000, 2, Facet::presence, history::Mode::sampled);
  commit(*database, script.batch(5000));
  CHECK(rows(folder / "h.db", "SELECT * FROM coverage") ==
        Lines{"acme|U1|1000|3000|subscribed|timeout|rtm", "acme|U1|4000|-|sampled|-|rtm"});
  CHECK(rows(folder / "h.db", "SELECT * FROM status_coverage") == Lines{"acme|U1|1200|-|subscribed|-|rtm"});
}

TEST_CASE("A span without length is not kept, and none may begin inside another") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  Script script;
  script.cover("U1", 1000).uncover("U1", 1000).cover("U1", 2000).uncover("U1", 1500);
  script.cover("U1", 3000).uncover("U1", 4000).cover("U1", 3500).cover("U1", 3600).uncover("U1", 5000);
  script.uncover("U1", 6000);  // nothing is open
  commit(*database, script.batch(7000));
  CHECK(rows(folder / "h.db", "SELECT started_at, ended_at FROM coverage") == Lines{"3000|4000", "4000|5000"});
}

TEST_CASE("The same id in two workspaces is two people") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  Script acme("acme");
  Script zeta("zeta");
  commit(*database, acme.cover("U1", 1000).first("U1", 1000, Presence::active).watched("U1", "a").batch(1000));
  commit(*database, zeta.cover("U1", 2000).first("U1", 2000, Presence::away).watched("U1", "z").batch(2000));
  commit(*database, acme.uncover("U1", 3000).batch(3000));
  CHECK(rows(folder / "h.db", "SELECT workspace, name FROM people ORDER BY 1") == Lines{"acme|a", "zeta|z"});
  CHECK(rows(folder / "h.db", "SELECT * FROM presence_intervals ORDER BY workspace, started_at") ==
        Lines{"acme|U1|active|1000|3000", "acme|U1|unknown|3000|-", "zeta|U1|away|2000|-"});
  CHECK(rows(folder / "h.db", "SELECT started_at FROM coverage WHERE workspace = 'acme' AND user_id = 'U1'") ==
        Lines{"1000"});
}

}  // namespace
}  // namespace presenced::store::test
