// Which socket of a shard owns whom, and what of its last values is reported to the keeper.
//
// The current socket owns everybody, except those whom a rotation has handed to the successor (hand_over.h). Whatever
// the other socket says of them is kept and not reported.
#pragma once

#include <unordered_set>

#include "feeds/rtm/context.h"
#include "feeds/rtm/members.h"
#include "feeds/rtm/sockets.h"

namespace presenced::feeds::rtm {

class Publisher {
 public:
  // All must outlive it.
  Publisher(Context& context, const Members& members, Sockets& sockets)
      : context_(context), members_(members), sockets_(sockets) {}

  Socket* owner_of(const base::UserId& user) const;  // null: there is no socket
  // Whether what this socket says of them counts now.
  bool owns(const Socket& socket, const base::UserId& user, base::Facet facet) const;

  // Reports what has just been read. `moment`: of an answer of the Web API, when it was asked for.
  void publish(Socket& socket, const base::UserId& user, const base::State& state, tracker::How how, base::Instant now,
               base::WallTime moment = {});
  // Reports the last values of these facets again, as far as they are confirmed.
  void replay(Socket& socket, const base::UserId& user, base::Facets facets, base::Instant now);
  // Holds back what the socket says of them until a pong to a ping sent from now on: it may be behind another socket,
  // have died in silence, or have said something newer that waits to be read.
  void hold(Socket& socket, const base::UserId& user, base::Facets facets = base::Facets::all());
  // Once the sockets are let go: pongs that are waited for may have waited, too, so the wait begins anew.
  void hold_on(Socket& socket) {
    if (!socket.held.empty()) socket.held.wait_for(socket.pings.await());
  }
  // Of everybody whom the socket owns, samples included.
  void hold_all(Socket& socket);

  // The members that are not handed over lose their coverage; or all of them.
  void lose_rest(history::EndReason reason);
  void lose_all(history::EndReason reason);

  bool handed(const base::UserId& user) const { return handed_.contains(user); }
  bool all_handed() const { return handed_.size() == members_.size(); }
  const std::unordered_set<base::UserId>& handed() const { return handed_; }
  void hand(const base::UserId& user) { handed_.insert(user); }
  void forget_handed() { handed_.clear(); }
  void members_changed();

 private:
  void ask_again(LastValue& last, const base::UserId& user, base::Facet facet, base::Instant now);

  Context& context_;
  const Members& members_;
  Sockets& sockets_;
  std::unordered_set<base::UserId> handed_;  // the successor owns them
};

}  // namespace presenced::feeds::rtm
