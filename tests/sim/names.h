// What people can be named by on a watchlist: addresses, handles, user groups and channels, which change hands, are
// renamed, disabled and archived; whom each name means now, and everybody it ever meant. Half of the runs have names.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "fake_slack/model.h"
#include "sim/draws.h"
#include "sim/journal.h"
#include "sim/network.h"
#include "sim/world.h"
#include "watch/members.h"

namespace presenced::sim {

class Names {
 public:
  // All must outlive it. `grown` is called when a name means somebody it never meant before.
  Names(World& world, fake_slack::Model& model, Network& network, const Draws& draws, Journal& journal,
        std::size_t people, std::function<void()> grown);

  static std::string address_of(std::size_t person);
  static std::string handle_of(std::size_t person);

  void begin();  // who has joined may be in a group from now on
  void end() { over_ = true; }
  // From now on groups and channels may be taken to mean the bots in them, too.
  void bots_may_be_meant();

  bool any() const { return !all_.empty(); }
  const std::vector<watch::Who>& all() const { return all_; }  // to choose from for a watchlist
  std::set<base::UserId> now(const watch::Who& who) const;     // deactivated accounts in groups included
  const std::set<base::UserId>& ever(const watch::Who& who) const;

 private:
  void live(std::uint64_t deed);
  void change(base::Random& random);
  void change_usergroup(base::Random& random, std::size_t group);
  void change_channel(base::Random& random, std::size_t channel);
  void swap_addresses(base::Random& random);
  base::UserId somebody(base::Random& random) const;
  void note_members(std::size_t number);
  void note(const watch::Who& who, const std::set<base::UserId>& meant);

  World& world_;
  fake_slack::Model& model_;
  Network& network_;
  const Draws& draws_;
  Journal& journal_;
  std::size_t people_;
  std::function<void()> grown_;
  std::vector<watch::Who> all_;
  std::map<std::string, std::set<base::UserId>> ever_;  // by watch::describe
  bool bots_meant_ = false;
  bool over_ = false;
};

}  // namespace presenced::sim
