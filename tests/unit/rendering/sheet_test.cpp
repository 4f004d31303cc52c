#include "rendering/sheet.h"

#include <doctest/doctest.h>

#include "text/text.h"
#include "unit/answers/samples.h"

namespace presenced::rendering {
namespace {

using namespace answers;
using namespace time;
using history::Span;
using history::Window;

using std::chrono_literals::operator""h;

SheetHead head() { return {"test", std::nullopt, zone("Europe/Berlin"), {}}; }

std::string written(Format format, const std::vector<Column>& columns, const std::vector<std::vector<Cell>>& rows,
                    Style style = {}) {
  std::string out;
  const auto writer = sheet_writer(format, head(), columns, style, out);
  for (const auto& row : rows) writer->row(row);
  writer->end();
  return out;
}

const std::vector<Column> kEveryKind{
    {"text", "TEXT", Kind::text, true}, {"number", "NUMBER", Kind::number}, {"share", "SHARE", Kind::share},
    {"truth", "TRUTH", Kind::truth},    {"time", "TIME", Kind::time},       {"span", "SPAN", Kind::duration},
    {"list", "LIST", Kind::list},       {"", "TABLE", Kind::text},          {"data", "", Kind::text}};
const std::vector<Cell> kFull{std::string("x"),
                              std::int64_t{-5},
                              0.375,
                              true,
                              utc(2026, 7, 1, 7),
                              base::Millis{2h},
                              std::vector<std::string>{"a", "b"},
                              std::string("t"),
                              std::string("d")};
const std::vector<Cell> kNothing(kEveryKind.size());

TEST_CASE("every kind of cell as a table") {
  CHECK(written(Format::table, kEveryKind, {kFull, kNothing}) ==
        "TEXT  NUMBER  SHARE  TRUTH  TIME                   SPAN  LIST  TABLE\n"
        "x         -5    38%  yes    2026-07-01 09:00:00  2h 00m  a b   t\n"
        "-          -      -  -      -                         -  -     -\n");
}

// Those of more rows than it may hold.
std::string written_in_two_passes(const std::vector<Column>& columns, const std::vector<std::vector<Cell>>& rows,
                                  Style style) {
  std::string out;
  const auto writer = sheet_writer(Format::table, head(), columns, style, out);
  writer->hold_at_most(1);
  for (const auto& row : rows) writer->row(row);
  CHECK(out.empty());
  REQUIRE(writer->wants_rows_again());
  for (const auto& row : rows) writer->row(row);
  CHECK_FALSE(writer->wants_rows_again());
  writer->end();
  return out;
}

TEST_CASE("a table that may not hold its rows is measured first, and looks the same") {
  std::vector<Cell> short_span = kFull;
  short_span[5] = base::Millis{59'000};
  for (const std::vector<std::vector<Cell>>& rows :
       {std::vector{kFull, kNothing}, std::vector{kNothing, kFull, short_span}, std::vector{short_span, kNothing}})
    for (const Style& style : {Style{}, Style{.width = 30, .terminal = true}, Style{.width = 48, .terminal = true},
                               Style{.width = 12, .colour = true, .terminal = true}})
      CHECK(written_in_two_passes(kEveryKind, rows, style) == written(Format::table, kEveryKind, rows, style));
}

TEST_CASE("rows that may be held are asked for once, in every format") {
  for (const Format format : {Format::table, Format::json, Format::jsonl, Format::csv, Format::spreadsheet}) {
    std::string out;
    const auto writer = sheet_writer(format, head(), kEveryKind, {}, out);
    writer->hold_at_most(2);
    for (const auto& row : {kFull, kNothing}) writer->row(row);
    CHECK_FALSE(writer->wants_rows_again());
    writer->end();
    CHECK(out == written(format, kEveryKind, {kFull, kNothing}));
  }
}

TEST_CASE("every kind of cell as JSON, and nothing as null") {
  CHECK(written(Format::json, kEveryKind, {kFull, kNothing}) ==
        R"({"schema":1,"command":"test","zone":"Europe/Berlin","rows":[)"
        "\n"
        R"({"text":"x","number":-5,"share":0.3750,"truth":true,"time":"2026-07-01T09:00:00.000+02:00",)"
        R"("time_ms":1782889200000,"span_ms":7200000,"list":["a","b"],"data":"d"},)"
        "\n"
        R"({"text":null,"number":null,"share":null,"truth":null,"time":null,"time_ms":null,"span_ms":null,"list":null,)"
        R"("data":null})"
        "\n]}\n");
  CHECK(written(Format::json, {{"a", "A"}}, {}) == R"({"schema":1,"command":"test","zone":"Europe/Berlin","rows":[)"
                                                   "\n]}\n");
  CHECK(written(Format::jsonl, {{"a", "A"}}, {{std::string("x")}, {Cell()}}) ==
        "{\"schema\":1,\"a\":\"x\"}\n{\"schema\":1,\"a\":null}\n");
}

TEST_CASE("JSON names the window and the totals") {
  std::string out;
  SheetHead with{
      "test", Span{utc(2026, 7, 1), utc(2026, 7, 2)}, zone("UTC"), {{{"sum", "", Kind::duration}, base::Millis{5}}}};
  sheet_writer(Format::json, with, {{"a", "A"}}, {}, out)->end();
  CHECK(out.find(R"("since":"2026-07-01T00:00:00.000+00:00","since_ms":1782864000000,"until":)") != std::string::npos);
  CHECK(out.find(R"("sum_ms":5,"rows":[)") != std::string::npos);
}

TEST_CASE("CSV has a header, CRLF and quotes where they are needed") {
  CHECK(written(Format::csv, kEveryKind, {kFull, kNothing}) ==
        "text,number,share,truth,time,time_ms,span_ms,list,data\r\n"
        "x,-5,0.3750,true,2026-07-01T09:00:00.000+02:00,1782889200000,7200000,a b,d\r\n"
        ",,,,,,,,\r\n");
  const auto cell = [](const std::string& text) {
    const std::string out = written(Format::csv, {{"a", "A"}}, {{text}});
    return out.substr(3, out.size() - 5);
  };
  CHECK(cell("a,b") == "\"a,b\"");
  CHECK(cell("say \"hi\"\"") == "\"say \"\"hi\"\"\"\"\"");
  CHECK(cell(" x") == "\" x\"");
  CHECK(cell("a\nb\x1b") == "a\\x0ab\\x1b");
}

TEST_CASE("no spreadsheet takes what a user wrote for a formula") {
  for (const std::string text : {"=1+1", "+1", "-1", "@SUM(A1)", "＝1"}) {
    CAPTURE(text);
    const std::string out = written(Format::csv, {{"a", "A"}}, {{text}});
    CHECK(out == "a\r\n'" + text + "\r\n");
  }
  CHECK(written(Format::csv, {{"a", "A"}}, {{std::string("=\"x\"")}}) == "a\r\n\"'=\"\"x\"\"\"\r\n");
  CHECK(written(Format::csv, {{"a", "A"}}, {{std::string("\t=1")}}) == "a\r\n\\x09=1\r\n");
  const std::vector<std::string> list{"=x"};
  CHECK(written(Format::csv, {{"a", "A", Kind::list}}, {{list}}) == "a\r\n'=x\r\n");
}

const std::vector<Column> kNames{
    {"who", "WHO", Kind::text, true}, {"state", "STATE", Kind::state}, {"status", "STATUS", Kind::text, true}};

TEST_CASE("columns with wide signs stay aligned") {
  CHECK(written(Format::table, kNames,
                {{std::string("李小龙"), std::string("away"), std::string("🍕 lunch")},
                 {std::string("Dana"), std::string("active"), std::string("-")}}) ==
        "WHO     STATE   STATUS\n"
        "李小龙  away    🍕 lunch\n"
        "Dana    active  -\n");
}

std::size_t widest_line(const std::string& text) {
  std::size_t widest = 0;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = text.find('\n', from);
    widest = std::max(widest, text::columns(std::string_view(text).substr(from, end - from)));
    from = end + 1;
  }
  return widest;
}

TEST_CASE("a table fits whatever the terminal's width is") {
  const std::vector<std::vector<Cell>> rows{{std::string("a rather long name of somebody"), std::string("unknown"),
                                             std::string("and a status that goes on")}};
  CHECK(widest_line(written(Format::table, kNames, rows)) == 30 + 2 + 7 + 2 + 25);
  for (std::size_t width = 10; width <= 80; ++width) {
    CAPTURE(width);
    CHECK(widest_line(written(Format::table, kNames, rows, {.width = width, .terminal = true})) <= width);
  }
  CHECK(widest_line(written(Format::table, kNames, rows, {.width = 0, .terminal = true})) <= 10);
  CHECK(written(Format::table, kNames, rows, {.width = 20, .terminal = true}) ==
        "WHO\n a rather long name…\nSTATE  unknown\nSTATUS\n and a status that …\n");
}

TEST_CASE("a table whose widths are known comes row by row") {
  std::vector<Column> known = kNames;
  known[0].width = 6;
  known[1].width = 7;
  std::string out;
  const auto writer = sheet_writer(Format::table, head(), known, {.width = 30, .terminal = true}, out);
  CHECK(out == "WHO     STATE    STATUS\n");
  out.clear();
  writer->row({std::string("Dana Smith"), std::string("away"), std::string("a status longer than that")});
  CHECK(out == "Dana …  away     a status lon…\n");
  out.clear();
  writer->end();
  CHECK(out.empty());
}

TEST_CASE("colour is there when asked for, and only around the text") {
  CHECK(written(Format::table, kNames, {{std::string("x"), std::string("active"), std::string("y")}}, {80, true}) ==
        "\x1b[1mWHO  STATE   STATUS\x1b[0m\nx    \x1b[32mactive\x1b[0m  y\n");
  CHECK(written(Format::table, kNames, {{std::string("x"), std::string("active"), std::string("y")}}).find('\x1b') ==
        std::string::npos);
}

}  // namespace
}  // namespace presenced::rendering
