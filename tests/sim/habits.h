// Who is in a huddle and who wants no disturbance: where a run asks for it (further_facets.h), all people join huddles
// that end with an event, or by themselves without one, and set windows of do-not-disturb, which come again.
#pragma once

#include <cstddef>

#include "fake_slack/model.h"
#include "sim/draws.h"
#include "sim/journal.h"
#include "sim/network.h"
#include "sim/world.h"

namespace presenced::sim {

class Habits {
 public:
  // All must outlive it.
  Habits(World& world, fake_slack::Model& model, Network& network, const Draws& draws, Journal& journal,
         std::size_t people)
      : world_(world), model_(model), network_(network), draws_(draws), journal_(journal), people_(people) {}

  void begin();
  void end() { over_ = true; }

 private:
  void live(std::size_t person);
  void act(const base::UserId& id, base::Random& random);
  void set_dnd(const base::UserId& id, base::Random& random);
  void meet(const base::UserId& id, base::Random& random);

  World& world_;
  fake_slack::Model& model_;
  Network& network_;
  const Draws& draws_;
  Journal& journal_;
  std::size_t people_;
  bool over_ = false;
};

}  // namespace presenced::sim
