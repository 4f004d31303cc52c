// A script for the engine's world, told by bytes: what goes wrong, what Slack says, how time passes.
//
// The first byte chooses the world. An honest one has a Slack that tells the truth, however badly the network, the disk
// and the calls behave: there the history is held against what really happened. In a wild one Slack also says what it
// never would, in frames from a small grammar and in raw bytes, the clock is set, and the daemon crashes.
//
// Each further byte chooses an act, and the bytes after it its details. Every rule that the world knows
// (support/engine_world.h, support/memory_history.h) and those of engine_rules.h hold after every act.
#pragma once

#include <array>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "fuzz/bytes.h"
#include "fuzz/engine_rules.h"
#include "support/engine_world.h"

namespace presenced::fuzz {

class EngineScript {
 public:
  explicit EngineScript(Bytes bytes);

  // All of it, then the end: the engine recovers (if the first byte says so) and stops when asked to.
  void run();

 private:
  // Bounds of one run, so that no input takes long.
  static constexpr std::size_t kMostActs = 400;
  static constexpr std::size_t kMostSteps = 6'000;

  void act();
  void recover();
  void end();
  void pass(base::Millis span);
  void restart(const history::Resume& resume);

  // ---- the acts of engine_acts.cpp ----
  void let_time_pass();
  void set_presence();
  void set_status();
  void end_session();
  void lose_socket();
  void change_network();
  void change_slack();
  void answer_next_call();
  void change_store();
  void edit_watchlist();
  void hide_somebody();
  // ---- in a wild world only ----
  void say_something();
  void say_raw();
  void come_too_late();
  void set_clock();
  void crash();
  void purge();

  slack::HttpReply reply();
  std::string sentence();  // a frame of the grammar (engine_grammar.cpp)
  void deliver(support::PeerSocket& socket, const std::string& frame);
  support::PeerSocket* some_socket();
  const base::UserId& somebody();
  std::vector<watch::Person> some_people();

  Bytes bytes_;
  bool honest_;
  bool recovers_;
  bool several_sets_;
  bool browser_session_;
  base::Millis audit_interval_{};
  std::vector<watch::Person> people_;
  std::set<base::UserId> forgotten_;
  std::unique_ptr<support::EngineWorld> world_;
  std::unique_ptr<EngineRules> rules_;
  base::WallTime newest_{};  // the latest that the clock has shown
  std::size_t steps_ = 0;    // of worlds that are over
};

}  // namespace presenced::fuzz
