// One RTM socket as the fake Slack sees it.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_set>

#include "base/ids.h"
#include "base/time.h"
#include "fake_slack/options.h"
#include "fake_slack/pace.h"
#include "fake_slack/wire.h"

namespace presenced::fake_slack {

struct Socket {
  enum class Phase : std::uint8_t {
    refused,  // its url was no good: told so, and never anything else
    opening,  // 101 went out, hello did not
    live,     // hello went out
    leaving,  // goodbye went out; still served as before
    silent,   // half-open
  };

  SocketId id{};
  Phase phase = Phase::opening;
  base::MonoTime opened;
  bool batch_aware = false;
  std::unordered_set<base::UserId> subscribed;
  std::uint64_t subscriptions = 0;  // how often a presence_sub has set it
  Pace pace;
  bool warned = false;                        // it was told to slow down; at the next breach it is closed
  std::unordered_set<std::int64_t> ping_ids;  // to see that none comes twice
  std::optional<base::MonoTime> next_step;    // hello, goodbye or the close, by the phase
  std::int64_t refusal_code = 0;              // when refused: 1 the url had expired, 3 it was used before

  bool listening() const { return phase == Phase::live || phase == Phase::leaving; }
};

}  // namespace presenced::fake_slack
