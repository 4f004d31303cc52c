// Learns the present status of people by the Web API: an RTM socket tells of changes only, never of the state they
// start from. Decides which calls to make and when; makes none itself. Pure.
//
// It uses the fewest calls: users.info for a few people, the pages of users.list for many; never two calls at once.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "base/random.h"
#include "base/time.h"
#include "session/backoff.h"
#include "slack/web_api.h"

namespace presenced::engine {

class StatusFetch {
 public:
  // Slack allows 100 users.info and 20 users.list calls a minute (tiers 4 and 2) and asks for pages of at most 200.
  static constexpr base::Millis kInfoSpacing{1'000};
  static constexpr base::Millis kListSpacing{3'000};
  static constexpr int kPageSize = 200;
  static constexpr base::Millis kRefusedPause{10 * 60'000};

  // Records that Slack calls outdated come in bursts, several for one change: they are asked for once, a little later.
  static constexpr base::Millis kSoon{2'000};

  void need(const base::UserId& user, base::MonoTime now);
  void need_soon(const base::UserId& user, base::MonoTime now);
  void cancel(const base::UserId& user);
  std::size_t pending() const { return pending_.size() + soon_.size(); }

  // The call to make now, if one is due; it counts as made. No users.list before `list_from`: others call it, too.
  std::optional<slack::Request> next(base::MonoTime now, base::MonoTime list_from = base::MonoTime::min());
  base::MonoTime deadline(base::MonoTime list_from = base::MonoTime::min()) const;  // when `next` may have one

  struct Found {
    slack::User user;
    base::MonoTime asked_at;  // what a socket told after this moment is newer
  };
  struct Outcome {
    std::vector<Found> found;                // people who were needed
    std::optional<slack::ApiError> trouble;  // for the log; the call will be made again
    std::optional<base::UserId> absent;      // Slack does not show us this person
  };
  Outcome replied(base::MonoTime now, const slack::Reply& reply, base::Random& random);

 private:
  bool lists() const { return listing_ || pending_.size() - unlisted_.size() > pages_of_last_list_; }
  void ripen(base::MonoTime now);
  std::optional<slack::Request> ask(base::MonoTime now, slack::Request request, base::Millis spacing);
  // Still needed, and not anew since the question: then it has to be asked again.
  bool answers_need(const base::UserId& user) const;
  void take(const slack::User& user, std::vector<Found>& found);
  void page(const slack::UserPage& page, std::vector<Found>& found);
  base::Millis pause_after(const slack::ApiError& error, base::Random& random);

  std::map<base::UserId, base::MonoTime> pending_;                  // since when they are needed
  std::unordered_set<base::UserId> soon_;                           // needed from a moment on that has yet to come
  std::deque<std::pair<base::MonoTime, base::UserId>> soon_order_;  // that moment; who is not in `soon_` is passed over
  std::set<base::UserId> unlisted_;                                 // of those: a complete list did not show them
  std::optional<base::UserId> asked_;                               // by users.info
  bool in_flight_ = false;
  bool listing_ = false;
  std::string cursor_;
  std::size_t pages_ = 0;               // of the listing under way
  std::size_t pages_of_last_list_ = 2;  // until one has been seen to its end
  base::MonoTime listing_since_{};
  base::MonoTime asked_at_{};
  base::MonoTime earliest_{base::MonoTime::min()};
  session::Backoff backoff_;
};

}  // namespace presenced::engine
