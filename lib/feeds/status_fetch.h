// Learns the present status and huddle of people by their member records, which the Web API gives: a socket reports
// changes only, never the state they start from.
// Decides which calls to make and when; makes none itself. Pure.
//
// It uses the fewest calls: users.info for a few people, the pages of users.list for many; never two calls at once.
// Where users.list fails again and again, users.info serves everybody. A person whose status users.info does not give
// is asked about less and less often (session/fair_queue.h), and holds up nobody.
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
#include "session/fair_queue.h"
#include "slack/web_api.h"

namespace presenced::feeds {

class StatusFetch {
 public:
  // Slack allows 100 users.info and 20 users.list calls a minute (tiers 4 and 2) and asks for pages of at most 200.
  static constexpr base::Millis kInfoSpacing{1'000};
  static constexpr base::Millis kListSpacing{3'000};
  static constexpr int kPageSize = 200;
  static constexpr base::Millis kRefusedPause{10 * 60'000};
  // So many failures of users.list in a row, and it is left alone for as long.
  static constexpr int kListPatience = 3;

  // Records that Slack calls outdated come in bursts, several for one change: they are asked for once, a little later.
  static constexpr base::Millis kSoon{2'000};

  void need(const base::UserId& user, base::MonoTime now);
  void need_soon(const base::UserId& user, base::MonoTime now);
  void cancel(const base::UserId& user);
  std::size_t pending() const { return pending_.size() + soon_.size(); }
  // Somebody waits of whom an answer can be expected soon.
  bool expects_answers() const { return in_flight_ || !soon_.empty() || queue_.expects_answers(); }
  // Something has changed about this person at Slack, or a new session asks: failures so far do not count.
  void forgive(const base::UserId& user, base::MonoTime now);
  // The configuration was read again: what Slack refused is tried at once.
  void retry_now(base::MonoTime now);

  // No call of the method before: others make the same.
  struct From {
    base::MonoTime list{base::MonoTime::min()};
    base::MonoTime info{base::MonoTime::min()};
  };
  // The call to make now, if one is due; it counts as made.
  std::optional<slack::Request> next(base::MonoTime now, const From& from);
  std::optional<slack::Request> next(base::MonoTime now) { return next(now, From{}); }
  base::MonoTime deadline(const From& from) const;  // when `next` may have one
  base::MonoTime deadline() const { return deadline(From{}); }

  struct Found {
    slack::User user;         // with a status or huddle
    base::MonoTime asked_at;  // what a socket reported after this moment is newer
  };
  struct NotVisible {
    base::UserId user;
    std::string why;  // "user_not_found"
  };
  struct Outcome {
    std::vector<Found> found;                // people who were needed
    std::optional<slack::ApiError> trouble;  // for the log; the call will be made again
    std::optional<NotVisible> not_visible;   // Slack does not give the status of this person; once each
  };
  Outcome replied(base::MonoTime now, const slack::Reply& reply, base::Random& random);

 private:
  // One of the two methods: when it may be called again.
  struct Pace {
    base::MonoTime spaced_until{base::MonoTime::min()};
    base::MonoTime refused_until{base::MonoTime::min()};
    session::Backoff backoff;
    base::MonoTime earliest() const { return std::max(spaced_until, refused_until); }
  };

  bool lists() const {
    return listing_ || (!list_left_until_ && pending_.size() - unlisted_.size() > pages_of_last_list_);
  }
  void ripen(base::MonoTime now);
  slack::Request ask(base::MonoTime now, slack::Request request, Pace& pace, base::Millis spacing);
  slack::Request next_page(base::MonoTime now);
  // Still needed, and not again since the question: then it has to be asked once more.
  bool answers_need(const base::UserId& user) const;
  void take(const slack::User& user, std::vector<Found>& found);
  void page(const slack::UserPage& page, std::vector<Found>& found);
  void failed(const slack::ApiError& error, base::MonoTime now, base::Random& random, Outcome& outcome);
  // Slack has answered, and not with a status.
  void gives_nothing(const std::string& why, base::MonoTime now, base::Random& random, Outcome& outcome);
  void slow_down(Pace& pace, const slack::ApiError& error, base::MonoTime now, base::Random& random);

  std::map<base::UserId, base::MonoTime> pending_;                  // since when they are needed
  session::FairQueue<base::UserId> queue_;                          // the same people, for users.info
  std::unordered_set<base::UserId> soon_;                           // needed from a moment on that has yet to come
  std::deque<std::pair<base::MonoTime, base::UserId>> soon_order_;  // that moment; who is not in `soon_` is passed over
  std::set<base::UserId> unlisted_;  // of the pending: no list is read for them (it did not show them, or they failed)
  std::optional<base::UserId> asked_;  // by users.info
  bool in_flight_ = false;
  bool listing_ = false;
  std::optional<base::MonoTime> list_left_until_;  // users.list fails: until then it is left alone
  std::string cursor_;
  std::size_t pages_ = 0;               // of the listing under way
  std::size_t pages_of_last_list_ = 2;  // until one has been seen to its end
  base::MonoTime listing_since_{};
  base::MonoTime asked_at_{};
  Pace info_;
  Pace list_;
};

}  // namespace presenced::feeds
