// One subscription set and the sockets that serve it: the current one, its successor while a planned rotation is under
// way, and those that are being closed. Decides which socket speaks for whom, and so when coverage begins and ends.
//
// Statuses are told on every socket of the workspace; this one's word counts for the members of its set: those it
// subscribes to, and its guests (watch/plan.h). What is told of others is passed over.
//
// Samples. The current socket also asks, in turn, about people for whom no set has room (watch/sampling.h). What it
// says of them is a sample, and their presence is covered from the first to the last; who stays silent for a whole
// round loses coverage at the last answer (`timeout`), and all of them do so when the session is lost (its reason).
// When a successor takes the place of the current socket it goes on asking, and the coverage goes on: it was never the
// silence of a socket that kept it up. A session's samples are recorded as proven up to the beginning of its last whole
// round.
//
// Browser sessions are told that a record changed, not what it says now (`user_invalidated`). From then on the status
// is unknown: its coverage ends there (`invalidated`) and begins anew with the answer to users.info. A change so found
// is a `resync` that lies between the two.
//
// The rotation. After `goodbye` the stream opens the successor while the current socket goes on. Both sockets report
// the same people, and either may lag behind the other. The current socket owns a person until both have been pinged
// and are known to be at the same event of that person (rotation.cpp has the rule and its proof). Then the successor
// takes over, and coverage continues without a gap. If the current socket ends first, the people left over lose their
// coverage at that moment, and the successor owns them from a pong whose ping was sent after that end. An answer on the
// old socket may have revealed a state that no event reports: if it was newer than the successor's and different, the
// successor asks first.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "engine/context.h"
#include "engine/link.h"
#include "engine/snapshot.h"
#include "session/reconnect.h"
#include "slack/events.h"
#include "watch/plan.h"
#include "watch/sampling.h"

