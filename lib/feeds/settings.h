// What an engine and its feeds know of their workspace when they are made. Plain data.
#pragma once

#include <string>

#include "base/time.h"
#include "session/connect_pacer.h"
#include "session/connection.h"
#include "session/reconnect.h"
#include "watch/members.h"
#include "watch/plan.h"

namespace presenced::feeds {

struct Settings {
  std::string workspace;  // its name in the configuration
  watch::SharedWatchlist watchlist;
  bool appear_away = true;                         // hide our own green dot
  base::Millis audit_interval{30 * 60'000};        // 0: no audit
  base::Millis sample_interval{60'000};            // of those for whom the sets have no room: a whole round
  base::Millis resolve_interval{6 * 60 * 60'000};  // the names of the watchlist are looked up again
  watch::PlanLimits plan;
  session::Limits limits;
  session::ReconnectPolicy reconnect;
  session::PacePolicy pace;
  std::size_t max_uncommitted = 50'000;  // records handed to the store and not yet durable; past it nothing is claimed
};

}  // namespace presenced::feeds
