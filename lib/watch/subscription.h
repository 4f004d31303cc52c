// One socket's presence subscription: what to send, and who has answered.
//
// presence_sub replaces the whole set, lives as long as its socket, and is not acknowledged: the proof is one
// presence_change for every id that was newly added. So every id is followed until it has spoken:
//
//   wanted --sub sent--> asked --10 s of silence, query sent--> queried --10 s of silence--> unconfirmed
//                          any presence_change from `asked` on -----------------------------> confirmed
//
// Pure: it is given the time and never sends anything itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/ids.h"
#include "base/time.h"

namespace presenced::watch {

class Subscription {
 public:
  // How long an id may take to answer a presence_sub or presence_query. Answers come within a second [observed]; ten
  // leave room for a flood on a slow line.
  static constexpr base::Millis kAnswerWait{10'000};

  // At most one frame's worth of ids (see plan.h).
  explicit Subscription(const std::vector<base::UserId>& ids);

  // The set has been edited: the next frame replaces it. People who stay keep what they have confirmed.
  void replace(const std::vector<base::UserId>& ids);
  // Ask everyone for the present state (the audit). Their next event counts as the answer.
  void ask_all();
  // Ask about this one, who has been given up on: there is reason to think that Slack will answer now.
  void ask_again(const base::UserId& id);
  // The last value of this one may be out of date: they count as unconfirmed, and are asked about.
  void doubt(const base::UserId& id);
  // Slack refused a frame as too fast, and does not say which: send the set and open questions again.
  void refused();

  // The frame to send next, if there is one; it counts as sent now.
  std::optional<std::string> next_frame(base::MonoTime now);
  bool has_frame() const { return sub_due_ || query_due_; }

  struct Received {
    bool subscribed = false;  // the id is in a set that has been sent; if not, the report proves nothing
    bool answer = false;      // it answers a presence_query
  };
  Received received(const base::UserId& id);

  void woken(base::MonoTime now);
  base::MonoTime deadline() const { return deadline_; }

  bool contains(const base::UserId& id) const { return ids_.contains(id); }
  const std::vector<base::UserId>& ids() const { return order_; }  // in the order of the frame
  bool confirmed(const base::UserId& id) const;
  // Everyone has been sent, and has answered or been given up on.
  bool settled() const { return !sub_due_ && open_ == 0; }
  std::size_t size() const { return ids_.size(); }
  std::size_t confirmed_count() const { return confirmed_; }
  std::vector<base::UserId> unconfirmed() const;  // sorted

 private:
  enum class Step : std::uint8_t { wanted, asked, queried, unconfirmed, confirmed };
  struct Entry {
    Step step = Step::wanted;
    bool query_due = false;   // goes into the next presence_query
    bool answer_due = false;  // a presence_query for it is out
    base::MonoTime since{};   // of the step
  };

  std::string sub_frame(base::MonoTime now);
  std::optional<std::string> query_frame(base::MonoTime now);
  void expect_by(base::MonoTime deadline);

  std::vector<base::UserId> order_;
  std::unordered_map<base::UserId, Entry> ids_;
  bool sub_due_ = true;
  bool query_due_ = false;
  std::size_t open_ = 0;  // ids neither confirmed nor unconfirmed
  std::size_t confirmed_ = 0;
  base::MonoTime deadline_{base::MonoTime::max()};
};

}  // namespace presenced::watch
