// The line of the made-up feed (made_up_feed.h), and the Slack at its other end: answers are true when they are made,
// and come in their own time: late, in another order, refused, or never. Now and then the line breaks, or falls silent.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "engine/io.h"
#include "fake_slack/model.h"
#include "sim/draws.h"
#include "sim/journal.h"
#include "sim/network.h"
#include "sim/world.h"

namespace presenced::sim {

class MadeUpLine {
 public:
  // All must outlive it.
  MadeUpLine(World& world, const fake_slack::Model& model, Network& network, const Draws& draws, Journal& journal,
             Network::Deliver deliver);

  // Each says whether it is the line's business.
  bool open(const engine::OpenSocket& open);
  bool send(const engine::SendFrame& frame);
  bool close(const engine::CloseSocket& close);
  void abandon();  // the daemon is gone: nothing reaches it any more

  // Whether this session of the daemon of now is the made-up feed's.
  bool has(base::SessionNumber session) const { return sessions_.contains(session); }
  // Whether an answer about somebody is being delivered at this very moment.
  bool just_told(const base::UserId& user) const { return told_at_ == world_.mono() && told_ == user; }

 private:
  void answer(base::Random& random, const std::string& number, const base::UserId& user);
  // Later, to the daemon of now, when it reads.
  void deliver(base::Millis after, engine::Input input);
  void tell(std::string text, const base::UserId& user, base::MonoTime made, base::Millis after);
  void finish(base::Millis after, history::EndReason reason);
  bool gone(std::uint64_t run, base::LinkId link) const { return run != run_ || link_ != link; }

  World& world_;
  const fake_slack::Model& model_;
  Network& network_;
  const Draws& draws_;
  Journal& journal_;
  Network::Deliver deliver_;
  std::optional<base::LinkId> link_;
  bool silent_ = false;
  std::uint64_t run_ = 0;
  std::uint64_t deeds_ = 0;
  std::set<base::SessionNumber> sessions_;
  base::UserId told_;
  base::MonoTime told_at_ = base::MonoTime::min();
};

}  // namespace presenced::sim
