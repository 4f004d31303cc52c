// Asks about people for whom no subscription has room, in turn, with presence_query. One for each socket that asks.
//
// A round asks everybody once, and is over when each has answered or has had the time to; the next one begins an
// interval after it began, or at once when it took longer: at the pace of one frame a second a long list makes long
// rounds, never fast frames. Within an interval the frames of a round are spread evenly; the first round, from which
// everything else begins, goes as fast as frames may go. Whoever joins is asked in the round under way.
//
// An answer looks like news: every report about them is a sample. Pure: it is given the time and never sends
// anything itself; when a frame may go is the caller's business.
#pragma once

#include <algorithm>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/ids.h"
#include "base/time.h"

namespace presenced::watch {

class Sampling {
 public:
  // How long an answer may take, as for a subscription's questions (subscription.h); never more than half a round.
  static constexpr base::Millis kAnswerWait{10'000};

  explicit Sampling(base::Millis interval) : interval_(interval), answer_wait_(std::min(kAnswerWait, interval / 2)) {}

  // How long a round takes from now on, the one under way included.
  void set_interval(base::Millis interval);
  // The people are these from now on. Those who stay keep their turn and what they owe.
  void replace(const std::vector<base::UserId>& ids);
  // Nothing that was asked counts any more: a first round begins.
  void restart();
  // What was asked may never have arrived (a frame was refused, another socket asks from now on): asked again.
  void ask_again();

  bool contains(const base::UserId& id) const { return people_.contains(id); }
  std::size_t size() const { return people_.size(); }
  // A report about somebody arrived; passed over when they are not among these people.
  void received(const base::UserId& id);
  // Whether an answer of theirs may still be under way.
  bool awaits(const base::UserId& id) const;

  bool has_frame(base::MonoTime now) const { return !turn_.empty() ? now >= next_frame_ : round_due(now); }
  // The frame to send now, if there is one; it counts as sent. `now.wall` is the moment by which it is recorded.
  std::optional<std::string> next_frame(base::Instant now);

  struct Round {
    base::WallTime began;              // everyone who is not `silent` has been reported since
    base::Millis took{};               // to ask everybody
    std::vector<base::UserId> silent;  // asked, and not reported
  };
  // The round that has come to its end, if one has.
  std::optional<Round> woken(base::MonoTime now);
  base::MonoTime deadline() const;

 private:
  struct Person {
    bool in_turn = false;  // not yet asked in this round
    bool asked = false;    // and not yet reported
    bool awaited = false;  // as `asked`, but beyond the end of the round: an answer may be that late
  };
  base::Millis spacing() const;
  bool round_due(base::MonoTime now) const { return !under_way_ && !people_.empty() && now >= next_round_; }
  void begin_round(base::Instant now);
  std::vector<base::UserId> take_turn();

  base::Millis interval_;
  base::Millis answer_wait_;
  std::unordered_map<base::UserId, Person> people_;
  std::deque<base::UserId> turn_;  // still to be asked; who has left is passed over
  std::size_t owing_ = 0;          // asked, and not yet reported
  bool under_way_ = false;
  bool first_ = true;
  base::WallTime began_{};
  base::MonoTime began_mono_{};
  base::MonoTime last_frame_{};
  base::MonoTime next_frame_{base::MonoTime::min()};
  base::MonoTime next_round_{base::MonoTime::min()};
  std::size_t frames_ = 0;  // of the round under way; 0: they go as fast as frames may go
};

// Who is asked about on which socket: evenly over those that are live, and moving as few as possible. `previous` and
// `live` are by socket; with none live, everybody stays where they were, and who is new waits.
std::vector<std::vector<base::UserId>> share_out(const std::vector<base::UserId>& people,
                                                 const std::vector<std::vector<base::UserId>>& previous,
                                                 const std::vector<bool>& live);

}  // namespace presenced::watch
