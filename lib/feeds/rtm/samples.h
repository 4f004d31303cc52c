// The people whom the current socket of a shard asks about in turn, because no subscription has room for them
// (watch/sampling.h). What it says of them is a sample, and their presence is covered from the first to the last.
//
// Whoever stays silent for a whole round loses coverage at the last answer (`timeout`), and all of them do so when the
// session is lost (its reason). When a successor takes the place of the current socket it goes on asking, and the
// coverage goes on: the silence of a socket never kept it up. A session's samples are recorded as proven up to the
// beginning of its last whole round.
#pragma once

#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "feeds/rtm/context.h"
#include "feeds/rtm/sockets.h"
#include "watch/sampling.h"

namespace presenced::feeds::rtm {

class Samples {
 public:
  // Both must outlive it.
  Samples(Context& context, Sockets& sockets)
      : context_(context), sockets_(sockets), sampling_(context.settings.tuning.sample_interval) {}

  void assign(const std::vector<base::UserId>& people);
  bool contains(const base::UserId& user) const { return sampling_.contains(user); }
  std::size_t size() const { return people_.size(); }
  std::optional<base::Millis> round() const { return round_; }  // how long the last one took

  void received(const Socket& socket, const base::UserId& user, base::Presence presence, base::Instant now);
  // An answer that is under way does not count against what another feed has reported.
  void doubt(const base::UserId& user);
  void end_round(base::Instant now);
  void lose_all(history::EndReason reason);
  // The successor takes the place of the current socket, and asks from now on.
  void hand_over();

  // The question to send now, if there is one.
  std::optional<std::string> next_frame(const Socket& socket, base::Instant now);
  base::MonoTime deadline(const Socket& socket) const;  // when `next_frame` may have one

  void restart() {
    sampling_.restart();
    outdated_.clear();
  }
  void ask_again() { sampling_.ask_again(); }
  void interval_changed() { sampling_.set_interval(context_.settings.tuning.sample_interval); }

 private:
  bool may_ask(const Socket& socket) const;

  Context& context_;
  Sockets& sockets_;
  std::vector<base::UserId> people_;
  watch::Sampling sampling_;
  std::unordered_set<base::UserId> outdated_;  // the next answer about them may be older
  std::optional<base::Millis> round_;
};

}  // namespace presenced::feeds::rtm
