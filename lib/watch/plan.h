// Who is subscribed to in which presence_sub, who belongs to a set without that, and who is left over. Pure.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "slack/encode.h"
#include "watch/people.h"

namespace presenced::watch {

struct PlanLimits {
  std::size_t sets = 1;  // sockets we may keep; the configuration allows 1 to 15
  std::size_t ids = slack::kMaxIdsPerFrame;
  std::size_t bytes = slack::kMaxFrameBytes;
};

// A list cannot be split over two frames of one socket, because the second would replace the first: each set fits one.
struct Set {
  std::vector<base::UserId> ids;           // subscribed to
  std::vector<base::UserId> unsubscribed;  // belong to its socket, too: their statuses are reported there
  Priority priority = Priority::normal;    // the highest of `ids`; its socket is opened in this order
  bool vacant() const { return ids.empty() && unsubscribed.empty(); }
};

struct Plan {
  std::vector<Set> sets;  // at least one; a set whose last person left stays as a vacant one, so that no other moves
  std::vector<base::UserId>
      left_over;  // tracked for presence, and no subscription has room: sampled; highest priority first
};

// The highest priority is subscribed to first. Subscribers in `previous` stay, in the same place of the set, unless
// somebody of higher priority finds no room: then the lowest give way. New ones fill the gaps, at best in the set to
// which they belonged unsubscribed; a vacant set, or a further one, is taken when there is no gap.
//
// A status is reported on every socket, whoever is subscribed to there, but one of them has to be believed: everybody
// who is not subscribed to belongs to one set in use, stays where they were, and comes to the one with the fewest
// people.
Plan plan(std::span<const Person> people, const Plan& previous, const PlanLimits& limits = {});

}  // namespace presenced::watch
