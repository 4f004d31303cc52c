// What presence_change says: the answer to a subscription, news of a subscriber, or a sample.
#pragma once

#include "feeds/rtm/publisher.h"
#include "feeds/rtm/samples.h"
#include "slack/events.h"

namespace presenced::feeds::rtm {

class Presences {
 public:
  // All must outlive it.
  Presences(const Sockets& sockets, const tracker::Keeper& keeper, Publisher& publisher, Samples& samples,
            EventOrder& order)
      : sockets_(sockets), keeper_(keeper), publisher_(publisher), samples_(samples), order_(order) {}

  void changed(Socket& socket, const slack::PresenceChange& change, base::Instant now) {
    if (!socket.live()) return;
    for (const base::UserId& user : change.users) {
      if (&socket == sockets_.current.get() && samples_.contains(user))
        samples_.received(socket, user, change.presence, now);
      else if (!socket.left.contains(user))
        reported(socket, user, change.presence, now);
    }
  }

 private:
  void reported(Socket& socket, const base::UserId& user, base::Presence presence, base::Instant now) {
    const auto received = socket.subscription.received(user);
    if (!received.subscribed) return;
    LastValue& last = socket.last[user][base::Facet::presence];
    if (last.state)
      order_.arrived(last.arrivals, user);
    else
      order_.several_arrived(last.arrivals, user);
    last.state = presence;
    last.pushed_at = now.mono;
    last.received = keeper_.sessions().proof(*socket.session);
    publisher_.publish(socket, user, presence, received.answer ? tracker::How::queried : tracker::How::pushed, now);
  }

  const Sockets& sockets_;
  const tracker::Keeper& keeper_;
  Publisher& publisher_;
  Samples& samples_;
  EventOrder& order_;
};

}  // namespace presenced::feeds::rtm
