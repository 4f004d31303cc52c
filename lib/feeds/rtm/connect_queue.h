// Whose socket is opened next: the attempts of all shards share one pace, and one refusal counts for all of them.
#pragma once

#include <memory>
#include <vector>

#include "feeds/rtm/shard.h"

namespace presenced::feeds::rtm {

class ConnectQueue {
 public:
  using Shards = std::vector<std::unique_ptr<Shard>>;

  // Both must outlive it.
  ConnectQueue(Context& context, const Shards& shards) : context_(context), shards_(shards) {}

  void tend(base::Instant now);  // makes the attempts that are due
  base::MonoTime deadline(base::MonoTime now) const;
  // To a call of rtm.connect, also when its attempt has timed out meanwhile.
  void replied(base::CallId call, const slack::Reply& reply, base::Instant now);
  // A shard whose session was refused has learnt that the others would be.
  void heed_refusals();
  bool refused() const { return refused_; }  // when a session was last tried

 private:
  bool probing() const;
  Shard* next(base::MonoTime now) const;

  Context& context_;
  const Shards& shards_;
  bool refused_ = false;  // one attempt at a time
};

}  // namespace presenced::feeds::rtm
