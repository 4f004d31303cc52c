// An engine and the world around it, on virtual time: a small Slack that answers as docs/PROTOCOL.md says unless a test
// tells it not to, a store that commits, hesitates or fails, a clock that can be set. The world carries out what the
// engine asks and watches over it: whatever a test does, frames stay within Slack's limits, calls within their pace,
// the engine never asks for the impossible, and the history it writes keeps the rules (memory_history.h).
//
// One thread; nothing here sleeps. `check()` at the end of a test demands that no rule was broken.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/engine.h"
#include "support/captured_log.h"
#include "support/memory_history.h"

namespace presenced::support {

// One socket as Slack sees it.
struct PeerSocket {
  base::LinkId link{};
  bool up = false;           // answered with 101 and not closed
  bool hello = false;        // said
  bool told_closed = false;  // the engine knows of its end
  bool closing = false;      // the engine has asked for its end
  bool mute = false;         // half-open: nothing comes through any more, in either direction
  bool envelopes = false;    // of Socket Mode: a test says what Slack says on it
  base::Millis delay{5};     // of what Slack says, which keeps its order
  base::MonoTime newest_delivery{};
  std::set<std::string> subscribed;
  std::vector<std::pair<base::MonoTime, std::string>> frames;  // received from the engine
  std::size_t count(std::string_view type) const;
};

// How Slack behaves; a test may change it at any time.
struct Behaviour {
  bool answers_calls = true;  // otherwise the driver reports a time-out
  bool accepts_sockets = true;
  bool says_hello = true;
  bool answers_subs = true;
  bool answers_queries = true;
  bool answers_pings = true;
  bool answers_closes = true;
  bool tells_changes = true;     // otherwise events get lost
  bool browser_session = false;  // of a change of status it is only told that there was one
  base::Millis call_delay{20};
  base::Millis socket_delay{5};                           // of sockets opened from now on
  std::set<base::UserId> silent;                          // never spoken of on a socket
  std::set<base::UserId> absent;                          // user_not_found
  std::deque<slack::HttpReply> connect_replies;           // for the next calls of rtm.connect
  std::deque<slack::HttpReply> status_replies;            // for the next calls of users.info and users.list
  std::map<base::UserId, slack::HttpReply> info_replies;  // for all calls of users.info about these
  // For the calls by which names are looked up: by the form they send, else by the name of the method.
  std::map<std::string, slack::HttpReply> name_replies;
  std::optional<slack::HttpReply> presence_reply;  // for all calls of users.setPresence
  std::optional<slack::HttpReply> connect_always;  // for all of them, after those
  std::optional<slack::HttpReply> time_reply;      // for all calls of auth.test
  std::deque<slack::HttpReply> link_replies;       // for the next calls of apps.connections.open
  std::function<void(PeerSocket&)> greets_link;    // when a socket of Socket Mode is up
  std::deque<slack::HttpReply> poll_replies;       // for the next calls of users.getPresence
  std::optional<slack::HttpReply> poll_always;     // for all of them, after those
  std::deque<slack::HttpReply> dnd_replies;        // for the next calls of dnd.teamInfo
  std::optional<base::UserId> dnd_refuses;         // a call that names them is refused as a whole
  bool dates_replies = false;                      // with Slack's time, which is not that of the daemon's wall clock
};

enum class StoreMode : std::uint8_t { commits, holds, fails };

class EngineWorld {
 public:
  using Tweak = std::function<void(engine::Settings&)>;
  static constexpr std::string_view kSecret = "S3CR3T";  // in every socket url

  explicit EngineWorld(std::vector<watch::Person> people, const Tweak& tweak = {}, const history::Resume& resume = {},
                       std::span<const feeds::FeedRow> table = feeds::all_feeds());
  EngineWorld(const EngineWorld&) = delete;
  EngineWorld& operator=(const EngineWorld&) = delete;

