// Up to when the sockets together have delivered all that Slack sent.
//
// Each socket has delivered everything that was sent on it before its last sign of life, in order. So all together have
// up to the oldest of these, and no further than there is a doubt (doubts.h). What is covered is covered through the
// session of one of them, and each session is proven as far as all are.
#pragma once

#include "feeds/socket_mode/context.h"
#include "feeds/socket_mode/doubts.h"
#include "feeds/socket_mode/sockets.h"
#include "feeds/socket_mode/statuses.h"

namespace presenced::feeds::socket_mode {

class Proof {
 public:
  // All must outlive it.
  Proof(Context& context, const Sockets& sockets, Statuses& statuses)
      : context_(context), sockets_(sockets), statuses_(statuses) {}

  // `except`: a socket that has ended.
  base::WallTime until(base::WallTime wall, const Socket* except = nullptr) const;
  // After a sign of life, or the end of a socket.
  void advance(base::WallTime wall);
  void doubt(base::WallTime since, base::MonoTime until) { doubts_.add(since, until); }

  // `may_ask`: it is known that connections which have died count no more; before that no answer can settle a doubt.
  void tend(bool may_ask, base::Instant now);
  base::MonoTime deadline(bool may_ask) const { return may_ask ? doubts_.deadline() : base::MonoTime::max(); }
  void rewound(base::WallTime until) { doubts_.rewind(until); }

 private:
  Context& context_;
  const Sockets& sockets_;
  Statuses& statuses_;
  Doubts doubts_;
};

}  // namespace presenced::feeds::socket_mode