namespace presenced::engine {

class Stream {
 public:
  // How long to wait for agreement on the last people after the successor's subscription has settled.
  static constexpr base::Millis kHandoverLimit{30'000};

  Stream(Context& context, std::size_t index);

  // The people of this set. A further set whose last person has left is retired: its sockets are closed.
  void assign(const watch::Set& set, base::Instant now);
  bool has(const base::UserId& user) const { return member_set_.contains(user); }
  // Whom the current socket asks about in turn.
  void sample(const std::vector<base::UserId>& ids);
  // Nothing is known of this member any more (the history was purged); what the socket said of them is told again
  // once a pong has shown that it lives.
  void tell_again(const base::UserId& user);

  // Connecting. Attempts share one pace, so the engine makes them, in the order of `place`: since when one is due, with
  // a handicap for a lower priority. The highest begin, and nobody waits for ever behind a set that fails again and
  // again.
  std::optional<base::MonoTime> due() const { return reconnect_.due(); }
  base::MonoTime place() const;
  void attempt(base::Instant now);
  void put_off(base::MonoTime until) { reconnect_.put_off(until); }
  bool calling() const;
  // Slack has refused a session since this was last asked: the other sets need not try before the next attempt.
  bool take_refusal() { return std::exchange(refused_anew_, false); }
  // An attempt that waits is made now: whatever was in its way may have been mended.
  void retry_now(base::MonoTime now) {
    if (reconnect_.due()) reconnect_.want(now);
  }
  void intervals_changed();  // to what the settings say now
  void stop(base::Instant now, history::EndReason reason);
  bool live() const { return current_ && current_->live(); }
  bool quiet() const { return !current_ && !successor_ && closing_.empty(); }

  // Each returns false when the call or link is not one of this stream's.
  bool connect_replied(base::CallId call, const slack::Reply& reply, base::Instant now);
  Link* find(base::LinkId link);
  void socket_opened(Link& link, base::Instant now);
  void socket_closed(Link& link, history::EndReason reason, const std::string& detail, base::Instant now);
  void heard(Link& link, base::Instant now);  // any sign of life; before the event itself
  void handle(Link& link, const slack::Event& event, base::Instant now);

  // The answer to a question of ours about this member, asked in the session that speaks for them: each asks anew.
  void status_fetched(const slack::User& user, base::MonoTime asked_at, base::Instant now);

  // What the history had of after `at` is moved aside; nothing is covered.
  void rewound(base::WallTime at);

  // Coverage as a whole: it can be recorded again, or no longer.
  void uncover(history::EndReason reason);
  void cover();

  void woken(base::Instant now);
  base::MonoTime deadline() const;

  // The last moment the facets of this person are proven for.
  base::WallTime proof_of(const base::UserId& user) const;
  void record_proofs();
  bool proof_due() const;
  StreamSnapshot snapshot(base::MonoTime now) const;

 private:
  // connecting (stream_connect.cpp)
  void act(Link& link, session::Action action, base::Instant now);
  void begin(Link& link, base::Instant now);
  void over(Link& link, base::Instant now);
  void connection_woken(Link& link, base::Instant now);
  void want_successor(base::MonoTime now);
  void forget_ended();
  void log_end(const Link& link);
  // Slack refuses a session, in its answer to rtm.connect or on the socket: when the next attempt is due, and what the
  // log says.
  void refused(const slack::ApiError& error, base::Instant now);

  // speaking (stream_events.cpp, stream.cpp)
  Link* speaker(const base::UserId& user) const;
  bool speaks(const Link& link, const base::UserId& user) const;
  void say(Link& link, const base::UserId& user, base::Instant now);
  void hold(Link& link);  // whatever the link has reported counts from a pong on
  void presence(Link& link, const slack::PresenceChange& change, base::Instant now);
  void status(Link& link, const slack::UserChange& change, base::Instant now);
  void joined(Link& link, const base::UserId& user, base::Instant now);
  void invalidated(Link& link, const slack::UserInvalidated& event, base::Instant now);
  // The answer about this status waits for the pong to a ping that is still to be sent.
  void unsettle(Link& link, const base::UserId& user);
  void settle_statuses(Link& link, std::int64_t answered_ping, base::Instant now);
  bool session_refused(Link& link, std::int64_t code, const std::string& message, base::Instant now);
  void socket_error(Link& link, const slack::ConnectionError& error, base::Instant now);
  void send_again(Link& link, base::Instant now);
  void pong(Link& link, std::int64_t reply_to, base::Instant now);
  void need_status(const Link& link, base::MonoTime now);
  bool retired() const { return context_.stopping || !wanted_; }
  void pump(Link& link, base::Instant now);
  void settle(Link& link, base::Instant now);
  void audit(base::MonoTime now);
  void note_standing(base::MonoTime now);

  // samples (stream_samples.cpp)
  bool may_sample(const Link& link) const;
  void sampled(const Link& link, const base::UserId& user, base::Presence presence, base::Instant now);
  void end_round(base::Instant now);
  void close_samples(history::EndReason reason);
  void hand_samples_over();

  // rotation (rotation.cpp)
  // The last completed exchange of pings: when the ping (or the presence_sub) on each socket was sent.
  struct Exchange {
    Order current_asked = 0;
    Order successor_asked = 0;
  };
  void arrived(Arrivals& arrivals, const base::UserId& user, bool several = false);
  void rotate(base::Instant now);
  void complete_exchange(base::Instant now);
  void begin_exchange(base::MonoTime now);
  bool handed(const base::UserId& user) const { return handed_.contains(user); }
  bool agree(const base::UserId& user) const;
  void hand_over(const base::UserId& user, base::Instant now);
  void finish_rotation(base::Instant now);
  void promote(const Link& old, base::Instant now);
  void doubt_overtaken(const Link& old, const base::UserId& user);

  Context& context_;
  std::size_t index_;
  bool wanted_ = false;  // false: retired, or never begun
  watch::Priority priority_ = watch::Priority::normal;
  std::vector<base::UserId> presence_ids_;
  std::vector<base::UserId> members_;
  std::unordered_set<base::UserId> member_set_;
  std::vector<base::UserId> share_;  // of those who are sampled
  watch::Sampling sampling_;
  std::optional<base::Millis> sample_round_;  // how long the last one took
  std::unique_ptr<Link> current_;
  std::unique_ptr<Link> successor_;
  std::vector<std::unique_ptr<Link>> closing_;
  std::unordered_set<base::UserId> handed_;  // the successor speaks for these
  std::optional<base::MonoTime> handover_by_;
  Order order_ = 0;                           // of the newest arrival or ping
  std::optional<Exchange> exchange_;          // empty: none with this successor yet
  std::vector<base::UserId> arrivals_since_;  // whom the sockets reported in this step, while there is an exchange
  bool exchange_useful_ = true;               // another exchange may hand somebody over
  bool exchange_due_ = false;                 // one waits for the frame budget of both sockets
  session::Reconnect reconnect_;
  std::optional<base::MonoTime> audit_at_;
  std::optional<base::MonoTime> standing_since_;  // live or not, as `was_live_` says; empty: nobody was in the set
  bool was_live_ = false;
  std::string last_trouble_;
  std::optional<slack::ApiError> refusal_;  // of the last attempt: by the reply to rtm.connect, or on the socket
  bool refused_anew_ = false;               // and the engine has not been told yet
};

}  // namespace presenced::engine
