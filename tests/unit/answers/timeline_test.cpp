#include "answers/timeline.h"

#include <doctest/doctest.h>

#include "answers/smoothing.h"
#include "unit/answers/samples.h"

namespace presenced::answers {
namespace {

using namespace time;
using history::Span;
using history::Window;

constexpr base::WallTime kAliveUntil = base::wall_from_unix_ms(1'000'000);

Timeline presence(std::initializer_list<std::pair<Span, std::optional<base::State>>> stretches) {
  Timeline result;
  for (const auto& [where, state] : stretches) result.push_back({where, state});
  return result;
}

TEST_CASE("the state at the start of a window comes from before it") {
  const FacetHistory history{{change(10, kActive)}, {covered(10, 500)}};
  CHECK(timeline(history, span(100, 200), kAliveUntil) == presence({{span(100, 200), kActive}}));
}

TEST_CASE("time that is not covered is unknown, and an equal state on both sides does not bridge it") {
  const FacetHistory history{{change(10, kActive)}, {covered(10, 50), covered(60, 90)}};
  CHECK(timeline(history, span(0, 100), kAliveUntil) == presence({{span(0, 10), std::nullopt},
                                                                  {span(10, 50), kActive},
                                                                  {span(50, 60), std::nullopt},
                                                                  {span(60, 90), kActive},
                                                                  {span(90, 100), std::nullopt}}));
}

TEST_CASE("covered time before the first observation is unknown") {
  const FacetHistory history{{change(30, kAway)}, {covered(10, 90)}};
  CHECK(timeline(history, span(0, 50), kAliveUntil) == presence({{span(0, 30), std::nullopt}, {span(30, 50), kAway}}));
}

TEST_CASE("a person without a single transition is there, and unknown") {
  CHECK(timeline(FacetHistory{}, span(0, 50), kAliveUntil) == presence({{span(0, 50), std::nullopt}}));
  CHECK(timeline(FacetHistory{{}, {covered(0, std::nullopt)}}, span(0, 50), kAliveUntil) ==
        presence({{span(0, 50), std::nullopt}}));
}

TEST_CASE("what is open is known up to the last mark of life and no further") {
  const FacetHistory history{{change(10, kActive)}, {covered(10, std::nullopt)}};
  CHECK(timeline(history, span(0, 100), ms(70)) ==
        presence({{span(0, 10), std::nullopt}, {span(10, 70), kActive}, {span(70, 100), std::nullopt}}));
}

TEST_CASE("of several changes in one millisecond the last one counts") {
  const FacetHistory history{{change(10, kActive), change(20, kAway), change(20, kActive), change(20, kAway)},
                             {covered(10, 90)}};
  CHECK(timeline(history, span(10, 50), kAliveUntil) == presence({{span(10, 20), kActive}, {span(20, 50), kAway}}));
}

TEST_CASE("a change outside coverage shows as soon as coverage begins") {
  const FacetHistory history{{change(10, kActive), change(55, kAway)}, {covered(10, 50), covered(60, 90)}};
  CHECK(timeline(history, span(40, 70), kAliveUntil) ==
        presence({{span(40, 50), kActive}, {span(50, 60), std::nullopt}, {span(60, 70), kAway}}));
}

TEST_CASE("spans of coverage that touch are one") {
  const FacetHistory history{{change(10, kActive)}, {covered(10, 50), covered(50, 90)}};
  CHECK(timeline(history, span(10, 90), kAliveUntil) == presence({{span(10, 90), kActive}}));
}

TEST_CASE("a status has the same timeline") {
  const base::Status lunch{"lunch", ":pizza:", std::nullopt};
  FacetHistory history;
  history.changes = {change(ms(10), ms(10), base::Status{}, history::Source::first),
                     change(ms(20), ms(20), lunch, history::Source::push)};
  history.coverage = {covered(10, 40)};
  const Timeline got = timeline(history, span(0, 50), kAliveUntil);
  REQUIRE(got.size() == 4);
  CHECK(got[1].state == base::State{base::Status{}});
  CHECK(got[2].span == span(20, 40));
  CHECK(got[2].state == base::State{lunch});
  CHECK(got[3].state == std::nullopt);
}

TEST_CASE("the shares add up to the window") {
  const FacetHistory history{{change(10, kActive), change(30, kAway)}, {covered(10, 90)}};
  const Shares sum = shares(timeline(history, span(0, 100), kAliveUntil));
  CHECK(sum.active == base::Millis{20});
  CHECK(sum.away == base::Millis{60});
  CHECK(sum.unknown == base::Millis{20});
  CHECK(sum.window() == base::Millis{100});
}

TEST_CASE("merge-flaps: a short away between two actives becomes active, then a short active between two aways away") {
  const Smoothing smoothing{base::Millis{5}, base::Millis{0}};
  const Timeline flapping = presence({{span(0, 20), kActive},
                                      {span(20, 22), kAway},
                                      {span(22, 24), kActive},
                                      {span(24, 40), kAway},
                                      {span(40, 43), kActive},
                                      {span(43, 60), kAway}});
  CHECK(smoothed(flapping, smoothing) == presence({{span(0, 24), kActive}, {span(24, 60), kAway}}));
}

TEST_CASE("merge-flaps: next to unknown time nothing is a flap, and unknown is never overlooked") {
  const Smoothing smoothing{base::Millis{100}, base::Millis{0}};
  const Timeline broken = presence({{span(0, 20), kActive},
                                    {span(20, 22), kAway},
                                    {span(22, 24), std::nullopt},
                                    {span(24, 30), kActive},
                                    {span(30, 31), kAway}});
  CHECK(smoothed(broken, smoothing) == broken);
}

TEST_CASE("merge-flaps: exactly as long is no flap") {
  const Timeline stretches = presence({{span(0, 20), kActive}, {span(20, 25), kAway}, {span(25, 40), kActive}});
  CHECK(smoothed(stretches, {base::Millis{5}, base::Millis{0}}) == stretches);
  CHECK(smoothed(stretches, {base::Millis{6}, base::Millis{0}}) == presence({{span(0, 40), kActive}}));
}

TEST_CASE("idle-grace: an away that follows active began earlier, but not before that active") {
  const Smoothing smoothing{base::Millis{0}, base::Millis{10}};
  CHECK(smoothed(presence({{span(0, 50), kActive}, {span(50, 60), kAway}}), smoothing) ==
        presence({{span(0, 40), kActive}, {span(40, 60), kAway}}));
  CHECK(smoothed(presence({{span(0, 30), kAway}, {span(30, 37), kActive}, {span(37, 60), kAway}}), smoothing) ==
        presence({{span(0, 60), kAway}}));
}

TEST_CASE("idle-grace: active that goes on or ends in the unknown keeps its time") {
  const Smoothing smoothing{base::Millis{0}, base::Millis{10}};
  const Timeline unseen = presence({{span(0, 50), kActive}, {span(50, 60), std::nullopt}, {span(60, 70), kAway}});
  CHECK(smoothed(unseen, smoothing) == unseen);
  const Timeline lasting = presence({{span(0, 50), kAway}, {span(50, 60), kActive}});
  CHECK(smoothed(lasting, smoothing) == lasting);
}

TEST_CASE("idle-grace: an away shortly after the window reaches into it") {
  const FacetHistory history{{change(0, kActive), change(104, kAway)}, {covered(0, 500)}};
  const Smoothing smoothing{base::Millis{0}, base::Millis{10}};
  CHECK(timeline(history, span(50, 100), kAliveUntil, smoothing) ==
        presence({{span(50, 94), kActive}, {span(94, 100), kAway}}));
}

TEST_CASE("merge-flaps: a flap across the window's edge is a flap") {
  const FacetHistory history{{change(0, kActive), change(98, kAway), change(102, kActive)}, {covered(0, 500)}};
  const Smoothing smoothing{base::Millis{5}, base::Millis{0}};
  CHECK(timeline(history, span(50, 100), kAliveUntil, smoothing) == presence({{span(50, 100), kActive}}));
  CHECK(timeline(history, span(100, 150), kAliveUntil, smoothing) == presence({{span(100, 150), kActive}}));
}

TEST_CASE("merge-flaps: what makes a flap may itself hang on a flap that lies before the window") {
  FacetHistory history;
  history.changes = {change(80, kActive), change(88, kAway), change(95, kActive), change(102, kAway)};
  history.coverage = {covered(0, 500)};
  const Smoothing smoothing{base::Millis{10}, base::Millis{0}};
  CHECK(timeline(history, span(100, 150), kAliveUntil, smoothing) ==
        presence({{span(100, 102), kActive}, {span(102, 150), kAway}}));
}

TEST_CASE("now is the last mark of life while the recorder is alive, else the clock's now") {
  history::Recorder recorder;
  recorder.alive_at = ms(100'000);
  CHECK(present(recorder, ms(100'000)) == ms(100'000));
  CHECK(present(recorder, ms(109'000)) == ms(100'000));
  CHECK(present(recorder, ms(120'000)) == ms(100'000));
  CHECK(present(recorder, ms(120'001)) == ms(120'001));
  CHECK(present(recorder, ms(99'000)) == ms(99'000));  // somebody set the clock back
  recorder.clean = true;
  CHECK(present(recorder, ms(101'000)) == ms(101'000));
}

}  // namespace
}  // namespace presenced::answers
