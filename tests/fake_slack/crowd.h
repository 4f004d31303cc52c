// A workspace as large as one likes, for measurements: made-up people, their groups and channels, and a flood of
// presence changes. Pure: the same seed, the same crowd.
#pragma once

#include <cstdint>
#include <vector>

#include "base/time.h"
#include "fake_slack/groups.h"
#include "fake_slack/person.h"

namespace presenced::fake_slack {

struct Gatherings {
  std::vector<Usergroup> usergroups;
  std::vector<Channel> channels;
};

// person1@example.com and so on, in several time zones, a third of them active, some with a status. Every fiftieth is a
// guest from another workspace, whose id begins with W.
std::vector<Person> crowd(int people, std::uint64_t seed);

// So many user groups (@group1..., 5 to 60 members) and channels (#channel1..., up to a tenth of all people; every
// fourth is private, every tenth archived), with our bot in each channel.
Gatherings gatherings_of(const std::vector<Person>& people, int usergroups, int channels, std::uint64_t seed);

// People who change at the same moment, each to what they were not before.
struct Wave {
  base::Millis after{};  // the beginning of the flood
  std::vector<base::UserId> active;
  std::vector<base::UserId> away;
};

// `changes` of these people, one wave every 20 ms, spread evenly over `length`; nobody twice in a wave. They must be
// as `people` says when it begins.
std::vector<Wave> plan_flood(const std::vector<Person>& people, int changes, base::Millis length, std::uint64_t seed);

}  // namespace presenced::fake_slack
