// Holds a recorded history against what really happened, what could be heard, and whom the operator wanted watched
// (ARCHITECTURE 5, invariants 1 to 4). Findings, by invariant:
//
//   form        order, overlap, tiling: what test::check_form says (4)
//   missed      an announced change fell into coverage, and is not there once, in order, within its bounds (1)
//   false       a transition tells what did not happen (2)
//   untrue      a covered moment shows a state that the person did not have (2)
//   claimed     coverage where nothing could have been heard (3)
//   unwatched   coverage of somebody who was not on the watchlist
//   purged      something of before the history of somebody was deleted
//
// Times: the truth is on the true wall clock, the history on the daemon's. A change is recorded when it arrives, so it
// may be late by what the network took around it (lateness.h). A status that runs out by the daemon's wrong clock is
// not held against it: it is told of an instant, and has only that clock to tell when it is.
#pragma once

#include <map>
#include <unordered_map>
#include <vector>

#include "fake_slack/model.h"
#include "history/feed_name.h"
#include "sim/app_mail.h"
#include "sim/findings.h"
#include "sim/lateness.h"
#include "sim/poll_terms.h"
#include "sim/polls.h"
#include "sim/reach.h"
#include "sim/recorded_clock.h"
#include "support/recorded_history.h"

namespace presenced::sim {

// Since when, until when somebody's facet was to be watched.
using Watched = base::ByFacet<std::unordered_map<base::UserId, std::vector<ReachSpan>>>;

struct Evidence {
  const fake_slack::Model& model;
  const test::RecordedHistory& history;
  const RecordedClock& clock;
  const Lateness& lateness;  // of what is read from sockets
  const Lateness& network;   // of it, without the time for which it waited to be read
  const Lateness& answers;   // of the Web API's
  const Reach& reach;
  const Watched& watched;
  const std::map<base::UserId, base::WallTime>& purged;  // nothing of before this moment may be there
  const Polls& polls;
  const PollTerms& poll_terms;
  const std::map<base::SessionNumber, history::FeedName>& sessions;  // as they were opened
  const AppMail& mail;
  bool made_up = false;  // a made-up feed polls, too: now and then the answer of one is held up by the other
};

void check_honesty(const Evidence& evidence, Findings& findings);

}  // namespace presenced::sim
