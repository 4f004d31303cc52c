// The settings that can change while a daemon runs, drawn: in the beginning, and by the operator.
#pragma once

#include <array>

#include "feeds/settings.h"
#include "sim/draws.h"

namespace presenced::sim {

// Whether RTM is used, and how fast presence is polled. One of them can be used at least.
inline void draw_feeds(base::Random& random, feeds::Tuning& tuning) {
  constexpr std::array kRtm{feeds::RtmUse::automatic, feeds::RtmUse::automatic, feeds::RtmUse::automatic,
                            feeds::RtmUse::automatic, feeds::RtmUse::automatic, feeds::RtmUse::automatic,
                            feeds::RtmUse::always,    feeds::RtmUse::never};
  constexpr std::array kPolls{45, 45, 45, 50, 50, 20, 20, 0};
  tuning.rtm = kRtm[random.below(kRtm.size())];
  tuning.polls_per_minute = kPolls[random.below(kPolls.size())];
  if (tuning.rtm == feeds::RtmUse::never && tuning.polls_per_minute == 0) tuning.polls_per_minute = 45;
}

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
  draw_feeds(random, tuning);
  return tuning;
}

}  // namespace presenced::sim
