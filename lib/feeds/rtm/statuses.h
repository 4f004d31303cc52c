// The statuses of a shard's members: a socket reports only that one changes, so the present one is asked for
// (status_fetch.h).
//
// Statuses are reported on every socket of the workspace. A shard believes them for its own members, and passes over
// the others.
//
// Browser sessions learn that a record changed, not what it says now (`user_invalidated`). From then on the status is
// unknown: its coverage ends there (`invalidated`) and begins again with the answer to users.info. A change found like
// that is a `resync` that lies between the two.
#pragma once

#include "feeds/rtm/publisher.h"
#include "slack/events.h"

namespace presenced::feeds::rtm {

class Statuses {
 public:
  // All must outlive it.
  Statuses(Context& context, const Members& members, Publisher& publisher, EventOrder& order)
      : context_(context), members_(members), publisher_(publisher), order_(order) {}

  void changed(Socket& socket, const slack::UserChange& change, base::Instant now);
  void invalidated(Socket& socket, const slack::UserInvalidated& event, base::Instant now);
  // The answer to a question asked in the session that owns this member: each session asks again.
  void fetched(const slack::User& user, base::MonoTime asked_at, base::Instant now);

  // Asks about every member whose status this socket does not know; about one member.
  void need_unknown(const Socket& socket, base::MonoTime now);
  void need(const base::UserId& user, base::MonoTime now);
  void session_began(const Socket& socket, base::MonoTime now);

  // The answer about this one waits for the pong to a ping that is still to be sent.
  void unsettle(Socket& socket, const base::UserId& user);
  // After a pong.
  void settle(Socket& socket, base::Instant now);

 private:
  bool tracked(const base::UserId& user) const { return context_.tracks(user, base::Facet::status); }

  Context& context_;
  const Members& members_;
  Publisher& publisher_;
  EventOrder& order_;
};

}  // namespace presenced::feeds::rtm
