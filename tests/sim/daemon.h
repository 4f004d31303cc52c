// One daemon after the other over one history: each an engine made from what the history says, until it is stopped or
// dies. Does what the supervisor and the driver do: carries out what the engine asks, tells it what happened.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "engine/engine.h"
#include "sim/draws.h"
#include "sim/findings.h"
#include "sim/journal.h"
#include "sim/keeper.h"
#include "sim/made_up_line.h"
#include "sim/manners.h"
#include "sim/network.h"
#include "sim/operator.h"
#include "sim/poll_terms.h"
#include "sim/recorded_clock.h"
#include "sim/witness.h"
#include "sim/world.h"

namespace presenced::sim {

class Daemon {
 public:
  // `made_up`: the engines have a made-up feed beside the product's own (made_up_feed.h).
  Daemon(World& world, const fake_slack::Model& model, Network& network, const Draws& draws, Journal& journal,
         Findings& findings, const std::filesystem::path& file, engine::Settings settings, bool made_up,
         std::function<void(const base::UserId&)> forgotten);

  void start();
  bool crash();  // false: it was not running
  // Asks it to stop; `then` when it has. Asked while it is down or on its way down: nothing, and false.
  bool stop(std::function<void()> then);
  bool running() const { return engine_ != nullptr; }

  void hear(const engine::Input& input);
  void edit(watch::Watchlist watchlist, MayWatch may_watch);
  void allow(MayWatch may_watch);  // names mean others as well
  void tune(const engine::Tuning& tuning);
  void use_token(fake_slack::TokenKind kind);  // the operator gives it another one, and lets it read its files again
  void reload();
  void purge(const base::UserId& user, bool forget);
  void set_clock(base::Millis offset);

  base::MonoTime next() const { return engine_ ? std::max(wake_at_, world_.stalled_until()) : base::MonoTime::max(); }
  void wake();

  const engine::Settings& settings() const { return settings_; }
  const Witness& witness() const { return witness_; }
  const PollTerms& poll_terms() const { return poll_terms_; }
  bool made_up() const { return made_up_; }
  // Before this moment nothing of them can be in the history.
  const std::map<base::UserId, base::WallTime>& purged() const { return purged_; }
  engine::Snapshot snapshot() const { return engine_->snapshot(world_.daemon()); }
  Keeper& keeper() { return keeper_; }
  base::WallTime recorded() const { return recorded_; }
  const RecordedClock& clock() const { return clock_; }
  std::uint64_t inputs() const { return inputs_; }

 private:
  struct Log final : base::LogSink {
    explicit Log(Journal& to) : journal(to) {}
    void write(const base::LogEntry& entry) override;
    Journal& journal;
  };

  void take_note(const engine::Input& input);
  void carry_out(engine::Output& output);
  void check_bounds();
  void check_polls(const std::vector<base::UserId>& polled);
  void check_acknowledgements(const std::vector<engine::SendFrame>& frames);
  void promised(const Keeper::Purge& purge);
  void erased(const Keeper::Purge& purge);
  void set_aside(base::WallTime after);
  void rewound(const history::Resume& resume);
  template <class Act>
  void from_the_writer(Act act);
  void note(const history::Batch& batch);

  World& world_;
  Network& network_;
  MadeUpLine line_;
  bool made_up_;
  const Draws& draws_;
  Journal& journal_;
  Findings& findings_;
  Keeper keeper_;
  engine::Settings settings_;
  MayWatch may_watch_;  // whom its watchlist can stand for
  PollTerms poll_terms_;
  Log log_;
  std::unique_ptr<engine::Engine> engine_;
  std::optional<Manners> manners_;
  Witness witness_;
  std::uint64_t run_ = 0;
  bool stopping_ = false;
  std::function<void(const base::UserId&)> forgotten_;
  std::map<base::UserId, base::WallTime> purged_;
  std::vector<base::UserId> erased_;  // since the future was last ordered aside
  std::size_t most_sets_;
  std::function<void()> then_;
  base::MonoTime wake_at_ = base::MonoTime::max();
  RecordedClock clock_;
  base::WallTime recorded_ = base::WallTime::min();  // the newest moment known to have been recorded
  std::uint64_t inputs_ = 0;
  base::MonoTime busy_since_{};  // livelock: too many inputs since then
  std::uint64_t busy_ = 0;
  bool hung_ = false;  // from then on it hears nothing
};

}  // namespace presenced::sim
