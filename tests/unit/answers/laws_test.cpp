// Laws that hold for every history, window and zone: what is drawn by rapidcheck is compared with moments counted one
// by one.
#include <rapidcheck.h>

#include <array>
#include <cstdint>
#include <map>
#include <set>

#include "answers/answers.h"
#include "answers/group_times.h"
#include "unit/answers/samples.h"

// Before doctest: both name a macro CHECK-like, and rapidcheck's failures are told through its message.
#include <doctest/doctest.h>

namespace presenced::answers {
namespace {

using namespace time;
using history::intersection;
using history::Span;
using history::Window;

// Times are 0..kEnd milliseconds, so that a few spans meet, touch and overlap often, and every moment can be counted.
constexpr std::int64_t kEnd = 60;

std::int64_t drawn_time() { return *rc::gen::inRange<std::int64_t>(0, kEnd + 1); }

SpanSet drawn_set() {
  std::vector<Span> spans;
  const int count = *rc::gen::inRange(0, 7);
  for (int i = 0; i < count; ++i) spans.push_back(span(drawn_time(), drawn_time()));
  return SpanSet(std::move(spans));
}

Window drawn_window() {
  const std::int64_t from = *rc::gen::inRange<std::int64_t>(0, kEnd);
  return span(from, *rc::gen::inRange<std::int64_t>(from + 1, kEnd + 1));
}

FacetHistory drawn_history() {
  FacetHistory history;
  bool active = *rc::gen::arbitrary<bool>();
  for (std::int64_t at = *rc::gen::inRange<std::int64_t>(0, 12); at < kEnd;
       at += *rc::gen::inRange<std::int64_t>(0, 12)) {
    history.changes.push_back(change(at, active ? kActive : kAway));
    active = !active;
    if (history.changes.size() > 60) break;  // a step of 0 makes two changes in one moment
  }
  // Often whole: what depends on several neighbours is rare where coverage is in pieces.
  const SpanSet covered_set = *rc::gen::arbitrary<bool>() ? SpanSet{span(0, kEnd)} : drawn_set();
  for (const Span& piece : covered_set.spans()) history.coverage.push_back({piece.from, piece.to, {}, {}});
  return history;
}

// The state at a moment, the long way.
std::optional<base::State> counted(const FacetHistory& history, base::WallTime at) {
  std::optional<base::State> state;
  for (const auto& item : history.changes)
    if (item.at <= at) state = item.after;
  for (const auto& item : history.coverage)
    if (item.from <= at && at < *item.to) return state;
  return std::nullopt;
}

void law(const char* what, const std::function<void()>& property) {
  const bool holds = rc::check(what, property);
  CHECK_MESSAGE(holds, what);
}

bool well_formed(const SpanSet& set) {
  for (std::size_t i = 0; i < set.spans().size(); ++i)
    if (set.spans()[i].empty() || (i > 0 && set.spans()[i].from <= set.spans()[i - 1].to)) return false;
  return true;
}

TEST_CASE("sets of spans behave like sets of moments") {
  law("every operation, moment by moment", [] {
    const SpanSet a = drawn_set();
    const SpanSet b = drawn_set();
    const Window window = drawn_window();
    const std::array<SpanSet, 5> results{union_of(a, b), intersection(a, b), difference(a, b), complement(a, window),
                                         clip(a, window)};
    for (const SpanSet& result : results) RC_ASSERT(well_formed(result));
    for (std::int64_t i = -1; i <= kEnd; ++i) {
      const base::WallTime at = ms(i);
      RC_ASSERT(results[0].contains(at) == (a.contains(at) || b.contains(at)));
      RC_ASSERT(results[1].contains(at) == (a.contains(at) && b.contains(at)));
      RC_ASSERT(results[2].contains(at) == (a.contains(at) && !b.contains(at)));
      RC_ASSERT(results[3].contains(at) == (window.contains(at) && !a.contains(at)));
      RC_ASSERT(results[4].contains(at) == (window.contains(at) && a.contains(at)));
    }
  });
  law("the laws of the algebra", [] {
    const SpanSet a = drawn_set();
    const SpanSet b = drawn_set();
    const SpanSet c = drawn_set();
    const Window window = drawn_window();
    RC_ASSERT(union_of(a, b) == union_of(b, a));
    RC_ASSERT(intersection(a, union_of(b, c)) == union_of(intersection(a, b), intersection(a, c)));
    RC_ASSERT(difference(a, b) == intersection(a, complement(b, span(-1, kEnd + 1))));
    RC_ASSERT(complement(complement(a, window), window) == clip(a, window));
    RC_ASSERT(complement(union_of(a, b), window) == intersection(complement(a, window), complement(b, window)));
    RC_ASSERT(union_of(a, b).length() + intersection(a, b).length() == a.length() + b.length());
    RC_ASSERT(union_of(difference(a, b), intersection(a, b)) == a);
  });
  law("filling adds nothing but short holes, and all of them", [] {
    const SpanSet a = drawn_set();
    const base::Millis shortest{*rc::gen::inRange<std::int64_t>(0, 20)};
    const SpanSet full = filled(a, shortest);
    RC_ASSERT(well_formed(full));
    RC_ASSERT(difference(a, full).empty());
    for (std::size_t i = 1; i < full.spans().size(); ++i)
      RC_ASSERT(full.spans()[i].from - full.spans()[i - 1].to >= shortest);
    RC_ASSERT(filled(full, shortest) == full);
  });
}

void assert_tiles(const Timeline& timeline, Window window) {
  RC_ASSERT(!timeline.empty());
  RC_ASSERT(timeline.front().span.from == window.from);
  RC_ASSERT(timeline.back().span.to == window.to);
  for (std::size_t i = 0; i < timeline.size(); ++i) {
    RC_ASSERT(!timeline[i].span.empty());
    if (i == 0) continue;
    RC_ASSERT(timeline[i - 1].span.to == timeline[i].span.from);
    RC_ASSERT(timeline[i - 1].state != timeline[i].state);
  }
}

TEST_CASE("timelines tile their window with the states counted moment by moment") {
  law("active + away + unknown = the window", [] {
    const FacetHistory history = drawn_history();
    const Window window = drawn_window();
    const Timeline states = timeline(history, window, ms(kEnd));
    assert_tiles(states, window);
    RC_ASSERT(shares(states).window() == window.length());
    for (const auto& stretch : states)
      for (base::WallTime at = stretch.span.from; at < stretch.span.to; at += base::Millis{1}) {
        RC_ASSERT(stretch.state == counted(history, at));
        RC_ASSERT(at_moment(history, at, ms(kEnd)).state == stretch.state);
      }
  });
  law("two windows side by side say what one window over both says", [] {
    const FacetHistory history = drawn_history();
    const Window window = drawn_window();
    const Smoothing smoothing{base::Millis{*rc::gen::inRange(0, 8)}, base::Millis{*rc::gen::inRange(0, 8)}};
    const base::WallTime cut = window.from + window.length() / 2;
    Shares sum = shares(timeline(history, {window.from, cut}, ms(kEnd), smoothing));
    sum += shares(timeline(history, {cut, window.to}, ms(kEnd), smoothing));
    RC_ASSERT(sum == shares(timeline(history, window, ms(kEnd), smoothing)));
  });
}

TEST_CASE("smoothing moves time between active and away, and nothing else") {
  law("it tiles, keeps the unknown in its place, and flaps merged twice are merged once", [] {
    const FacetHistory history = drawn_history();
    const Window window = drawn_window();
    const Smoothing flaps{base::Millis{*rc::gen::inRange(1, 12)}, base::Millis{0}};
    const Smoothing both{flaps.merge_flaps, base::Millis{*rc::gen::inRange(1, 12)}};
    const Timeline plain = timeline(history, window, ms(kEnd));
    for (const Smoothing& smoothing : {flaps, both}) {
      const Timeline corrected = timeline(history, window, ms(kEnd), smoothing);
      assert_tiles(corrected, window);
      RC_ASSERT(moments(corrected, std::nullopt) == moments(plain, std::nullopt));
    }
    const Timeline once = smoothed(plain, flaps);
    RC_ASSERT(smoothed(once, flaps) == once);
  });
  law("the grace only takes active time off", [] {
    const Timeline plain = timeline(drawn_history(), drawn_window(), ms(kEnd));
    const Timeline corrected = smoothed(plain, {base::Millis{0}, base::Millis{*rc::gen::inRange(1, 12)}});
    RC_ASSERT(difference(moments(corrected, kActive), moments(plain, kActive)).empty());
  });
  law("what is needed around a window is enough: knowing more changes nothing", [] {
    const FacetHistory history = drawn_history();
    const Window window = drawn_window();
    const Smoothing smoothing{base::Millis{*rc::gen::inRange(0, 12)}, base::Millis{*rc::gen::inRange(0, 12)}};
    Timeline whole = smoothed(timeline(history, span(-100, kEnd + 100), ms(kEnd)), smoothing);
    const Timeline corrected = timeline(history, window, ms(kEnd), smoothing);
    for (const auto& state : std::vector<std::optional<base::State>>{kActive, kAway, std::nullopt})
      RC_ASSERT(moments(corrected, state) == clip(moments(whole, state), window));
  });
}

const std::vector<std::string> kZones{"Europe/Berlin", "America/New_York", "Asia/Kolkata",     "Australia/Lord_Howe",
                                      "Africa/Cairo",  "America/Havana",   "America/Santiago", "UTC"};

// A window of up to ten days, near a change of the clocks or anywhere in 2026.
Window drawn_days() {
  const auto start = utc(2026, 1, 1) + std::chrono::minutes{*rc::gen::inRange(0, 365 * 24 * 60)};
  return {start, start + std::chrono::minutes{*rc::gen::inRange(1, 10 * 24 * 60)}};
}

template <class Slices>
void assert_slices_tile(const Slices& slices, Window window) {
  RC_ASSERT(!slices.empty());
  RC_ASSERT(slices.front().span.from == window.from);
  RC_ASSERT(slices.back().span.to == window.to);
  for (std::size_t i = 0; i < slices.size(); ++i) {
    RC_ASSERT(!slices[i].span.empty());
    if (i > 0) RC_ASSERT(slices[i - 1].span.to == slices[i].span.from);
  }
}

TEST_CASE("the calendar tiles every window, in every zone") {
  law("days, weeks and hours", [] {
    const auto in = zone(*rc::gen::elementOf(kZones));
    const Window window = drawn_days();
    assert_slices_tile(days(*in, window), window);
    assert_slices_tile(weeks(*in, window), window);
    assert_slices_tile(hours(*in, window), window);
    for (const Slice& day : days(*in, window)) {
      RC_ASSERT(date_at(*in, day.span.from) == day.first);
      RC_ASSERT(date_at(*in, day.span.to - base::Millis{1}) == day.first);
    }
    for (const Slice& week : weeks(*in, window)) RC_ASSERT(weekday_of(week.first) == 0u);
    for (const HourSlice& hour : hours(*in, window)) {
      const auto shown = local(*in, hour.span.to - base::Millis{1}).time_since_epoch();
      RC_ASSERT(std::chrono::floor<std::chrono::hours>(shown).count() % 24 == hour.hour);
      RC_ASSERT(hour.span.length() <= std::chrono::hours{1});
    }
  });
  law("a local time leads back to its moments", [] {
    const auto in = zone(*rc::gen::elementOf(kZones));
    const base::WallTime at = drawn_days().from;
    const auto found = moments_of(*in, local(*in, at));
    RC_ASSERT(std::find(found.begin(), found.end(), at) != found.end());
    RC_ASSERT(first_moment(*in, local(*in, at)) == found.front());
  });
}

// A year of changes and breaks over the window, minutes apart.
FacetHistory drawn_days_of(Window window) {
  FacetHistory history;
  bool active = true;
  for (base::WallTime at = window.from - std::chrono::hours{1}; at < window.to;
       at += std::chrono::minutes{*rc::gen::inRange(1, 600)}) {
    history.changes.push_back(change(at, at, active ? kActive : kAway, history::Source::push));
    active = !active;
  }
  for (base::WallTime at = window.from; at < window.to;) {
    const base::WallTime to = at + std::chrono::minutes{*rc::gen::inRange(1, 2000)};
    history.coverage.push_back({at, to, {}, {}});
    at = to + std::chrono::minutes{*rc::gen::inRange(0, 300)};
  }
  return history;
}

TEST_CASE("summaries and heatmaps add up to the window, over every change of the clocks") {
  law("by day, by week and by hour", [] {
    const auto in = zone(*rc::gen::elementOf(kZones));
    const Window window = drawn_days();
    const Timeline states = timeline(drawn_days_of(window), window, window.to);
    for (const auto& slices : {days(*in, window), weeks(*in, window), uncut(*in, window)}) {
      const auto answers = summarise(states, slices);
      Shares sum;
      for (std::size_t i = 0; i < slices.size(); ++i) {
        RC_ASSERT(answers[i].shares.window() == slices[i].span.length());
        RC_ASSERT(answers[i].first_active.has_value() == (answers[i].shares.active > base::Millis{0}));
        sum += answers[i].shares;
      }
      RC_ASSERT(sum == shares(states));
    }
    Heatmap heatmap;
    const auto slices = hours(*in, window);
    HeatmapOfOne one(heatmap, slices);
    for (const Stretch& stretch : states) one.add(stretch.span, presence_of(stretch.state));
    Shares sum{base::Millis{0}, base::Millis{0}, heatmap.unknown};
    for (const auto& day : heatmap.cells)
      for (const HeatCell& cell : day) sum += {cell.active, cell.covered - cell.active, base::Millis{0}};
    RC_ASSERT(sum == shares(states));
  });
}

TEST_CASE("overlap divides the window with the time in which somebody was away") {
  law("together, undecided, and nothing twice", [] {
    const Window window = drawn_window();
    std::vector<Timeline> timelines;
    for (int i = *rc::gen::inRange(1, 4); i > 0; --i) timelines.push_back(timeline(drawn_history(), window, ms(kEnd)));
    OverlapAnswer answer{{window}, {}};
    for (const Timeline& states : timelines) add(answer, states, {window});
    SpanSet somebody_away;
    for (const auto& states : timelines) somebody_away = union_of(somebody_away, moments(states, kAway));
    RC_ASSERT(answer.together.length() + answer.undecided.length() + somebody_away.length() == window.length());
    RC_ASSERT(intersection(answer.together, answer.undecided).empty());
    for (const auto& states : timelines) RC_ASSERT(difference(answer.together, moments(states, kActive)).empty());
  });
  law("a clipped timeline has the same states, in the kept time alone", [] {
    const Window window = drawn_window();
    const Timeline states = timeline(drawn_history(), window, ms(kEnd));
    const SpanSet kept = clip(moments(timeline(drawn_history(), window, ms(kEnd)), kActive), window);
    const Timeline parts = clipped(states, kept);
    for (const auto& state : {std::optional<base::State>(kActive), std::optional<base::State>(kAway), {}})
      RC_ASSERT(moments(parts, state) == intersection(moments(states, state), kept));
    RC_ASSERT(shares(parts).window() == kept.length());
  });
  law("gaps are the unwatched time", [] {
    const FacetHistory history = drawn_history();
    const Window window = drawn_window();
    std::vector<Span> found;
    for (const Gap& gap : gaps(history.coverage, window, ms(kEnd))) found.push_back(gap.span);
    RC_ASSERT(SpanSet(found) == complement(covered_time(history.coverage, ms(kEnd)), window));
  });
}

}  // namespace
}  // namespace presenced::answers
