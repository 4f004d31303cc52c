// Whether recorded coverage lies within what could be heard, and within what was to be watched (honesty.h).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/honesty.h"

namespace presenced::sim {

struct Claimed {
  std::vector<test::RecordedSpan> coverage;
  std::string who;
  // Whether coverage that reaches no further than `reached` may yet end at `end`: with an answer of that moment.
  std::function<bool(base::WallTime reached, base::WallTime end)> ends_with_an_answer;
};

// Whether all of it lies within these spans.
void check_within(const Evidence& evidence, const Claimed& claimed, std::vector<ReachSpan> spans, const char* invariant,
                  Findings& findings);

// Whether it reaches from one sample to another and no further. `most`: how far apart the two may be.
using MostBetween = std::function<base::Millis(base::MonoTime from, base::MonoTime to)>;
void check_samples(const Evidence& evidence, const Claimed& claimed, const std::vector<Sample>& samples,
                   const MostBetween& most, Findings& findings);

}  // namespace presenced::sim
