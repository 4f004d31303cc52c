// Looks at every batch at the step in which the engine hands it over, and holds it against what is true at that moment:
// a fault shows where it is made, and cannot be made good again before the end (honesty.h). Only what the batch says
// is looked at, so it costs next to nothing. Findings:
//
//   step-form       the records do not follow from those before: numbers, times, `before`, coverage opened twice
//   step-false      a transition to a state that nobody can have heard of by now
//   step-claimed    coverage of somebody who is not confirmed on a live link, or that outlives its session, or while
//                   nothing can be recorded; coverage of one feed that goes on as another's, or that a feed takes from
//                   one that ranks above it; a sample without an answer of this moment, or with one that was made
//                   before the coverage of the facet ended last
//   step-unwatched  coverage of somebody who is not on the watchlist
//   step-lost       what was acknowledged is not there when the next run begins
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "fake_slack/model.h"
#include "history/record.h"
#include "sim/findings.h"
#include "sim/made_up_line.h"
#include "sim/network.h"
#include "sim/world.h"
#include "watch/people.h"

namespace presenced::sim {

class Witness {
 public:
  // All must outlive it.
  Witness(const World& world, const fake_slack::Model& model, const Network& network, Findings& findings,
          const MadeUpLine* line = nullptr);

  void started(const history::Resume& resume);  // a run begins, with what the history says
  void rewound(const history::Resume& resume);  // the history goes on without the future, before the engine hears of it
  void committed(base::BatchNumber batch);      // before the engine hears of it
  void store_failed() { failing_ = true; }      // likewise
  void appended(const history::Batch& batch, const std::vector<watch::Person>& watchlist);
  void purged(const base::UserId& user);  // their history is gone, before the engine hears of it
  void stepped(const std::vector<watch::Person>& watchlist, bool edited);  // the engine has dealt with an input

  bool covers(const base::UserId& user, base::Facet facet) const;
  // The feed that covers the facet; empty: none, or the made-up one.
  std::optional<history::FeedName> covered_by(const base::UserId& user, base::Facet facet) const;
  bool covers_by_app() const;  // somebody, over Socket Mode
  base::BatchNumber committed_batch() const { return committed_; }
  bool covered_by_better_than_poll(const base::UserId& user) const;
  // Of all sessions that were opened, by their number: the last that had it.
  const std::map<base::SessionNumber, history::FeedName>& sessions() const { return sessions_; }
  std::size_t covered(base::Facet facet) const { return covered_[facet]; }

 private:
  static constexpr int kPollRank = 2;  // and the made-up feed's is one more

  struct Cover {
    bool open = false;
    base::WallTime since = base::WallTime::min();
    base::WallTime until = base::WallTime::min();  // the end of the last one
    base::SessionNumber session{};
    base::MonoTime lost_at = base::MonoTime::min();  // no answer from before this step may open it again
  };
  struct Known {
    std::optional<base::State> state;
    base::WallTime at = base::WallTime::min();
  };
  struct Person {
    base::ByFacet<Cover> cover;
    base::ByFacet<Known> known;
  };
  using People = std::unordered_map<base::UserId, Person>;

  void look(const history::Transition& one);
  void look(const history::CoverageOpened& one);
  void look(const history::CoverageMoved& one);
  void look(const history::CoverageClosed& one);
  void look(const history::SessionOpened& one) { sessions_[one.number] = one.feed; }
  void look(const history::SessionEnded& one) { ended_.push_back(one.number); }
  template <class Record>
  void look(const Record&) {}  // what no promise of the simulator's is about

  void look_at_sample(const history::CoverageOpened& one, const Cover& cover);
  void look_at_answer(const history::Transition& one);
  void look_at_event(const history::Transition& one);
  void follow(const history::Transition& one);
  template <class State>
  bool heard_of(const std::vector<fake_slack::Change<State>>& truth, const State& state) const;
  template <class State>
  bool was_so(const std::vector<fake_slack::Change<State>>& truth, const State& state, base::MonoTime when) const;
  bool may_be_news(const history::Transition& one) const;
  void ran_out(const history::Transition& one);
  void compare(const history::Resume& resume);
  void take(const history::Resume& resume);
  bool clock_known_wrong() const;
  bool made_up(base::SessionNumber session) const { return line_ != nullptr && line_->has(session); }
  // Its feed's: the lower number is the better one.
  int rank_of(base::SessionNumber session) const;
  bool polled(base::SessionNumber session) const { return rank_of(session) >= kPollRank; }
  bool rtm(base::SessionNumber session) const { return rank_of(session) == 0; }
  bool of_app(base::SessionNumber session) const { return rank_of(session) == kPollRank - 1; }
  Cover& cover(const base::UserId& user, base::Facet facet) { return people_[user].cover[facet]; }
  bool was_so(const base::UserId& user, const base::State& state, base::MonoTime when) const;
  void say(const char* invariant, const std::string& what);

  const World& world_;
  const fake_slack::Model& model_;
  const Network& network_;
  const MadeUpLine* line_;  // null: there is none
  Findings& findings_;
  People people_;
  base::ByFacet<std::size_t> covered_;
  base::BatchNumber appended_{};
  base::BatchNumber committed_{};
  base::WallTime alive_at_ = base::WallTime::min();
  bool failing_ = false;
  const std::vector<watch::Person>* watchlist_ = nullptr;         // of the batch that is looked at
  std::vector<base::SessionNumber> ended_;                        // in it
  std::map<std::pair<base::UserId, base::Facet>, int> given_up_;  // in it, without a loss: the rank of the feed
  std::map<base::SessionNumber, history::FeedName> sessions_;
  std::map<base::UserId, base::MonoTime> purged_at_;
};

}  // namespace presenced::sim
