// A working day of a small team, for demonstrations: who comes, meets, lunches and leaves when, what their status says
// meanwhile, who meets in huddles and wants no disturbance, who takes over the on-call and who comes together for an
// incident. Pure: the same seed, the same day.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "fake_slack/crowd.h"
#include "fake_slack/person.h"

namespace presenced::fake_slack {

std::vector<Person> small_team();  // a dozen, all away, in several time zones

// @on-call and @design, #general, #incidents and, without our bot in it, the private #leads.
Gatherings small_team_gatherings();

// A status within a day: when it runs out is counted from the moment it is set, for the day is planned before it
// begins.
struct PlannedStatus {
  std::string text;
  std::string emoji;
  base::Millis lasts{};  // 0: until it is changed
};

// Somebody comes into a user group or a channel, or leaves it.
struct Membership {
  std::string where;  // its id
  bool joins = true;
};

// A huddle that ends by itself; a do-not-disturb window, counted from the moment it is set.
struct PlannedHuddle {
  base::Millis lasts{};
};
struct PlannedDnd {
  base::Millis starts_in{};
  base::Millis lasts{};
};

struct DayEvent {
  base::Millis after{};  // the beginning of the day
  base::UserId user;
  std::variant<base::Presence, PlannedStatus, Membership, PlannedHuddle, PlannedDnd> what;
};

// In the order of time. `length` is what eight to six o'clock are pressed into.
std::vector<DayEvent> plan_day(const std::vector<Person>& team, base::Millis length, std::uint64_t seed);

}  // namespace presenced::fake_slack
