// --to of timeline, heatmap and summary: pictures to keep.
#include <fstream>
#include <iterator>

#include "unit/commands/fixture.h"

namespace presenced::commands::test {
namespace {

std::string content_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
  return found;
}

Request picture(const WrittenHistory& history, std::string_view command, std::string_view file) {
  Request request = history.request(command);
  request.to = history.beside(file);
  return request;
}

std::string drawn(const WrittenHistory& history, const Request& request) {
  const Answer answer = history.ask(request);
  CHECK(answer.status == ExitStatus::answered);
  CHECK(answer.text.empty());
  CHECK(answer.said.empty());
  return content_of(*request.to);
}

TEST_CASE("every picture has its window, its zone, a legend and, hatched, the unknown time") {
  WrittenHistory history;
  write_friday(history);
  for (const char* command : {"timeline", "heatmap", "summary"}) {
    CAPTURE(command);
    Request request = picture(history, command, std::string(command) + ".svg");
    const std::string svg = drawn(history, request);
    CHECK(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
    CHECK(svg.ends_with("</svg>\n"));
    CHECK(has(svg, ">Fri 2026-11-20 00:00 to Fri 2026-11-20 15:00, UTC; recording began Fri 2026-11-20 08:00:00<"));
    CHECK(has(svg, "<pattern id=\"hatch\""));
    CHECK(has(svg, "class=\"unknown\""));
    CHECK(has(svg, "prefers-color-scheme: dark"));
    CHECK(has(svg, "@media print"));
  }
}

TEST_CASE("a picture of the timeline has a bar for each person, and a tip for each period") {
  WrittenHistory history;
  write_friday(history);
  const std::string svg = drawn(history, picture(history, "timeline", "day.svg"));
  for (const char* part : {">Dana<", ">lee<", ">kim<", ">active<", ">away<", ">unknown: nobody was watching<"})
    CHECK_MESSAGE(has(svg, part), part);
  CHECK(has(svg, "<title>Dana: away, 2026-11-20 12:00:00 to 2026-11-20 12:30:00 (30m 00s)</title>"));
  CHECK(has(svg, "<title>lee: unknown, 2026-11-20 10:00:00 to 2026-11-20 11:00:00 (1h 00m)</title>"));
}

TEST_CASE("a picture of a summary has the figures of the table, and leaves out what was before recording began") {
  WrittenHistory history;
  write_friday(history);
  Request request = picture(history, "summary", "days.svg");
  request.since = "2026-11-18";
  const std::string svg = drawn(history, request);
  CHECK(has(svg, ">6h 30m / 0h 30m / 8h 00m<"));  // Dana
  CHECK(has(svg, ">4h 00m / 2h 00m / 9h 00m<"));  // lee
  CHECK(has(svg, ">Fri 2026-11-20<"));
  CHECK_FALSE(has(svg, ">Wed 2026-11-18<"));
}

TEST_CASE("a name in a picture keeps its workspace where there are several, however long the name is") {
  WrittenHistory history;
  write_two_fridays(history);
  history.script.seen({base::UserId{"U0LEE0001"}, "lee of the very long house name", "", "", false, false});
  history.commit("15:00");
  for (const char* command : {"timeline", "summary"}) {
    const std::string svg = drawn(history, picture(history, command, std::string(command) + "-two.svg"));
    CHECK(has(svg, ">Dana (acme)<"));
    CHECK(has(svg, ">Dana D. (beta)<"));
    CHECK(has(svg, "… (acme)<"));
  }
}

TEST_CASE("a picture of the heatmap has 168 hours and the steps of its shade") {
  WrittenHistory history;
  write_friday(history);
  const std::string svg = drawn(history, picture(history, "heatmap", "hours.svg"));
  CHECK(count(svg, "active 100% of the covered time</title>") + count(svg, "of the covered time</title>") > 0);
  CHECK(count(svg, ": not covered</title>") + count(svg, "% of the covered time</title>") == 168);
  for (const char* part : {">0%<", ">50%<", ">100%<", ">not covered<", ">Mon<", ">Sun<", ">21:00<"})
    CHECK_MESSAGE(has(svg, part), part);
}

TEST_CASE("a page has the picture in it and needs nothing else") {
  WrittenHistory history;
  write_friday(history);
  const std::string page = drawn(history, picture(history, "timeline", "day.html"));
  CHECK(page.starts_with("<!doctype html>\n"));
  CHECK(has(page, "<meta charset=\"utf-8\">"));
  CHECK(has(page, "<svg "));
  for (const char* part : {"<script", "src=", "href=", "@import", "https://"})
    CHECK_FALSE_MESSAGE(has(page, part), part);
}

TEST_CASE("what users wrote is text in a picture, never a part of it") {
  WrittenHistory history;
  write_friday(history);
  history.script.seen({base::UserId{"U0LEE0001"}, "<b>&\"lee\"\x1b[2J", "", "", false, false});
  history.commit("15:00");
  const std::string svg = drawn(history, picture(history, "timeline", "evil.svg"));
  CHECK(has(svg, "&lt;b&gt;&amp;&quot;lee&quot;\\x1b[2J"));
  CHECK_FALSE(has(svg, "<b>"));
  CHECK_FALSE(has(svg, "\x1b"));
}

TEST_CASE("a picture overwrites nothing, and needs a name that says what it is") {
  WrittenHistory history;
  write_friday(history);
  const Request request = picture(history, "timeline", "kept.svg");
  const std::string before = drawn(history, request);
  const Answer again = history.ask(request);
  CHECK(again.status == ExitStatus::failed);
  CHECK(again.said.front().ends_with("kept.svg already exists; not overwritten"));
  CHECK(content_of(*request.to) == before);
  const Answer png = history.ask(picture(history, "timeline", "day.png"));
  CHECK(png.status == ExitStatus::usage);
  CHECK(has(png.said.front(), "must end in .svg or .html"));
  Request csv = picture(history, "timeline", "other.svg");
  csv.format = rendering::Format::csv;
  CHECK(history.ask(csv).status == ExitStatus::usage);
  CHECK_FALSE(std::filesystem::exists(*csv.to));
}

}  // namespace
}  // namespace presenced::commands::test
