// The one who edits the watchlist and has people forgotten, and who could be watched when.
//
// By a name somebody may be watched whom it ever meant: Slack may have told us late, or not yet, what became of it.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "sim/further_facets.h"
#include "sim/honesty.h"
#include "sim/names.h"
#include "sim/poll_terms.h"
#include "sim/world.h"
#include "watch/members.h"
#include "watch/people.h"

namespace presenced::sim {

// At most.
struct MayWatch {
  std::vector<watch::Person> people;
  std::vector<Turn> turns;  // of whom presence may be polled
};

class Operator {
 public:
  // `people`: how many there are to choose from.
  Operator(const World& world, base::Random& random, std::size_t people, const Names& names, FurtherFacets further);

  watch::Watchlist watchlist() const;
  MayWatch may_watch() const;
  std::vector<watch::Person> is_to_watch() const;  // by what the names mean now
  bool uses_names() const { return !named_.empty(); }
  const base::UserId& candidate(base::Random& random) const { return candidates_[random.below(candidates_.size())]; }

  void edit(base::Random& random);  // one or several changes at once
  void forget(const base::UserId& user);
  void note();  // a name means somebody whom it never meant before

  Watched watched() const;  // up to now

 private:
  struct Named {
    watch::Who who;
    base::Facets track;
    watch::Priority priority;
  };

  base::Facets draw_track(base::Random& random);
  void change(base::Random& random);
  void change_name(base::Random& random);
  template <class Meaning>
  std::vector<watch::Person> people(const Meaning& meaning) const;
  Turn turn_of(const base::UserId& user) const;

  const World& world_;
  const Names& names_;
  std::vector<base::UserId> candidates_;
  std::vector<watch::Person> list_;  // by id
  std::vector<Named> named_;
  std::set<base::UserId> excluded_;
  std::set<base::UserId> forgotten_;
  Watched past_;
  base::ByFacet<std::map<base::UserId, base::MonoTime>> since_;
  FurtherFacets further_;
};

}  // namespace presenced::sim
