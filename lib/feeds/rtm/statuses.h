// The facets of a shard's members that a socket reports only when they change: statuses, huddles, do-not-disturb. So
// the present state is asked for (questions.h).
//
// They are reported on every socket of the workspace. A shard believes them for its own members, and passes over
// the others.
//
// Browser sessions learn that a record changed, not what it says now (`user_invalidated`). From then on what it tells
// is unknown: its coverage ends there (`invalidated`) and begins again with the answer to users.info. A change found
// like that is a `resync` that lies between the two.
#pragma once

#include "feeds/rtm/publisher.h"
#include "slack/report.h"

namespace presenced::feeds::rtm {

class Statuses {
 public:
  // All must outlive it.
  Statuses(Context& context, const Members& members, Publisher& publisher, EventOrder& order)
      : context_(context), members_(members), publisher_(publisher), order_(order) {}

  void changed(Socket& socket, const slack::Report& report, base::Instant now);
  void invalidated(Socket& socket, const slack::UserInvalidated& event, base::Instant now);
  // The answer to a question asked in the session that owns this member: each session asks again.
  void fetched(const slack::Report& report, base::MonoTime asked_at, base::Instant now);

  // Asks for all that this socket does not know; for these facets of one member.
  void need_unknown(const Socket& socket, base::MonoTime now);
  void need(const base::UserId& user, base::Facets facets, base::MonoTime now);
  // Asks for what only a question of its own tells of all members.
  void audit(base::MonoTime now);
  void session_began(const Socket& socket, base::MonoTime now);

  // The answer about this one waits for the pong to a ping that is still to be sent.
  void unsettle(Socket& socket, const base::UserId& user, base::Facet facet);
  // After a pong.
  void settle(Socket& socket, base::Instant now);

 private:
  bool tracks(const base::UserId& user, base::Facet facet) const { return context_.tracks(user, facet); }
  base::Facets tracked(const base::UserId& user, base::Facets among) const;
  base::Facets unknown(const Socket& socket, const base::UserId& user) const;
  // What an event says is passed over, is what counts now, or has to be asked about.
  enum class News : std::uint8_t { none, counts, undated };
  News changed(Socket& socket, const slack::Report& report, const base::State& state, base::Instant now);
  void overtaken(Socket& socket, const slack::Report& report, const base::State& state, base::Instant now);
  bool ends_undated(const LastValue& last, const base::UserId& user, const base::State& state) const;
  void invalidated(Socket& socket, const base::UserId& user, base::Facet facet, base::Instant now);
  bool fetched(Socket& socket, const slack::Report& report, const base::State& state, base::MonoTime asked_at,
               base::Instant now);
  bool has_to_wait(const slack::Report& report, base::Facet facet, bool news, base::MonoTime now) const;

  Context& context_;
  const Members& members_;
  Publisher& publisher_;
  EventOrder& order_;
};

}  // namespace presenced::feeds::rtm
