// The feeds of one engine, in the order of rank: makes them, carries what concerns them all, and delivers the keeper's
// questions.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "engine/context.h"

namespace presenced::engine {

class FeedSet {
 public:
  struct Listeners {
    std::function<void(const slack::Event&, base::Instant)> event;                     // feeds::Orders::event
    std::function<void(const slack::User&)> seen;                                      // feeds::Orders::seen
    std::function<feeds::Orders::Between(base::WallTime, base::Instant)> our_time_of;  // feeds::Orders::our_time_of
  };

  // `context` must outlive it.
  FeedSet(Context& context, std::span<const feeds::FeedRow> table, Listeners listeners);
  ~FeedSet();

  feeds::Feed& operator[](tracker::FeedId feed) const;
  // The one that opened the socket; null: it has been closed already.
  feeds::Feed* owner_of(base::LinkId link) const;

  template <class Act>
  void each(const Act& act) const {
    for (const auto& member : members_) act(*member->feed);
  }
  // The keeper knows them already.
  void watch(std::span<const watch::Person> people, base::Instant now) const;
  // What is due in each. `claims`: whether anything may be claimed, so that lost facets can be restated by others.
  void tend(base::Instant now, bool claims) const;

  base::MonoTime deadline(base::MonoTime now) const;
  bool live() const;   // at least one
  bool quiet() const;  // all of them

 private:
  class Line;
  bool better_may_come(tracker::FeedId feed, base::Facet facet) const;
  struct Member {
    base::Facets facets;
    std::unique_ptr<Line> line;
    std::unique_ptr<feeds::Feed> feed;
  };
  void restate(bool claims) const;

  Context& context_;
  Listeners listeners_;
  std::vector<std::unique_ptr<Member>> members_;
};

}  // namespace presenced::engine
