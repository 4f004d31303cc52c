// What the tests and the measurement of large workspaces look at: in the history, at Slack, at the daemon.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "fake_slack/crowd.h"
#include "integration/installation.h"

namespace presenced::test {

// The rows that "SELECT count(*) FROM <what>" counts; 0 while there is no history.
std::size_t count(const Installation& here, std::string_view what);

// Presence and status that are covered now: open spans.
std::size_t presence_covered(const Installation& here, std::string_view mode);  // "subscribed", "sampled"
std::size_t status_covered(const Installation& here);

// For each socket at Slack: whom it is subscribed to, and how many presence_sub frames came on it.
struct Subscribed {
  std::set<base::UserId> ids;
  std::uint64_t frames = 0;
};
std::map<fake_slack::SocketId, Subscribed> sockets(Installation& here);

// The sockets on which more presence_sub frames have come than in `before`.
std::set<fake_slack::SocketId> touched(Installation& here, const std::map<fake_slack::SocketId, Subscribed>& before);

// Carries the waves out in their time, and returns after the last.
void flood(Installation& here, const std::vector<fake_slack::Wave>& waves);

// The most that the daemon has had in memory, in kilobytes: VmHWM.
std::size_t peak_resident_kb(pid_t daemon);

}  // namespace presenced::test