  // ---- time ----
  void start() { feed(engine::Started{}); }
  void run_for(base::Millis span);
  // Runs until `done` holds; false when it does not within `limit`.
  bool run_until(const std::function<bool()>& done, base::Millis limit);
  void step_clock(base::Millis by) { wall_offset_ += by; }
  // Slack's time runs on, and with it the wall clock; the monotonic one does not.
  void suspend(base::Millis span) {
    wall_offset_ += span;
    slack_offset_ += span;
  }
  // The process stands still, and everything that comes for it waits.
  void stall(base::Millis span) { mono_ += span; }
  base::WallTime slack_time() const { return base::WallTime{mono_.time_since_epoch() + slack_offset_}; }
  base::Instant now() const { return {mono_, base::WallTime{mono_.time_since_epoch() + wall_offset_}}; }
  void later(base::Millis delay, std::function<void()> act);

  // ---- the truth at Slack; told on every socket as it changes ----
  void set(const base::UserId& user, base::Presence presence);
  void set(const base::UserId& user, const base::Status& status);
  void set(const base::UserId& user, const base::Dnd& dnd);
  void set(const base::UserId& user, base::Huddle huddle);
  void join(const base::UserId& user) { (void)people_at_slack_[user]; }

  // ---- sockets, in the order of their opening ----
  PeerSocket& socket(std::size_t index) { return *sockets_.at(index); }
  PeerSocket& newest_socket() { return *sockets_.back(); }
  std::size_t sockets() const { return sockets_.size(); }
  void say(PeerSocket& socket, std::string frame);  // in order, after the socket's delay
  void goodbye(PeerSocket& socket) { say(socket, R"({"type":"goodbye"})"); }
  void close(PeerSocket& socket, history::EndReason reason, const std::string& detail = "");

  bool held() const { return held_; }

  // ---- the store ----
  void store(StoreMode mode);  // `commits` also commits what is waiting

  // ---- the operator ----
  void watch(const std::vector<watch::Person>& people) { feed(engine::WatchlistChanged{watch::watchlist_of(people)}); }
  // A watchlist with names in it, and whom they will stand for.
  void watch(const watch::Watchlist& list, const std::vector<watch::Person>& people) {
    feed(engine::WatchlistChanged{list});
    watchlist_ = people;
    for (const watch::Person& person : people) ever_watched_.insert(person.id);
  }
  void repair() { feed(engine::RepairAsked{}); }
  void purge(const base::UserId& user, bool forgotten) {
    history_.purge(user, forgotten);
    for (const base::FacetRow& row : base::kFacets) truth_.erase({user, row.facet});
    feed(engine::PersonPurged{user, forgotten});
  }
  void allow(const base::UserId& user) {
    history_.allow(user);
    feed(engine::PersonAllowed{user});
  }
  void stop() {
    stopping_ = true;
    feed(engine::StopRequested{});
  }

  // ---- what to look at ----
  Behaviour slack;
  const MemoryHistory& history() const { return history_; }
  const CapturedLog& log() const { return log_; }
  engine::Snapshot snapshot() const { return engine_->snapshot(now()); }
  std::vector<engine::GroupPresence> groups() const { return engine_->groups(); }
  bool stopping() const { return stopping_; }
  bool stopped() const { return stopped_; }
  bool ever_watched(const base::UserId& user) const { return ever_watched_.contains(user); }
  std::size_t wakes() const { return wakes_; }
  std::size_t steps() const { return steps_; }
  std::size_t calls(slack::Method method) const;
  const std::string& own_presence() const { return own_presence_; }  // what users.setPresence was last accepted with
  // The calls of users.getPresence: when, and about whom.
  const std::vector<std::pair<base::MonoTime, base::UserId>>& polled() const { return polled_; }
  const std::vector<base::MonoTime>& connect_calls() const { return connect_calls_; }
  // All that the watchlist asks for is covered.
  bool everyone_covered() const;

  // The rules of this world that were broken; the history has its own.
  const std::vector<std::string>& violations() const { return violations_; }
  // What the history says that did not happen, and what it misses that happened while covered.
  std::vector<std::string> lies() const;

