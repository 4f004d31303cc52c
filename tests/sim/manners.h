// What the engine asks of the network, held against the rules it must keep towards Slack (ARCHITECTURE 5, invariant 5).
// The fake Slack has an eye on them as well, but it sees what the network made of them.
#pragma once

#include <map>
#include <string>

#include "engine/io.h"
#include "fake_slack/pace.h"
#include "sim/findings.h"

namespace presenced::sim {

class Manners {
 public:
  explicit Manners(Findings& findings) : findings_(findings) {}

  void sent(const engine::SendFrame& frame, base::MonoTime now);
  void called(const engine::CallWebApi& call, base::MonoTime now);
  void answered(const engine::ApiReplied& answer, base::MonoTime now);
  void reloaded() { polls_closed_until_ = base::MonoTime::min(); }  // what Slack has refused is tried again

 private:
  Findings& findings_;
  std::map<base::LinkId, base::MonoTime> last_sent_;
  std::map<base::CallId, slack::Method> calls_;
  std::map<slack::Method, base::MonoTime> closed_until_;       // a Retry-After that it has been told
  base::MonoTime polls_closed_until_ = base::MonoTime::min();  // by a 429 that does not say for how long
  std::map<slack::Method, fake_slack::Pace> tiers_;            // of every method but rtm.connect
  fake_slack::Pace connects_{5, base::Millis{60'000}};         // session::PacePolicy: well inside of what Slack allows
  fake_slack::Pace app_connects_{5, base::Millis{60'000}};
};

}  // namespace presenced::sim
