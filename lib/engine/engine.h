// One workspace, whole: told what happens, it says what to do. Composes the session, the watch, the tracker and the
// recorder; decides everything, and does nothing itself: no I/O, no clock, no randomness of its own, no throw.
//
// The driver (lib/runtime) calls `on` for every input, in the order in which things happen, and carries out what it
// finds in the outbox, in order. `now` never goes back on its monotonic side. Not for two threads at once.
#pragma once

#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "engine/clocks.h"
#include "engine/context.h"
#include "engine/io.h"
#include "engine/rewind.h"
#include "engine/settings.h"
#include "engine/snapshot.h"
#include "engine/stream.h"
#include "roster/roster.h"
#include "slack/decode.h"

namespace presenced::engine {

class Engine {
 public:
  // When asked to stop, how long to wait for closing handshakes and for the store.
  static constexpr base::Millis kStopLimit{3'000};

  // `log` must outlive the engine.
  Engine(Settings settings, const history::Resume& resume, base::Random random, base::LogSink& log);

  // Appends to `outbox`.
  void on(const Input& input, base::Instant now, Outbox& outbox);

  Snapshot snapshot(base::Instant now) const;
  ClockSnapshot clock(base::Instant now) const { return clocks_.snapshot(now); }  // a part of it
  std::vector<std::string> places_naming(const base::UserId& user) const;         // on the watchlist (roster/compose.h)

 private:
  void handle(const Started&, base::Instant now);
  void handle(const ApiReplied& input, base::Instant now);
  void handle(const SocketOpened& input, base::Instant now);
  void handle(const FrameReceived& input, base::Instant now);
  void handle(const LifeSign& input, base::Instant now);
  void handle(const SocketClosed& input, base::Instant now);
  void handle(const Woken&, base::Instant now);
  void handle(const Committed& input, base::Instant now);
  void handle(const StoreFailed& input, base::Instant now);
  void handle(const WatchlistChanged& input, base::Instant now);
  void handle(const TuningChanged& input, base::Instant now);
  void handle(const PersonPurged& input, base::Instant now);
  void handle(const PersonAllowed& input, base::Instant now);
  void handle(const RepairAsked&, base::Instant now);
  void handle(const HistoryRewound& input, base::Instant now);
  void handle(const SetAsideFailed& input, base::Instant now);
  void handle(const StopRequested&, base::Instant now);

  void ask_the_time(base::Instant now);
  void set_aside_misdated(base::Instant now);
  void refresh_covering(base::Instant now);
  void set_covering(bool covering, history::EndReason reason);

  // names (engine_names.cpp)
  void ask_for_names(base::Instant now);
  void names_replied(slack::Method method, const slack::Reply& reply, base::Instant now);
  void take_names(base::Instant now);

  void connect_replied(base::CallId call, const slack::Reply& reply, base::Instant now);
  void fetch_replied(const slack::Reply& reply, base::Instant now);
  void set_presence(base::Instant now);
  void presence_set(const slack::Reply& reply, base::Instant now);
  void seen(const slack::User& user);

  // sets (engine_sets.cpp)
  void watch_people(std::vector<watch::Person> people, base::Instant now);
  void assign_sets(base::Instant now);
  void share_samples();
  void connect(base::Instant now);
  Stream* next_to_connect(base::MonoTime now) const;
  base::MonoTime next_connect(base::MonoTime now) const;
  void heed_refusals();
  bool probing() const;

  void tend(base::Instant now);
  void flush(base::Instant now);
  void ask_to_be_woken(base::Instant now);
  void finish_stop(base::Instant now);
  bool may_fetch() const;
  bool fully_covered(const watch::Person& person) const;
  bool all_quiet() const;
  // Calls `act(stream, link)` for the link's stream; a link that is gone is passed over: what it says comes too late.
  template <class Act>
  void with_link(base::LinkId id, const Act& act) {
    const auto socket = context_.sockets.find(id);
    if (socket == context_.sockets.end()) return;
    if (Link* link = socket->second->find(id)) act(*socket->second, *link);
  }
  Stream* stream_of(const base::UserId& user) const;  // whose member they are
  base::WallTime proven(const base::UserId& user);    // the last moment that what is known of them is proven for

  Context context_;
  roster::Roster roster_;
  slack::Decoder decoder_;
  Clocks clocks_;
  Rewind rewind_;
  watch::Plan plan_;
  std::vector<std::unique_ptr<Stream>> streams_;  // one for each set of the plan, retired ones included
  std::unordered_map<base::UserId, Stream*> homes_;
  std::vector<std::vector<base::UserId>> shares_;  // of those who are sampled, by stream
  std::vector<bool> live_;                         // the streams among which they were shared out
  bool refused_ = false;                           // a session was, when last it was tried: one attempt at a time
  std::unordered_map<base::UserId, history::PersonSeen> directory_;  // of the watched: what was last recorded
  std::optional<base::MonoTime> stop_by_;
  std::optional<base::MonoTime> woken_at_;  // what was last asked for
  std::optional<base::WallTime> last_event_;
  std::uint64_t frames_ = 0;
  std::uint64_t ignored_frames_ = 0;
  std::uint64_t malformed_frames_ = 0;
  bool clock_behind_ = false;  // and the log says so
  bool stopped_ = false;
};

}  // namespace presenced::engine
