// What happened, as the Events API tells a modern app of it, and what became of the telling.
#pragma once

#include <cstdint>
#include <string>

#include "base/ids.h"
#include "base/time.h"
#include "fake_slack/wire.h"

namespace presenced::fake_slack {

struct AppEvent {
  enum class Fate : std::uint8_t {
    pending,
    acknowledged,  // by our client, in time
    swallowed,     // a second program got it and acknowledged it
    lost,          // Slack gave up after the last retry, or never sent it
  };

  std::string type;        // "user_status_changed"
  base::UserId user{};     // whom it is about; empty: nobody
  base::WallTime at{};     // its event_ts, but for the microseconds
  bool genuine = true;     // else noise, or of a foreign team: nothing of it is true of this workspace
  std::string event_id{};  // "Ev...": the same in every delivery
  Fate fate = Fate::pending;
  base::MonoTime settled_at{};  // when it was no longer pending
  int attempts = 0;             // how often it was sent, or would have been if a socket had been open
  std::string response{};       // the payload of the acknowledgement, as JSON; empty: none came
};

// What is in the envelope, the same in every delivery.
struct AppLetter {
  std::string envelope_type = "events_api";
  std::string payload{};  // JSON
  Wire::Facts facts{};    // what it tells
  bool retried = true;    // else it is sent once: interactive, slash_commands
};

}  // namespace presenced::fake_slack
