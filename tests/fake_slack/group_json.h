// A user group's and a channel's record as the Web API and the events carry them.
#pragma once

#include <string>

#include "base/random.h"
#include "fake_slack/groups.h"
#include "fake_slack/options.h"

namespace presenced::fake_slack {

// usergroups.list names members when asked to; an event does so always, but cuts the list off at 500 (Slack's reference
// of subteam_updated). `user_count` is right in any case.
enum class Members : std::uint8_t { none, all, first_500 };

// Order of keys and the type of numbers vary with `random` as the options allow.
std::string usergroup_json(const Usergroup& group, Members members, const Options& options, base::Random& random);
std::string channel_json(const Channel& channel, bool is_member, const Options& options, base::Random& random);

}  // namespace presenced::fake_slack
