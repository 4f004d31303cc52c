// What an event or an answer tells of one person, in the one form in which the feeds take it, whatever it came in.
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/facets.h"
#include "slack/events.h"

namespace presenced::slack {

struct Report {
  base::UserId user;
  std::vector<base::State> states;       // each of another facet
  std::optional<std::int64_t> updated;   // Slack's time of the record's last change, UNIX seconds; empty: not told
  std::optional<std::int64_t> event_us;  // Slack's time of the event, in microseconds since 1970; empty: not told
  std::optional<base::Facet>
      about;  // the event is its own: it has become so at that time, all else at that time or before
  std::optional<base::WallTime> ends_at;  // by Slack's clock: a state may end or be followed by another one without
                                          // an event then
};

Report report_of(const User& user);
Report report_of(const UserChange& change);
Report report_of(const DndChange& change);

}  // namespace presenced::slack
