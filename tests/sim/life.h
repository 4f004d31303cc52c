// What the people of the workspace do: come and go, set statuses that run out or do not, rename themselves, join, leave
// for good. Each has a temper of their own, and draws of their own.
#pragma once

#include <cstdint>
#include <vector>

#include "fake_slack/model.h"
#include "sim/draws.h"
#include "sim/journal.h"
#include "sim/network.h"
#include "sim/world.h"

namespace presenced::sim {

class Life {
 public:
  // `people` join at once; a few more come later.
  Life(World& world, fake_slack::Model& model, Network& network, const Draws& draws, Journal& journal,
       std::size_t people);

  void begin();
  void flurry(base::MonoTime until);  // everybody changes every few seconds
  void end() { over_ = true; }        // nobody does anything any more

  std::size_t people() const { return tempers_.size(); }
  static base::UserId id_of(std::size_t person);

 private:
  void join(std::size_t person);
  void live(std::size_t person, bool hurried);
  void act(std::size_t person, base::Random& random);
  base::Status new_status(base::Random& random) const;

  World& world_;
  fake_slack::Model& model_;
  Network& network_;
  const Draws& draws_;
  Journal& journal_;
  std::vector<base::Millis> tempers_;  // how long between two deeds, on average
  base::MonoTime flurry_until_ = base::MonoTime::min();
  bool over_ = false;
};

}  // namespace presenced::sim
