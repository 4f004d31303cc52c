// What the parts of the RTM feed share. Owned by RtmFeed; lives as long as it does.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "feeds/context.h"
#include "feeds/questions.h"
#include "feeds/rtm/own_presence.h"
#include "feeds/rtm/slack_clock.h"
#include "feeds/rtm/socket.h"
#include "session/connect_pacer.h"

namespace presenced::feeds::rtm {

struct Context : feeds::Context {
  explicit Context(const feeds::Context& given)
      : feeds::Context(given), own_presence(given.settings.tuning.appear_away), pacer(given.settings.pace) {}

  Questions questions;
  OwnPresence own_presence;
  session::ConnectPacer pacer;
  SlackClock slack_clock;
  bool claims = false;  // what is observed now may be claimed: it can be recorded, and the clock is right
  bool stopping = false;
  std::optional<base::Millis> coarse_noted;  // the sample_interval of which the log says that it cannot be kept
  std::uint64_t connection_attempts = 0;

  bool switched_off() const { return settings.tuning.rtm == RtmUse::never; }
  bool may_connect() const { return !stopping && !switched_off(); }
  // Presence is polled while Slack does not open RTM to the token. RTM needs to be tried rarely then: only another
  // token can open it.
  bool polled_instead_after(const slack::ApiError& refusal) const {
    return settings.tuning.rtm == RtmUse::automatic && settings.tuning.polls_per_minute > 0 &&
           slack::refuses_method(refusal);
  }

  // Since when what is read from this socket now may have waited; empty: it has only just come.
  std::optional<base::WallTime> waited_since(const Socket& socket) const {
    const auto& since = backlog.since();
    return since ? std::optional(std::max(since->recorded, socket.sent_after.moment())) : std::nullopt;
  }

  bool tracks(const base::UserId& user, base::Facet facet) const { return keeper.tracks(id, user, facet); }
  bool covers(const base::UserId& user, base::Facet facet) const { return keeper.covers(id, user, facet); }
  // `what`: a mode, or a facet.
  template <class What>
  void lose(const base::UserId& user, What what, history::EndReason reason) const {
    keeper.lose(id, user, what, reason);
  }
  void note(base::LogLevel level, std::string_view event, std::string message) const {
    orders.note(level, event, std::move(message));
  }
};

}  // namespace presenced::feeds::rtm
