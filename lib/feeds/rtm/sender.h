// What the sockets of a shard send, and when: pings, subscriptions and questions, samples.
#pragma once

#include "feeds/rtm/parts.h"

namespace presenced::feeds::rtm {

class Sender {
 public:
  explicit Sender(Parts& parts) : parts_(parts), context_(parts.context) {}

  // Sends the frame whose turn it is, if one may be sent now.
  void pump(Socket& socket, base::Instant now);
  // Slack refused a frame, and does not say reliably which. Sending the set again costs nothing: only new ids are
  // answered.
  void send_again(Socket& socket, base::MonoTime now);
  base::MonoTime deadline() const;

 private:
  Parts& parts_;
  Context& context_;
};

}  // namespace presenced::feeds::rtm
