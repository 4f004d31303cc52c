// Learns the present do-not-disturb of people by dnd.teamInfo, many in one call. Decides which calls to make and when;
// makes none itself. Pure.
//
// Slack leaves out of its answer whom it does not show: they are asked about again after an hour. Should it refuse a
// call as a whole because of one of the people, the calls get smaller until it shows who that is.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "base/ids.h"
#include "base/random.h"
#include "base/time.h"
#include "session/backoff.h"
#include "slack/web_api.h"

namespace presenced::feeds {

class DndFetch {
 public:
  static constexpr base::Millis kRefusedPause{10 * 60'000};
  static constexpr base::Millis kAbsentPause{60 * 60'000};

  // No answer to a question asked before this moment counts.
  void need(const base::UserId& user, base::MonoTime now);
  void cancel(const base::UserId& user) { pending_.erase(user); }
  // Something has changed at Slack, or a new session asks: whom it did not show is asked about without a pause.
  void forgive(const base::UserId& user);
  void retry_now();
  std::size_t pending() const { return pending_.size(); }
  // Somebody waits of whom an answer can be expected soon.
  bool expects_answers(base::MonoTime now) const;

  // The call to make now, if one is due; it counts as made.
  std::optional<slack::Request> next(base::MonoTime now);
  base::MonoTime deadline() const;

  struct Outcome {
    std::vector<slack::DndChange> found;     // of people who were needed
    base::MonoTime asked_at{};               // what a socket reported after this moment is newer
    std::optional<slack::ApiError> trouble;  // for the log; the call will be made again
    std::vector<base::UserId> not_visible;   // Slack does not tell it of them; once each
  };
  Outcome replied(base::MonoTime now, const slack::Reply& reply, base::Random& random);

 private:
  struct Need {
    base::MonoTime since;                        // they are needed
    base::MonoTime from{base::MonoTime::min()};  // they are asked about
    bool absent = false;                         // from Slack's last answer
  };

  void failed(const slack::ApiError& error, base::MonoTime now, base::Random& random, Outcome& outcome);
  void rest(const base::UserId& user, base::MonoTime now, Outcome& outcome);

  std::map<base::UserId, Need> pending_;
  std::vector<base::UserId> asked_;  // empty: no call is under way
  base::MonoTime asked_at_{};
  std::size_t most_ = slack::kMostInDndCall;
  base::MonoTime paused_until_{base::MonoTime::min()};
  bool refused_ = false;  // that is why
  session::Backoff backoff_;
};

}  // namespace presenced::feeds
