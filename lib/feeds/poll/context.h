// What the parts of the polling feed share. Owned by PollFeed; lives as long as it does.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "feeds/context.h"

namespace presenced::feeds::poll {

struct Context : feeds::Context {
  explicit Context(const feeds::Context& given) : feeds::Context(given) {}

  // How long a lost facet, or a new one, is left to a feed of better rank: it mostly comes back within this time.
  static constexpr base::Millis kPatience{10'000};
  // An answer that took longer may be outdated when it arrives.
  static constexpr base::Millis kAnswerLimit{10'000};

  // Lasts as long as calls are answered; presences and statuses share it.
  std::optional<base::SessionNumber> session;
  bool claims = false;  // what is observed now may be claimed: it can be recorded, and the clock is right
  bool stopping = false;

  // Whether a question may be asked now. While the disk is behind none is.
  bool may_ask() const { return enabled() && claims && !backlog.held(); }
  bool enabled() const {
    return !stopping && settings.tuning.rtm != RtmUse::always && settings.tuning.polls_per_minute > 0;
  }
  // From when on a facet may be polled that nobody supplies now.
  base::MonoTime turn_from(base::Facet facet, base::MonoTime now) const {
    return orders.better_may_come(facet) ? now + kPatience : now;
  }
  bool better_covers(const base::UserId& user, base::Facet facet) const {
    const auto owner = keeper.owner_of(user, facet);
    return owner && *owner < id;
  }
  // An answer of Slack's has come.
  base::SessionNumber answered(base::WallTime wall) {
    if (!session) session = keeper.sessions().open(id, wall);
    keeper.sessions().prove(*session, wall);
    return *session;
  }
  void note(base::LogLevel level, std::string_view event, std::string message) const {
    orders.note(level, event, std::move(message));
  }
};

}  // namespace presenced::feeds::poll
