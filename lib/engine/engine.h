// One workspace, whole: it is given what happens, and says what to do. Composes the clocks, the recorder, the names of
// the watchlist, the keeper and the feeds; decides everything, and does nothing itself: no I/O, no clock, no randomness
// of its own, no throw.
//
// The driver (lib/runtime) calls `on` for every input, in the order in which things happen, and carries out what it
// finds in the outbox, in order. `now` never goes back on its monotonic side. Not for two threads at once.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/backpressure.h"
#include "engine/claims.h"
#include "engine/clocks.h"
#include "engine/context.h"
#include "engine/directory.h"
#include "engine/feed_set.h"
#include "engine/group_presence.h"
#include "engine/io.h"
#include "engine/names.h"
#include "engine/rewind.h"
#include "engine/snapshot.h"
#include "feeds/table.h"

namespace presenced::engine {

class Engine {
 public:
  // When asked to stop, how long to wait for closing handshakes and for the store.
  static constexpr base::Millis kStopLimit{3'000};

  // `log` must outlive the engine. `table`: the feeds, in the order of rank.
  Engine(Settings settings, const history::Resume& resume, base::Random random, base::LogSink& log,
         std::span<const feeds::FeedRow> table = feeds::all_feeds());

  // Appends to `outbox`.
  void on(const Input& input, base::Instant now, Outbox& outbox);

  Snapshot snapshot(base::Instant now) const;
  ClockSnapshot clock(base::Instant now) const { return clocks_.snapshot(now); }  // a part of it
  std::vector<GroupPresence> groups() const { return group_presence(names_.groups(), context_.keeper.tracker()); }
  // On the watchlist (roster/compose.h).
  std::vector<std::string> places_naming(const base::UserId& user) const { return names_.places_naming(user); }

 private:
  void handle(const Started&, base::Instant now);
  void handle(const ApiReplied& input, base::Instant now);
  void handle(const SocketOpened& input, base::Instant now);
  void handle(const FrameReceived& input, base::Instant now);
  void handle(const LifeSign& input, base::Instant now);
  void handle(const SocketClosed& input, base::Instant now);
  void handle(const Woken&, base::Instant) {}
  void handle(const Committed& input, base::Instant) { context_.recorder.committed(input.batch); }
  void handle(const StoreFailed& input, base::Instant now);
  void handle(const WatchlistChanged& input, base::Instant now);
  void handle(const TuningChanged& input, base::Instant now);
  void handle(const PersonPurged& input, base::Instant now);
  void handle(const PersonAllowed& input, base::Instant now) { names_.allow(input.user, now); }
  void handle(const RepairAsked&, base::Instant now) { rewind_.asked(now); }
  void handle(const HistoryRewound& input, base::Instant now) { rewind_.done(input.resume, names_.people(), now.wall); }
  void handle(const SetAsideFailed& input, base::Instant now) { rewind_.failed(input.detail, now.mono); }
  void handle(const StopRequested&, base::Instant now);

  void received(const slack::Event& event, base::Instant now);
  void tend(base::Instant now);
  void ask_the_time(base::Instant now);
  void flush(base::Instant now);
  void regulate(base::Instant now);
  void give_up(base::Instant now);
  void finish_stop(base::Instant now);
  void ask_to_be_woken(base::Instant now);
  base::MonoTime next_turn(base::Instant now) const;
  bool may_ask() const { return !context_.stopping && feeds_.live(); }

  Context context_;
  Clocks clocks_;
  Directory directory_;
  FeedSet feeds_;
  Names names_;
  Claims claims_;
  Rewind rewind_;
  Backpressure backpressure_;
  std::optional<base::MonoTime> stop_by_;
  std::optional<base::MonoTime> woken_at_;  // what was last asked for
  bool stopped_ = false;
};

}  // namespace presenced::engine
