// Every command's answer, as a person and as a program sees it.
#include "rendering/sheets.h"

#include <doctest/doctest.h>

#include "rendering/pictures.h"
#include "unit/answers/samples.h"

namespace presenced::rendering {
namespace {

using namespace answers;
using namespace time;
using history::Span;
using history::Window;

using base::Facet;
using history::EndReason;
using history::Mode;
using history::Source;
using std::chrono_literals::operator""h;
using std::chrono_literals::operator""min;

// Sunday 25 October 2026 in Berlin, a day of 25 hours.
const Window kDay{utc(2026, 10, 24, 22), utc(2026, 10, 25, 23)};
const base::WallTime kLastSign = utc(2026, 10, 25, 15);

history::Person dana() {
  history::Person person;
  person.workspace = "acme";
  person.id = {"U024BE7LH"};
  person.name = "dana";
  person.label = "Dana Smith";
  person.watched = true;
  return person;
}
history::Person lee() {
  history::Person person;
  person.workspace = "acme";
  person.id = {"W0123ABCD"};
  person.name = "李小龙";
  return person;
}

FacetHistory presence() {
  FacetHistory history;
  history.changes = {change(utc(2026, 10, 25, 6), utc(2026, 10, 25, 6), kActive, Source::first),
                     change(utc(2026, 10, 25, 8), utc(2026, 10, 25, 8), kAway, Source::push),
                     change(utc(2026, 10, 25, 12), utc(2026, 10, 25, 11), kActive, Source::resync)};
  history.coverage = {{utc(2026, 10, 25, 6), utc(2026, 10, 25, 11), Mode::subscribed, EndReason::timeout},
                      {utc(2026, 10, 25, 12), std::nullopt, Mode::subscribed, std::nullopt}};
  return history;
}

FacetHistory status() {
  FacetHistory history;
  history.changes = {
      change(utc(2026, 10, 25, 7), utc(2026, 10, 25, 7), base::Status{"lunch", ":pizza:", std::nullopt}, Source::push)};
  history.coverage = presence().coverage;
  return history;
}

base::ByFacet<AtMoment> states(base::WallTime at) {
  base::ByFacet<AtMoment> all;
  all[Facet::presence] = at_moment(presence(), at, kLastSign);
  all[Facet::status] = at_moment(status(), at, kLastSign);
  return all;
}

std::string written(Format format, const std::string& command, const Columns& columns, const std::vector<Row>& rows) {
  std::string out;
  const auto writer = sheet_writer(format, {command, std::nullopt, zone("Europe/Berlin"), {}}, columns, {}, out);
  for (const Row& row : rows) {
    REQUIRE(row.size() == columns.size());
    writer->row(row);
  }
  writer->end();
  return out;
}

// As a table; the other formats are written, too, so that a cell of a wrong kind does not hide there.
std::string table(const Columns& columns, const std::vector<Row>& rows) {
  for (const Format format : {Format::json, Format::jsonl, Format::csv})
    CHECK_NOTHROW(written(format, "x", columns, rows));
  return written(Format::table, "x", columns, rows);
}

TEST_CASE("now: three people, known, in a gap, and never seen") {
  const auto berlin = zone("Europe/Berlin");
  const base::WallTime now = utc(2026, 10, 25, 14, 30);
  base::ByFacet<AtMoment> in_the_gap;
  in_the_gap[Facet::presence] = at_moment(presence(), utc(2026, 10, 25, 11, 30), kLastSign);
  CHECK(table(moment_columns(), {moment_row(dana(), states(now), now, *berlin),
                                 moment_row(lee(), in_the_gap, now, *berlin), moment_row(lee(), {}, now, *berlin)}) ==
        "WHO         STATE    SINCE        FOR  CERTAINTY       STATUS\n"
        "Dana Smith  active   13:00:00  2h 30m  after 12:00:00  :pizza: lunch\n"
        "李小龙      unknown  12:00:00  3h 30m  was away        unknown\n"
        "李小龙      unknown  -              -  never seen      unknown\n");
}

TEST_CASE("now, for programs") {
  const base::WallTime now = utc(2026, 10, 25, 14, 30);
  const Row row = moment_row(dana(), states(now), now, *zone("Europe/Berlin"));
  CHECK(
      written(Format::jsonl, "now", moment_columns(), {row}) ==
      R"({"schema":1,"workspace":"acme","user_id":"U024BE7LH","name":"Dana Smith","presence":"active",)"
      R"("since":"2026-10-25T13:00:00.000+01:00","since_ms":1792929600000,"duration_ms":9000000,"certainty":"between",)"
      R"("earliest":"2026-10-25T12:00:00.000+01:00","earliest_ms":1792926000000,"last_known":null,"status_known":true,)"
      R"("status_text":"lunch","status_emoji":":pizza:","status_expires_at":null,"status_expires_at_ms":null,)"
      R"("status_since":"2026-10-25T13:00:00.000+01:00","status_since_ms":1792929600000,)"
      R"("dnd":"unknown","dnd_since":null,"dnd_since_ms":null,)"
      R"("huddle":"unknown","huddle_since":null,"huddle_since_ms":null})"
      "\n");
}

TEST_CASE("intervals") {
  std::vector<Row> rows;
  for (const auto& stretch : timeline(presence(), kDay, kLastSign))
    rows.push_back(interval_row(dana(), Facet::presence, stretch));
  CHECK(table(interval_columns(Facet::presence), rows) ==
        "WHO         STATE    FROM                 TO                      FOR\n"
        "Dana Smith  unknown  2026-10-25 00:00:00  2026-10-25 07:00:00  8h 00m\n"
        "Dana Smith  active   2026-10-25 07:00:00  2026-10-25 09:00:00  2h 00m\n"
        "Dana Smith  away     2026-10-25 09:00:00  2026-10-25 12:00:00  3h 00m\n"
        "Dana Smith  unknown  2026-10-25 12:00:00  2026-10-25 13:00:00  1h 00m\n"
        "Dana Smith  active   2026-10-25 13:00:00  2026-10-25 16:00:00  3h 00m\n"
        "Dana Smith  unknown  2026-10-25 16:00:00  2026-10-26 00:00:00  8h 00m\n");
}

TEST_CASE("intervals of the status") {
  std::vector<Row> rows;
  for (const auto& stretch : timeline(status(), kDay, kLastSign))
    rows.push_back(interval_row(dana(), Facet::status, stretch));
  CHECK(table(interval_columns(Facet::status), rows).find("3h 00m  :pizza: lunch\n") != std::string::npos);
}

TEST_CASE("summary by day and over all") {
  const auto berlin = zone("Europe/Berlin");
  for (const Period period : {Period::day, Period::week, Period::all}) {
    const auto slices = period == Period::day    ? days(*berlin, kDay)
                        : period == Period::week ? weeks(*berlin, kDay)
                                                 : uncut(*berlin, kDay);
    const auto answers = summarise(timeline(presence(), kDay, kLastSign), slices);
    REQUIRE(answers.size() == 1);
    const std::string text =
        table(summary_columns(period), {summary_row(dana(), period, slices[0], answers[0], answers[0].shares,
                                                    time::DurationUnits::hours_minutes, *berlin)});
    if (period == Period::day)
      CHECK(text ==
            "WHO         DAY             ACTIVE    AWAY  UNKNOWN  FIRST  LAST\n"
            "Dana Smith  Sun 2026-10-25  5h 00m  3h 00m  17h 00m  07:00  16:00\n");
    if (period == Period::week)
      CHECK(text ==
            "WHO         WEEK FROM       ACTIVE    AWAY  UNKNOWN  FIRST      LAST\n"
            "Dana Smith  Mon 2026-10-19  5h 00m  3h 00m  17h 00m  Sun 07:00  Sun 16:00\n");
  }
}

TEST_CASE("active until midnight is active until 24:00") {
  const auto utc_zone = zone("UTC");
  const Window window{utc(2026, 7, 1), utc(2026, 7, 3)};
  FacetHistory history;
  history.changes = {change(window.from + 20h, window.from + 20h, kActive, Source::push)};
  history.coverage = {{window.from, window.to, Mode::subscribed, EndReason::shutdown}};
  const auto slices = days(*utc_zone, window);
  const auto answers = summarise(timeline(history, window, window.to), slices);
  CHECK(table(summary_columns(Period::day), {summary_row(dana(), Period::day, slices[0], answers[0], answers[0].shares,
                                                         time::DurationUnits::hours_minutes, *utc_zone)})
            .ends_with("20h 00m  20:00  24:00\n"));
}

TEST_CASE("log: presence and status, seen and found later") {
  history::Transition first{
      {"U024BE7LH"}, utc(2026, 10, 25, 6), utc(2026, 10, 25, 6), std::nullopt, kAway, Source::first, {}};
  history::Transition later{
      {"U024BE7LH"}, utc(2026, 10, 25, 12), utc(2026, 10, 25, 11), kAway, kActive, Source::resync, {}};
  history::Transition said{{"U024BE7LH"},
                           utc(2026, 10, 25, 13),
                           utc(2026, 10, 25, 13),
                           base::Status{"lunch", ":pizza:", std::nullopt},
                           base::Status{},
                           Source::push,
                           {}};
  const auto berlin = zone("Europe/Berlin");
  CHECK(
      table(log_columns(10), {log_row(dana(), {1, {}, 3, first}, *berlin), log_row(dana(), {2, {}, 4, later}, *berlin),
                              log_row(dana(), {7, {}, 0, said}, *berlin)}) ==
      "TIME                 WHO         SOURCE  CHANGE\n"
      "2026-10-25 07:00:00  Dana Smith  first   away\n"
      "2026-10-25 13:00:00  Dana Smith  resync  away -> active, after 12:00:00\n"
      "2026-10-25 14:00:00  Dana Smith  push    :pizza: lunch -> cleared\n");
}

TEST_CASE("overlap: both kinds of spans in their order, and the totals") {
  const OverlapAnswer answer{
      {{utc(2026, 10, 25, 8), utc(2026, 10, 25, 9)}},
      {{utc(2026, 10, 25, 7), utc(2026, 10, 25, 8)}, {utc(2026, 10, 25, 10), utc(2026, 10, 25, 11)}}};
  CHECK(table(overlap_columns(), overlap_rows(answer)) ==
        "OVERLAP    FROM                 TO                      FOR\n"
        "undecided  2026-10-25 08:00:00  2026-10-25 09:00:00  1h 00m\n"
        "together   2026-10-25 09:00:00  2026-10-25 10:00:00  1h 00m\n"
        "undecided  2026-10-25 11:00:00  2026-10-25 12:00:00  1h 00m\n");
  const auto totals = overlap_totals(answer);
  REQUIRE(totals.size() == 3);
  CHECK(std::get<base::Millis>(totals[1].second) == base::Millis{2h});
}

TEST_CASE("coverage: gaps and sessions") {
  std::vector<Row> rows;
  for (const Gap& gap : gaps(presence().coverage, kDay, kLastSign)) rows.push_back(gap_row(dana(), gap));
  rows.push_back(
      session_row({12, "acme", utc(2026, 10, 25, 12), std::nullopt, std::nullopt, std::nullopt, {}}, kLastSign));
  CHECK(table(coverage_columns(), rows) ==
        "WHO         FROM                 TO                      FOR  WHY              FEED\n"
        "Dana Smith  2026-10-25 00:00:00  2026-10-25 07:00:00  8h 00m  no_record        -\n"
        "Dana Smith  2026-10-25 12:00:00  2026-10-25 13:00:00  1h 00m  timeout          -\n"
        "Dana Smith  2026-10-25 16:00:00  2026-10-26 00:00:00  8h 00m  recorder_silent  -\n"
        "session 12  2026-10-25 13:00:00  -                    3h 00m  -                rtm\n");
}

TEST_CASE("people, and the cells of a heatmap") {
  CHECK(table(people_columns(), {people_row(dana(), {"on-call", "leads"}), people_row(lee(), {})}) ==
        "ID         NAME    LABEL       REAL NAME  WATCHED  GROUPS\n"
        "U024BE7LH  dana    Dana Smith  -          yes      on-call leads\n"
        "W0123ABCD  李小龙  -           -          no       -\n");
  CHECK(table(heatmap_columns(), {heatmap_row(6, 23, {base::Millis{1h}, base::Millis{4h}}), heatmap_row(0, 0, {})}) ==
        "DAY  HOUR  ACTIVE  COVERED  SHARE\n"
        "Sun    23  1h 00m   4h 00m    25%\n"
        "Mon     0  0h 00m   0h 00m      -\n");
}

std::string picture(const std::vector<std::pair<std::string, Timeline>>& people, Window window,
                    const std::string& zone_name, Style style) {
  std::vector<std::string> names;
  for (const auto& person : people) names.push_back(person.first);
  const auto in = zone(zone_name);
  TimelinePicture drawn(names, window, *in, style);
  std::string text = drawn.head();
  for (const auto& person : people) text += drawn.bar(person.first, person.second);
  return text + drawn.foot();
}

TEST_CASE("a timeline reads without colour: active, away, unknown, and the odd minute of activity") {
  Timeline odd{{{kDay.from, kDay.from + 20h}, kAway},
               {{kDay.from + 20h, kDay.from + 20h + 1min}, kActive},
               {{kDay.from + 20h + 1min, kDay.to}, kAway}};
  CHECK(picture({{"Dana Smith", timeline(presence(), kDay, kLastSign)}, {"\x1b[31m李", odd}}, kDay, "Europe/Berlin",
                {61, false}) ==
        "Sun 2026-10-25 00:00 to Mon 2026-10-26 00:00  Europe/Berlin\n"
        "a column is 30m 00s\n"
        "\n"
        "           |10-25        |06:00      |12:00      |18:00\n"
        "Dana Smith ////////////////████······//██████////////////////\n"
        "\\x1b[31m李 ········································▄·········\n"
        "\n"
        "█ active  ▄ active for a while  · away  / unknown\n");
}

TEST_CASE("a gap that has no column of its own is not passed over in silence") {
  const auto with_gap = [](base::Millis length) {
    return Timeline{{{kDay.from, kDay.from + 10h}, kActive},
                    {{kDay.from + 10h, kDay.from + 10h + length}, std::nullopt},
                    {{kDay.from + 10h + length, kDay.to}, kActive}};
  };
  constexpr std::string_view kRemark = "\nsome gaps are too short to show here; coverage lists them all\n";
  CHECK(picture({{"Dana", with_gap(10min)}}, kDay, "Europe/Berlin", {61, false}).find(kRemark) != std::string::npos);
  CHECK(picture({{"Dana", with_gap(2h)}}, kDay, "Europe/Berlin", {61, false}).find(kRemark) == std::string::npos);
  CHECK(picture({{"Dana", with_gap(2h)}, {"Lee", with_gap(10min)}}, kDay, "Europe/Berlin", {61, false}).find(kRemark) !=
        std::string::npos);
}

TEST_CASE("pictures fit into 20 columns, and colour comes in runs") {
  const std::string narrow =
      picture({{"Dana Smith", timeline(presence(), kDay, kLastSign)}}, kDay, "Europe/Berlin", {20, false});
  CHECK(narrow.find("Dana … ////█▄·██////\n") != std::string::npos);
  const std::string colour =
      picture({{"Dana", timeline(presence(), kDay, kLastSign)}}, kDay, "Europe/Berlin", {30, true});
  CHECK(colour.find("\x1b[2m////////\x1b[0m\x1b[32m██\x1b[0m") != std::string::npos);
}

TEST_CASE("a window shorter than the picture is wide has a column a millisecond") {
  const Window brief{ms(0), ms(3)};
  CHECK(picture({{"x", {{brief, kActive}}}}, brief, "UTC", {80, false}).find("x ███\n") != std::string::npos);
}

TEST_CASE("a heatmap: shades, hatched where nothing was covered, hours downwards where it is narrow") {
  Heatmap heatmap;
  heatmap.people = 1;
  const auto covered_hour = base::Millis{1h};
  heatmap.cells[0][0] = {base::Millis{0}, covered_hour};
  heatmap.cells[0][1] = {base::Millis{15min}, covered_hour};
  heatmap.cells[0][2] = {base::Millis{30min}, covered_hour};
  heatmap.cells[0][3] = {base::Millis{45min}, covered_hour};
  heatmap.cells[0][4] = {covered_hour, covered_hour};
  const std::string wide = heatmap_picture(heatmap, kDay, *zone("UTC"), {52, false});
  CHECK(
      wide.starts_with("Sat 2026-10-24 22:00 to Sun 2026-10-25 23:00  UTC\n"
                       "1 person\n"
                       "\n"
                       "    00    03    06    09    12    15    18    21\n"
                       "Mon ··░░▒▒▓▓██//////////////////////////////////////\n"
                       "Tue ////////////////////////////////////////////////\n"));
  CHECK(wide.ends_with("· none  ░ up to 25%  ▒ up to 50%  ▓ up to 75%\n█ up to 100%  / not covered\n"));
  CHECK(heatmap_picture(heatmap, kDay, *zone("UTC"), {20, false})
            .find("\n   MoTuWeThFrSaSu\n00 ··////////////\n01 ░░////////////\n") != std::string::npos);
}

}  // namespace
}  // namespace presenced::rendering