  // ---- in a doctest case (engine_world_check.cpp) ----
  // Reports every broken rule as a failed check of the test.
  void check() const;
  // As `check`, and holds the history against the truth: nothing that did not happen, nothing missed while covered.
  void check_against_truth() const;

  void feed(const engine::Input& input);
  // Called before every step; a test can make something go wrong there.
  std::function<void(std::size_t step)> before_step;

  base::Millis set_aside_takes{2};  // the store, to answer SetAsideMisdated

 private:
  struct Member {
    base::Presence presence = base::Presence::away;
    base::Status status;
    base::Dnd dnd;
    base::Huddle huddle = base::Huddle::out;
    std::int64_t updated = 1;
  };
  struct Truth {
    base::WallTime at;
    std::string state;
    bool told = true;
  };

  void carry_out(const engine::Output& output);
  void carry_out(const engine::CallWebApi& call);
  void carry_out(const engine::OpenSocket& open);
  void carry_out(const engine::SendFrame& send);
  void carry_out(const engine::CloseSocket& close);
  void carry_out(const engine::HoldSockets&);
  void carry_out(const engine::ReleaseSockets&);
  void carry_out(const engine::Append& append);
  void carry_out(const engine::SetAsideMisdated& order);
  void carry_out(const engine::WakeAt& wake);
  void carry_out(const engine::Stopped& stopped);

  slack::HttpReply reply_to(const slack::Request& request);
  slack::HttpReply name_reply(const slack::Request& request);
  slack::HttpReply status_reply(const slack::Request& request);
  slack::HttpReply poll_reply(const base::UserId& user);
  slack::HttpReply dnd_reply(const slack::Request& request);
  void tell_record(const base::UserId& user, std::string_view second_type);
  std::string member_json(const base::UserId& user) const;
  void answer(PeerSocket& socket, const std::string& frame);
  void tell_presence(PeerSocket& socket, const std::vector<std::string>& ids);
  void check_frame(const PeerSocket& socket, const std::string& frame);
  void check_pace();
  // What is wrong about a change that samples found; empty: nothing.
  std::string sample_lie(const Change& change, const std::vector<Truth>& truth) const;
  PeerSocket* find(base::LinkId link);
  void read(const PeerSocket& socket, const std::string& frame);
  void end(PeerSocket& socket, history::EndReason reason, const std::string& detail);
  void demand(bool holds, const std::string& rule);

  base::MonoTime mono_{base::Millis{1'000'000}};
  base::Millis wall_offset_{1'700'000'000'000};
  base::Millis slack_offset_{wall_offset_};
  std::vector<watch::Person> watchlist_;
  CapturedLog log_;
  MemoryHistory history_;
  std::unique_ptr<engine::Engine> engine_;
  std::multimap<base::MonoTime, std::function<void()>> agenda_;
  bool held_ = false;                                       // the sockets are
  std::deque<std::pair<PeerSocket*, std::string>> unread_;  // what has come for them meanwhile
  std::optional<base::MonoTime> wake_at_;
  std::vector<std::unique_ptr<PeerSocket>> sockets_;
  std::map<base::UserId, Member> people_at_slack_;
  std::map<std::pair<base::UserId, base::Facet>, std::vector<Truth>> truth_;
  std::map<slack::Method, std::size_t> calls_;
  std::vector<base::MonoTime> connect_calls_;
  std::size_t links_offered_ = 0;
  std::string own_presence_;
  std::vector<std::pair<base::MonoTime, base::UserId>> polled_;
  StoreMode store_ = StoreMode::commits;
  base::BatchNumber handed_in_{};
  std::vector<std::string> violations_;
  std::size_t wakes_ = 0;
  std::size_t steps_ = 0;
  std::set<base::UserId> ever_watched_;
  base::CallId newest_call_{};
  bool stopping_ = false;
  bool stopped_ = false;
};

}  // namespace presenced::support
