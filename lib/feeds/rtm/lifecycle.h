// How the sockets of a shard begin and end: attempts, hello, goodbye, failures of every kind, and what an end means for
// those whom the socket owned.
#pragma once

#include <string>

#include "feeds/rtm/parts.h"

namespace presenced::feeds::rtm {

class Lifecycle {
 public:
  explicit Lifecycle(Parts& parts) : parts_(parts), context_(parts.context) {}

  void attempt(base::Instant now);
  // False: the call is not one of this shard's.
  bool connect_replied(base::CallId call, const slack::Reply& reply, base::Instant now);
  void opened(Socket& socket, base::Instant now);
  void closed(Socket& socket, history::EndReason reason, const std::string& detail, base::Instant now);
  void hello(Socket& socket, base::Instant now) { act(socket, socket.connection.hello(now.mono), now); }
  void goodbye(Socket& socket, base::MonoTime now);
  // Slack complains on the socket. True: in a word of the Web API's errors that refuses the token. That ends the
  // session, and the next one is tried as after a refusal of rtm.connect.
  bool refused(Socket& socket, std::int64_t code, const std::string& message, base::Instant now);
  // We end it; `trouble`: why, in words.
  void close(Socket& socket, history::EndReason reason, const std::string& trouble, base::Instant now);
  void stop(history::EndReason reason, base::Instant now);
  void woken(base::Instant now);

 private:
  void act(Socket& socket, session::Action action, base::Instant now);
  void begin(Socket& socket, base::Instant now);
  void over(Socket& socket, base::Instant now);
  void successor_over(history::EndReason reason, base::Instant now);
  void current_over(history::EndReason reason, base::Instant now);
  void promote(const Socket& old, base::MonoTime now);
  void woken(Socket& socket, base::Instant now);
  void log_end(const Socket& socket, history::EndReason reason);

  Parts& parts_;
  Context& context_;
};

}  // namespace presenced::feeds::rtm
