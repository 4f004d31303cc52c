// One Socket Mode socket as the fake Slack sees it. Slack counts it, and hands it events, also when nobody is there any
// more, or when it is another program's.
#pragma once

#include <cstdint>
#include <optional>

#include "base/time.h"
#include "fake_slack/wire.h"

namespace presenced::fake_slack {

struct AppSocket {
  enum class Holder : std::uint8_t {
    client,          // whoever upgraded it
    second_program,  // a ghost: it takes events and acknowledges them
    nobody,          // a ghost: the connection is dead, and Slack has not noticed; what it takes is sent again
  };
  enum class Phase : std::uint8_t {
    opening,  // 101 went out, hello did not
    live,     // hello went out
    warned,   // `warning` went out
    leaving,  // `refresh_requested` went out; still served as before
    silent,   // half-open: it takes everything, says nothing
  };

  SocketId id{};
  Holder holder = Holder::client;
  Phase phase = Phase::opening;
  base::MonoTime opened;
  base::Millis life{};
  std::optional<base::MonoTime> next_step{};  // hello, `warning`, `refresh_requested` or the close, by the phase

  bool takes_events() const { return phase != Phase::opening; }
};

}  // namespace presenced::fake_slack
