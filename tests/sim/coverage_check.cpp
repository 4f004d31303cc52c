#include "sim/coverage_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "sim/journal.h"

namespace presenced::sim {
namespace {

using base::Millis;
using base::MonoTime;
using base::WallTime;

// A span of true time, by the recorded clock: from where on it begins at the earliest, and how far it reaches, as far
// as what arrives can be late, it or one that begins before it.
struct Within {
  WallTime from;
  WallTime to;
};

std::vector<Within> recorded(const Evidence& evidence, std::vector<ReachSpan> spans) {
  std::sort(spans.begin(), spans.end(), [](const ReachSpan& a, const ReachSpan& b) { return a.from < b.from; });
  std::vector<Within> all;
  for (const ReachSpan& span : spans) {
    const WallTime to = evidence.clock.at_most(span.to + evidence.network.around(span.to));
    all.push_back({evidence.clock.at_least(span.from), all.empty() ? to : std::max(to, all.back().to)});
  }
  return all;
}

// How far one comes from `start` without leaving them.
WallTime reached_from(WallTime start, const std::vector<Within>& spans) {
  for (WallTime reached = start;;) {
    const auto after = std::upper_bound(spans.begin(), spans.end(), reached,
                                        [](WallTime at, const Within& span) { return at < span.from; });
    if (after == spans.begin() || std::prev(after)->to <= reached) return reached;
    reached = std::prev(after)->to;
  }
}

// By both clocks: the daemon looks at its own.
Millis apart(const Evidence& evidence, MonoTime from, MonoTime to) {
  return std::min(to - from, evidence.clock.at_least(to) - evidence.clock.at_most(from));
}

}  // namespace

void check_within(const Evidence& evidence, const Claimed& claimed, std::vector<ReachSpan> spans, const char* invariant,
                  Findings& findings) {
  const std::vector<Within> within = recorded(evidence, std::move(spans));
  for (const test::RecordedSpan& covered : claimed.coverage) {
    const WallTime end = covered.ended_at.value_or(evidence.history.alive_at);
    const WallTime reached = reached_from(covered.started_at, within);
    if (reached < end && !claimed.ends_with_an_answer(reached, end))
      findings.add(invariant, fmt::format("{}: covered from {} to {} ({}), but nothing reaches beyond {}", claimed.who,
                                          clock_text(covered.started_at), clock_text(end), covered.end_reason,
                                          clock_text(reached)));
  }
}

void check_samples(const Evidence& evidence, const Claimed& claimed, const std::vector<Sample>& samples,
                   const MostBetween& most, Findings& findings) {
  std::vector<Within> within;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const MonoTime at = samples[i].arrived;
    const MonoTime next = i + 1 < samples.size() ? samples[i + 1].arrived : MonoTime::max();
    const bool goes_on = next != MonoTime::max() && apart(evidence, at, next) <= most(at, next);
    const WallTime to = std::max(evidence.clock.at_most(at), evidence.clock.at_most(goes_on ? next : at));
    within.push_back({evidence.clock.at_least(at), within.empty() ? to : std::max(to, within.back().to)});
  }
  for (const test::RecordedSpan& covered : claimed.coverage) {
    const WallTime end = covered.ended_at.value_or(evidence.history.alive_at);
    const WallTime reached = reached_from(covered.started_at, within);
    if (reached < end)
      findings.add("claimed", fmt::format("{}: sampled from {} to {} ({}, {}), but the samples reach only to {}",
                                          claimed.who, clock_text(covered.started_at), clock_text(end),
                                          covered.end_reason, covered.feed, clock_text(reached)));
  }
}

}  // namespace presenced::sim
