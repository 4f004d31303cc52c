#include "answers/answers.h"

#include <algorithm>

namespace presenced::answers {

using base::Presence;

namespace {

void count(SummaryAnswer& answer, std::optional<Presence> state, history::Span piece) {
  add(answer.shares, state, piece.length());
  if (state != Presence::active) return;
  if (!answer.first_active) answer.first_active = piece.from;
  answer.last_active = piece.to;
}

}  // namespace

std::vector<SummaryAnswer> summarise(const Timeline& timeline, const std::vector<time::Slice>& slices) {
  std::vector<SummaryAnswer> answers(slices.size());
  each_piece(timeline, slices, [&](std::size_t slice, std::optional<Presence> state, history::Span piece) {
    count(answers[slice], state, piece);
  });
  return answers;
}

void Summing::add(const history::Span& stretch, std::optional<Presence> side) {
  cutter_.cut(stretch,
              [&](std::size_t piece, history::Span shared) { count(answers_[pieces_[piece].answer], side, shared); });
}

std::optional<double> HeatCell::share() const {
  if (covered == base::Millis{0}) return std::nullopt;
  return static_cast<double>(active.count()) / static_cast<double>(covered.count());
}

Heatmap& Heatmap::operator+=(const Heatmap& other) {
  for (std::size_t weekday = 0; weekday < cells.size(); ++weekday)
    for (std::size_t hour = 0; hour < cells[weekday].size(); ++hour) {
      cells[weekday][hour].active += other.cells[weekday][hour].active;
      cells[weekday][hour].covered += other.cells[weekday][hour].covered;
    }
  unknown += other.unknown;
  people += other.people;
  return *this;
}

void HeatmapOfOne::add(const history::Span& stretch, std::optional<Presence> presence) {
  cutter_.cut(stretch, [&](std::size_t slice, history::Span piece) {
    HeatCell& cell = heatmap_.cells[slices_[slice].weekday][slices_[slice].hour];
    if (!presence) {
      heatmap_.unknown += piece.length();
      return;
    }
    cell.covered += piece.length();
    if (presence == Presence::active) cell.active += piece.length();
  });
}

void add(OverlapAnswer& overlap, const Timeline& timeline, const SpanSet& counted) {
  const SpanSet none_away =
      difference(union_of(overlap.together, overlap.undecided), moments(timeline, Presence::away));
  const SpanSet in_the_way = difference(counted, moments(timeline, Presence::active));
  overlap.together = difference(overlap.together, in_the_way);
  overlap.undecided = difference(none_away, overlap.together);
}

void add_any(OverlapAnswer& overlap, const Timeline& timeline) {
  overlap.together = union_of(overlap.together, moments(timeline, Presence::active));
  overlap.undecided = difference(union_of(overlap.undecided, moments(timeline, std::nullopt)), overlap.together);
}

std::vector<Gap> gaps(const std::vector<history::Covered>& coverage, history::Window window,
                      base::WallTime known_until) {
  std::vector<Gap> result;
  auto next = coverage.begin();
  const history::Covered* before = nullptr;  // the newest coverage that ended by the gap's beginning
  for (const history::Span& span : complement(covered_time(coverage, known_until), window).spans()) {
    for (; next != coverage.end() && next->to.value_or(known_until) <= span.from; ++next) before = &*next;
    const bool silent = before != nullptr && !before->to;
    result.push_back({span, before != nullptr ? before->reason : std::nullopt, silent});
  }
  return result;
}

}  // namespace presenced::answers
