// The settings that can change while a daemon runs, drawn: in the beginning, and by the operator.
#pragma once

#include <array>

#include "feeds/settings.h"
#include "sim/draws.h"

namespace presenced::sim {

// Samples are no rarer than what honesty.cpp expects of them.
inline feeds::Tuning draw_tuning(base::Random& random) {
  constexpr std::array kAudits{base::Millis{0}, base::Millis{2 * 60'000}, base::Millis{10 * 60'000},
                               base::Millis{30 * 60'000}};
  constexpr std::array kSamples{base::Millis{20'000}, base::Millis{60'000}};
  constexpr std::array kNames{base::Millis{5 * 60'000}, base::Millis{20 * 60'000}, base::Millis{60 * 60'000}};
  feeds::Tuning tuning;
  tuning.appear_away = !one_in(random, 3);
  tuning.audit_interval = kAudits[random.below(kAudits.size())];
  tuning.sample_interval = kSamples[random.below(kSamples.size())];
  tuning.resolve_interval = kNames[random.below(kNames.size())];
  tuning.max_sockets = 1 + random.below(4);
  return tuning;
}

}  // namespace presenced::sim
