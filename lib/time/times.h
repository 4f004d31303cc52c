// Moments and windows as people write them: --since, --until, and the TIME of `at`. One parser for all; every form
// stands with an example in docs/QUERY.md.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "time/zone.h"

namespace presenced::time {

// What a relative or local time is relative to.
struct TimeContext {
  base::WallTime now;
  std::shared_ptr<const Zone> zone;  // local times without a zone of their own are times of this one; never null
  const Zones* zones = nullptr;      // for times that name one; never null
};

// The error is a sentence for the user that repeats what was written, escaped.
base::Result<base::WallTime, std::string> parse_time(std::string_view text, const TimeContext& context);

// `since` empty: the start of today. `until` empty: now. The error tells a reversed or empty window, too.
base::Result<history::Window, std::string> parse_window(const std::optional<std::string>& since,
                                                        const std::optional<std::string>& until,
                                                        const TimeContext& context);

// "2026-11-20 09:00:05", and where the zone's clocks show that twice, with the offset's abbreviation.
std::string readable_time(const Zone& zone, base::WallTime time);
// The same, or only "09:00:05" where `reference` is on the same date.
std::string readable_near(const Zone& zone, base::WallTime time, base::WallTime reference);
// "Fri 2026-11-20 00:00:00"
std::string readable_moment(const Zone& zone, base::WallTime time);
// "2026-11-20T09:00:05.123+01:00"
std::string rfc3339(const Zone& zone, base::WallTime time);
// "2026-11-20"
std::string readable_date(std::chrono::year_month_day date);
// "Mon", for 0.
std::string_view weekday_word(unsigned weekday);

}  // namespace presenced::time
