// What of do-not-disturb and huddles changes without an event: how the judge reads it, and how long the history may not
// know of it.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <type_traits>

#include "base/facets.h"
#include "feeds/reminders.h"

namespace presenced::sim {

template <class State>
inline constexpr bool kChangesUnreported = std::is_same_v<State, base::Dnd> || std::is_same_v<State, base::Huddle>;

// What ends without an event is asked for after so long, and again until it is answered or not believed any longer; the
// clock may be wrong by a minute in both, and the last answer may take its time. A window that has ended by our clock,
// and not yet by Slack's, is asked for once more.
template <class State>
inline const base::Millis kUnreported = std::is_same_v<State, base::Dnd>
                                            ? feeds::Reminders::kStillEnded + feeds::Reminders::kGiveUp +
                                                  base::Millis{3 * 60'000}
                                            : *base::believed_for(base::Huddle::in) + feeds::Reminders::kGiveUp
                                                  + base::Millis{2 * 60'000};

inline std::string show(base::Huddle huddle) { return std::string(base::name_of(huddle)); }
inline std::string show(const base::Dnd& dnd) {
  const auto seconds = [](const std::optional<base::WallTime>& at) { return at ? base::unix_ms(*at) / 1000 : 0; };
  return fmt::format("{} {}..{}", dnd.enabled ? "enabled" : "", seconds(dnd.starts_at), seconds(dnd.ends_at));
}

// From when on, in this span, it reads otherwise than `shown`; empty: it does not. A window is Slack's, and a row of
// the history begins and ends with it, whatever our clock says.
inline std::optional<base::WallTime> reads_otherwise(const base::Dnd& dnd, const std::string& shown,
                                                     base::WallTime from, base::WallTime to) {
  base::WallTime at = from;
  const auto differs = [&] { return (dnd.on(at) ? "on" : "off") != shown; };
  for (const auto& turn : base::turns_of(dnd)) {
    if (differs()) return at;
    if (turn && *turn > at && *turn < to) at = *turn;
  }
  return differs() ? std::optional(at) : std::nullopt;
}

}  // namespace presenced::sim
