// Presence by users.getPresence: asks about one person after the other, and reports each answer as a sample. Decides
// which call to make and when; makes none itself.
//
// A failed call is no sample: nothing is reported, and the person keeps the turn. The coverage of a person ends at the
// last sample once the next one is overdue by two rounds.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

#include "feeds/poll/context.h"
#include "feeds/poll/lane.h"
#include "feeds/poll/rota.h"
#include "session/fair_queue.h"

namespace presenced::feeds::poll {

class Presences {
 public:
  // A round over few people is short: their coverage outlives two or three calls that fail.
  static constexpr base::Millis kShortestRound{30'000};
  // Calls under way at the same time: an answer that takes longer than the pace does not hold up the next call.
  static constexpr std::size_t kMostUnderWay = 3;
  // Asked about again then: Slack does not show this person to the token.
  static constexpr base::Millis kNotVisiblePause{60 * 60'000};

  // `context` must outlive it.
  explicit Presences(Context& context) : context_(context) {}

  void watch(std::span<const watch::Person> people, base::MonoTime now);
  void restate(const base::UserId& user, base::MonoTime now);
  // No better feed can be expected any more: who waits for one is asked about now.
  void wait_no_longer(base::MonoTime now);
  // Asks about everybody from the start.
  void restart(base::MonoTime now);
  void retry_now(base::MonoTime now);

  void tend(base::Instant now);
  // False: it is not a call of this object.
  bool replied(base::CallId call, const slack::Reply& reply, base::Instant now);
  base::MonoTime deadline() const;

  // Gives up whose next sample is overdue. Returns the oldest of the last samples that are claimed; empty: none is.
  std::optional<base::WallTime> give_up_overdue(base::WallTime now);
  // And no answer to a question asked before counts.
  void lose_all(history::EndReason reason);

  std::size_t people() const { return rota_.size(); }
  base::Millis round() const { return rota_.round(spacing()); }
  const Lane& lane() const { return lane_; }

 private:
  struct Question {
    base::UserId user;
    base::MonoTime asked;
    bool counts = true;
  };

  std::vector<base::UserId> active() const;  // whom no better feed supplies
  base::Millis spacing() const { return base::Millis{60'000} / context_.settings.tuning.polls_per_minute; }
  void take(const Question& question, base::Presence presence, base::Instant now);
  void failed(const Question& question, const slack::ApiError& error, base::Instant now);
  void not_answered_for(const base::UserId& user, const slack::ApiError& error, base::Instant now);

  Context& context_;
  Rota rota_;
  Lane lane_;
  std::map<base::CallId, Question> under_way_;
  std::map<base::UserId, int> failures_;  // in a row, of questions that Slack does not answer for this person
};

}  // namespace presenced::feeds::poll
