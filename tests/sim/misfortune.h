// Makes the faults of a plan happen, and ends them.
#pragma once

#include <string>

#include "fake_slack/model.h"
#include "sim/daemon.h"
#include "sim/faults.h"
#include "sim/life.h"
#include "sim/network.h"
#include "sim/operator.h"
#include "sim/tuning.h"

namespace presenced::sim {

class Misfortune {
 public:
  Misfortune(World& world, fake_slack::Model& model, Network& network, Daemon& daemon, Life& life, Operator& who,
             Journal& journal);

  void strike(const Fault& fault);
  void strike_no_more() { over_ = true; }  // what waits for a stopped process included
  void end();                              // everything that still goes on; a daemon that is down is started

 private:
  bool strike_network(const Fault& fault);
  bool strike_slack(const Fault& fault);
  bool strike_app(const Fault& fault);
  bool strike_clock(const Fault& fault);
  bool strike_machine(const Fault& fault);
  void wrong_clock(base::Millis offset, base::MonoTime until);
  void crawl(base::Millis drift, base::MonoTime until, std::uint64_t which);
  void on_all_sockets(fake_slack::SocketFault fault);
  void strange_frame(base::Random& random);
  void calls_fail(base::Random& random, const std::string& method);
  void rotate_app(base::Random& random);
  void add_ghost(base::Millis lasts, base::Random& random);
  void remove_app(base::Millis lasts, base::Random& random);
  void polls_fail(base::Random& random);
  void hide_people(base::Millis lasts, base::Random& random);
  void revoke_token(base::Millis lasts, base::Random& random);
  void refuse_rtm(base::Millis lasts);
  void open_rtm();
  void replace_token(base::Millis lasts);
  void die(base::Millis down);
  void restart(base::Millis down);
  void start_after(base::Millis down);

  World& world_;
  fake_slack::Model& model_;
  Network& network_;
  Daemon& daemon_;
  Life& life_;
  Operator& operator_;
  Journal& journal_;
  bool over_ = false;
  bool start_pending_ = false;
  std::uint64_t clock_faults_ = 0;  // the newest sets the clock, and sets it right in the end
};

}  // namespace presenced::sim
