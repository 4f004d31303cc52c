// What an engine and its feeds know of their workspace when they are made. Plain data.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/time.h"
#include "session/connect_pacer.h"
#include "session/connection.h"
#include "session/reconnect.h"
#include "slack/encode.h"
#include "watch/members.h"
#include "watch/plan.h"

namespace presenced::feeds {

// Whether RTM is used.
enum class RtmUse : std::uint8_t {
  automatic,  // where Slack opens it to the token; else presence is polled
  always,     // presence is never polled
  never,      // it is not even tried
};

// What may change while the engine runs. It is passed whole and read where it is used, so that a further key is one
// line here and one row of the table that reads it (config/tuning_keys.h).
struct Tuning {
  RtmUse rtm = RtmUse::automatic;
  int polls_per_minute = 45;                                // calls of users.getPresence, 0 to 50; 0: no polling
  bool appear_away = true;                                  // hide our own green dot
  base::Millis audit_interval = std::chrono::minutes{30};   // 0: no audit
  std::size_t max_sockets = 4;                              // one subscription each
  base::Millis sample_interval = std::chrono::seconds{60};  // one round over everybody without a subscription
  base::Millis resolve_interval = std::chrono::hours{6};    // the names of the watchlist are looked up again
  // Not a key: the workspace has an app-level token, which opens Socket Mode. Whoever reads the configuration sets it.
  bool socket_mode = false;
  // Nor is this: the id of the team to record, where the configuration names it; else Slack is asked.
  std::string team;
  bool operator==(const Tuning&) const = default;
};

struct Settings {
  std::string workspace;  // its name in the configuration
  watch::SharedWatchlist watchlist;
  Tuning tuning;
  std::size_t ids_per_set = slack::kMaxIdsPerFrame;  // a subscription is one frame
  session::Limits limits;
  session::ReconnectPolicy reconnect;
  session::PacePolicy pace;
  // Bytes handed to the history and not yet durable: above it nothing is read from the sockets, until half of it is
  // left. A change is some 455 bytes on its way, so some 18,000 fit: enough to keep the writer busy.
  std::size_t uncommitted_mark = 8 * 1024 * 1024;

  watch::PlanLimits plan_limits() const { return {.sets = tuning.max_sockets, .ids = ids_per_set}; }
};

}  // namespace presenced::feeds
