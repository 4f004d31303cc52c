// Compares a whole recorded history with what really happened: the rules of an honest history as statements about the
// two. Pure; used by the integration tests and by everything else that knows the truth.
#pragma once

#include <string>
#include <vector>

#include "fake_slack/person.h"
#include "support/recorded_history.h"

namespace presenced::test {

struct Tolerance {
  // The longest that a change may take from happening to being read off our socket.
  base::Millis latency{0};
  // The longest that a change of somebody who is sampled may go unnoticed: a round and its answers.
  base::Millis sample_round{0};
};

// What is wrong, one line each with the person and the moment; empty: the history is honest.
//
//   order       seq grows, times do not go back, `before` is what the last transition said, nothing repeats itself
//   false       a transition says what was not so, or its bounds do not enclose the change
//   missed      a change that was announced fell into coverage by a subscription and is not there exactly once
//   coverage    spans of no length, or overlapping
//   intervals   the intervals do not tile, overlap, or differ from transitions and coverage
//   untrue      a covered moment shows another state than the person had (within the latency, and where it is
//               sampled within a round, too)
std::vector<std::string> check_history(const RecordedPerson& recorded, const fake_slack::Truth& truth,
                                       base::WallTime known_until, Tolerance tolerance);

// The part of it that needs no truth: order, coverage and intervals.
std::vector<std::string> check_form(const RecordedPerson& recorded);

}  // namespace presenced::test
