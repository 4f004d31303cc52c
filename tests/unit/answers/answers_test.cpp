#include "answers/answers.h"

#include <doctest/doctest.h>

#include "answers/group_times.h"
#include "unit/answers/samples.h"

namespace presenced::answers {
namespace {

using namespace time;
using history::Span;
using history::Window;

using history::Source;
using std::chrono_literals::operator""h;
using std::chrono_literals::operator""min;

constexpr base::WallTime kAlive = base::wall_from_unix_ms(1'000'000);

TEST_CASE("a change that was seen: exactly since then") {
  const FacetHistory history{{change(10, kAway), change(30, kActive)}, {covered(10, 90)}};
  const auto answer = at_moment(history, ms(50), kAlive);
  CHECK(answer.state == kActive);
  CHECK(answer.since == ms(30));
  CHECK(answer.certainty == Certainty::exact);
  CHECK_FALSE(answer.earliest);
}

TEST_CASE("a change found after a gap: between two moments") {
  FacetHistory history{{change(10, kAway), change(60, kActive)}, {covered(10, 40), covered(60, 90)}};
  history.changes[1].earliest = ms(40);
  history.changes[1].source = Source::resync;
  const auto answer = at_moment(history, ms(70), kAlive);
  CHECK(answer.since == ms(60));
  CHECK(answer.earliest == ms(40));
  CHECK(answer.certainty == Certainty::between);
}

TEST_CASE("the same state after a gap: since the end of the gap at the latest") {
  const FacetHistory history{{change(10, kAway)}, {covered(10, 40), covered(60, 90)}};
  const auto answer = at_moment(history, ms(70), kAlive);
  CHECK(answer.state == kAway);
  CHECK(answer.since == ms(60));
  CHECK(answer.certainty == Certainty::at_latest);
}

TEST_CASE("a first observation: since then at the latest") {
  FacetHistory history{{change(10, kAway)}, {covered(10, 40)}};
  history.changes[0].source = Source::first;
  CHECK(at_moment(history, ms(20), kAlive).certainty == Certainty::at_latest);
}

TEST_CASE("in a gap: unknown since its beginning, and what it was then") {
  const FacetHistory history{{change(10, kAway), change(30, kActive), change(60, kAway)},
                             {covered(10, 40), covered(60, 90)}};
  const auto answer = at_moment(history, ms(50), kAlive);
  CHECK(answer.state == std::nullopt);
  CHECK(answer.certainty == Certainty::unknown);
  CHECK(answer.since == ms(40));
  CHECK(answer.last_known == kActive);
}

TEST_CASE("open coverage counts up to the mark of life, and with that mark while it is now") {
  const history::Recorder recorder{ms(100), ms(0), false, ""};
  CHECK(known_until(recorder, ms(100)) == ms(101));
  CHECK(known_until(recorder, ms(150)) == ms(100));
  const FacetHistory history{{change(10, kAway), change(100, kActive)}, {covered(10, std::nullopt)}};
  const auto answer = at_moment(history, ms(100), ms(101));
  CHECK(answer.state == kActive);
  CHECK(answer.since == ms(100));
  CHECK(at_moment(history, ms(101), ms(101)).since == ms(101));
  CHECK(at_moment(history, ms(101), ms(101)).certainty == Certainty::unknown);
  CHECK(at_moment(history, ms(100), ms(100)).certainty == Certainty::unknown);
  const FacetHistory closed{{change(10, kAway)}, {covered(10, 100)}};
  CHECK(at_moment(closed, ms(100), ms(101)).certainty == Certainty::unknown);
}

TEST_CASE("spans of coverage that touch are one: a state goes on over their border, as certain as before") {
  const FacetHistory history{{change(10, kAway), change(30, kActive)}, {covered(10, 40), covered(40, 90)}};
  const auto answer = at_moment(history, ms(50), kAlive);
  CHECK(answer.state == kActive);
  CHECK(answer.since == ms(30));
  CHECK(answer.certainty == Certainty::exact);
}

TEST_CASE("coverage that begins with the last mark of life is no time, and the gap before it goes on") {
  const FacetHistory history{{change(10, kAway), change(60, kActive)}, {covered(10, 40), covered(60, std::nullopt)}};
  const auto answer = at_moment(history, ms(70), ms(60));
  CHECK(answer.certainty == Certainty::unknown);
  CHECK(answer.since == ms(40));
  CHECK(answer.last_known == kAway);
}

TEST_CASE("in a gap that began with the last change: unknown, and what that change made of it") {
  const FacetHistory read_from_its_newest_change{{change(40, kAway)}, {covered(10, 40)}};
  const auto answer = at_moment(read_from_its_newest_change, ms(50), kAlive);
  CHECK(answer.certainty == Certainty::unknown);
  CHECK(answer.since == ms(40));
  CHECK(answer.last_known == kAway);
}

TEST_CASE("before anything is known, and without history at all") {
  const FacetHistory history{{change(30, kActive)}, {covered(20, 90)}};
  CHECK(at_moment(history, ms(5), kAlive).since == std::nullopt);
  CHECK(at_moment(history, ms(25), kAlive).state == std::nullopt);
  CHECK(at_moment(FacetHistory{}, ms(25), kAlive).certainty == Certainty::unknown);
}

TEST_CASE("open coverage of a daemon that is gone: unknown since its last mark of life") {
  const FacetHistory history{{change(30, kActive)}, {covered(20, std::nullopt)}};
  CHECK(at_moment(history, ms(99), ms(100)).state == kActive);
  const auto answer = at_moment(history, ms(150), ms(100));
  CHECK(answer.state == std::nullopt);
  CHECK(answer.since == ms(100));
  CHECK(answer.last_known == kActive);
}

TEST_CASE("a summary by day over the day of 25 hours") {
  const auto berlin = zone("Europe/Berlin");
  const Window window{utc(2026, 10, 24, 22), utc(2026, 10, 26, 23)};  // Sunday and Monday
  FacetHistory history;
  history.changes = {change(utc(2026, 10, 25, 20), utc(2026, 10, 25, 20), kActive, Source::push),
                     change(utc(2026, 10, 26, 1), utc(2026, 10, 26, 1), kAway, Source::push),
                     change(utc(2026, 10, 26, 8), utc(2026, 10, 26, 8), kActive, Source::push),
                     change(utc(2026, 10, 26, 9), utc(2026, 10, 26, 9), kAway, Source::push)};
  history.coverage = {{utc(2026, 10, 25, 20), window.to, history::Mode::subscribed, history::EndReason::shutdown}};
  const auto answers = summarise(timeline(history, window, window.to), days(*berlin, window));
  REQUIRE(answers.size() == 2);
  CHECK(answers[0].shares == Shares{3h, 0h, 22h});
  CHECK(answers[0].shares.window() == 25h);
  CHECK(answers[0].first_active == utc(2026, 10, 25, 20));
  CHECK(answers[0].last_active == utc(2026, 10, 25, 23));
  CHECK(answers[1].shares == Shares{3h, 21h, 0h});
  CHECK(answers[1].first_active == utc(2026, 10, 25, 23));
  CHECK(answers[1].last_active == utc(2026, 10, 26, 9));
  const auto all = summarise(timeline(history, window, window.to), uncut(*berlin, window));
  REQUIRE(all.size() == 1);
  CHECK(all[0].shares == Shares{6h, 21h, 22h});
}

TEST_CASE("who was never active has no first and last") {
  const auto answers = summarise(timeline(FacetHistory{}, span(0, 100), kAlive), uncut(*zone("UTC"), span(0, 100)));
  REQUIRE(answers.size() == 1);
  CHECK_FALSE(answers[0].first_active);
  CHECK(answers[0].shares.unknown == base::Millis{100});
}

TEST_CASE("a heatmap counts active among covered, and adds people up") {
  const auto kolkata = zone("Asia/Kolkata");
  const Window window{utc(2026, 11, 16, 3, 30), utc(2026, 11, 16, 5, 30)};  // Monday 09:00 to 11:00
  const auto slices = hours(*kolkata, window);
  const auto add_person = [&](Heatmap& heatmap, base::WallTime until) {
    FacetHistory history;
    history.changes = {change(window.from, window.from, kActive, Source::push),
                       change(until, until, kAway, Source::push)};
    history.coverage = {{window.from, utc(2026, 11, 16, 5), history::Mode::subscribed, history::EndReason::shutdown}};
    HeatmapOfOne one(heatmap, slices);
    for (const Stretch& stretch : timeline(history, window, window.to))
      one.add(stretch.span, presence_of(stretch.state));
  };
  Heatmap heatmap;
  add_person(heatmap, utc(2026, 11, 16, 4));
  add_person(heatmap, utc(2026, 11, 16, 4, 30));
  CHECK(heatmap.cells[0][9].active == 90min);
  CHECK(heatmap.cells[0][9].covered == 120min);
  CHECK(heatmap.cells[0][9].share() == 0.75);
  CHECK(heatmap.cells[0][10].covered == 60min);
  CHECK(heatmap.cells[0][10].share() == 0.0);
  CHECK(heatmap.unknown == 60min);
  CHECK_FALSE(heatmap.cells[1][9].share());
}

TEST_CASE("overlap: together when all were seen active, undecided when nobody was seen away but not all seen") {
  const Timeline a{{span(0, 50), kActive}, {span(50, 100), kAway}};
  const Timeline b{{span(0, 10), std::nullopt}, {span(10, 30), kActive}, {span(30, 100), std::nullopt}};
  OverlapAnswer answer{{span(0, 100)}, {}};
  add(answer, a, {span(0, 100)});
  CHECK(answer.together == SpanSet{span(0, 50)});
  CHECK(answer.undecided.empty());
  add(answer, b, {span(0, 100)});
  CHECK(answer.together == SpanSet{span(10, 30)});
  CHECK(answer.undecided == SpanSet{span(0, 10), span(30, 50)});
}

TEST_CASE("overlap: who is not in the group at a moment is not in the way then") {
  const SpanSet counted{span(20, 60)};
  const Timeline a{{span(0, 100), kActive}};
  const Timeline b = clipped({{span(0, 40), kAway}, {span(40, 100), kActive}}, counted);
  OverlapAnswer answer{{span(0, 100)}, {}};
  add(answer, a, {span(0, 100)});
  add(answer, b, counted);
  CHECK(answer.together == SpanSet{span(0, 20), span(40, 100)});
  CHECK(answer.undecided.empty());
}

TEST_CASE("gaps say how the coverage before them ended") {
  std::vector<history::Covered> coverage{covered(0, 10), covered(20, 40), covered(40, 50), covered(60, std::nullopt)};
  coverage[1].reason = history::EndReason::timeout;
  coverage[2].reason = history::EndReason::crash;
  const auto found = gaps(coverage, span(5, 100), ms(80));
  REQUIRE(found.size() == 3);
  CHECK(found[0].span == span(10, 20));
  CHECK(found[0].reason == history::EndReason::goodbye);
  CHECK(found[1].span == span(50, 60));
  CHECK(found[1].reason == history::EndReason::crash);
  CHECK(found[2].span == span(80, 100));
  CHECK_FALSE(found[2].reason);
  CHECK(found[2].recorder_silent);
  const auto never = gaps({}, span(5, 100), ms(80));
  REQUIRE(never.size() == 1);
  CHECK_FALSE(never[0].recorder_silent);
}

}  // namespace
}  // namespace presenced::answers
