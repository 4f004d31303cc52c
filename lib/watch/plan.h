// Who goes into which presence_sub. Pure.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "slack/encode.h"
#include "watch/people.h"

namespace presenced::watch {

struct PlanLimits {
  std::size_t sets = 1;  // sockets we may keep; more than one comes with larger watchlists
  std::size_t ids = slack::kMaxIdsPerFrame;
  std::size_t bytes = slack::kMaxFrameBytes;
};

// Each set fits one frame. A list cannot be split over two frames of one socket: the second would replace the first.
struct Plan {
  std::vector<std::vector<base::UserId>> sets;  // at least one, possibly empty
  std::vector<base::UserId> left_over;          // found no place: not watched for presence
};

// The people who track presence, in the order given. Whoever has a place in `previous` keeps it; new ones fill the
// gaps, set by set: an edit of the watchlist moves as few people as possible.
Plan plan(std::span<const Person> people, const Plan& previous, const PlanLimits& limits = {});

}  // namespace presenced::watch
