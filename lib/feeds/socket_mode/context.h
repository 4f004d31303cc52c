// What the parts of the Socket Mode feed share. Owned by SocketModeFeed; lives as long as it does.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "feeds/context.h"

namespace presenced::feeds::socket_mode {

struct Context : feeds::Context {
  explicit Context(const feeds::Context& given) : feeds::Context(given) {}

  bool claims = false;  // what is observed now may be claimed: it can be recorded, and the clock is right
  bool stopping = false;

  bool enabled() const { return settings.tuning.socket_mode && !stopping; }
  void note(base::LogLevel level, std::string_view event, std::string message) const {
    orders.note(level, event, std::move(message));
  }
};

}  // namespace presenced::feeds::socket_mode
