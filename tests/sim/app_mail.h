// What Slack delivers over Socket Mode, as it arrives at the engine: what it tells of whom, of which moment; and which
// acknowledgements the engine may send. A delivery may be acknowledged only when all is durable that was recorded of
// its event, and within the three seconds that Slack waits.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "fake_slack/model.h"
#include "history/record.h"
#include "sim/findings.h"
#include "sim/reach.h"

namespace presenced::sim {

class AppMail {
 public:
  static constexpr base::Millis kAcknowledgedWithin{3'000};

  explicit AppMail(const fake_slack::Model& model) : model_(model) {}

  // A frame is read that has come at `came`. `ours`: how many links to Slack's Socket Mode the engine has. `ended`:
  // when the last one ended.
  void arrived(base::LinkId link, std::string_view text, std::size_t ours, base::MonoTime ended, base::MonoTime came,
               base::MonoTime now);
  void abandon();  // the daemon is gone

  // ---- what the engine did with it, in the same step ----
  void recorded(const history::Batch& batch);
  // What was told of them need not be durable: they are no longer watched, or all of theirs has been deleted.
  void forget(const base::UserId& user);
  void stepped() { event_.clear(); }
  // Empty: it may. Else why not.
  std::string acknowledged(base::LinkId link, std::string_view frame, base::BatchNumber committed, base::MonoTime now);

  // ---- what is known of people by it ----
  const Samples& told(base::Facet facet) const { return told_[facet]; }
  std::optional<base::MonoTime> just_told(const base::UserId& user, base::Facet facet, base::MonoTime now) const;
  // The last hello has told of connections that cannot be ours.
  bool foreign() const { return foreign_; }

 private:
  struct Letter {
    std::string event;  // its id, the same in every delivery
    base::MonoTime arrived;
  };
  const fake_slack::AppEvent* find(const std::string& event);

  const fake_slack::Model& model_;
  base::ByFacet<Samples> told_;
  std::map<std::pair<base::LinkId, std::string>, Letter> letters_;  // that wait, by their envelopes
  std::unordered_map<std::string, base::BatchNumber> recorded_in_;  // an event, as far as something was
  std::unordered_map<std::string, std::size_t> index_;              // in the model's events
  std::size_t indexed_ = 0;
  std::string event_;  // that arrives in this step
  base::UserId about_;
  bool foreign_ = false;
};

}  // namespace presenced::sim
