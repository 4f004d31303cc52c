// The one who edits the watchlist, and what was on it when.
#pragma once

#include <map>
#include <vector>

#include "sim/honesty.h"
#include "sim/world.h"
#include "watch/people.h"

namespace presenced::sim {

class Operator {
 public:
  // `people`: how many there are to choose from.
  Operator(const World& world, base::Random& random, std::size_t people);

  const std::vector<watch::Person>& watchlist() const { return list_; }
  void edit(base::Random& random);  // one or several changes at once

  Watched watched() const;  // up to now

 private:
  void change(base::Random& random);
  void note();

  const World& world_;
  std::vector<base::UserId> candidates_;
  std::vector<watch::Person> list_;
  Watched past_;
  std::map<base::UserId, base::MonoTime> presence_since_;
  std::map<base::UserId, base::MonoTime> status_since_;
};

}  // namespace presenced::sim
