// What is known of one facet of a person, and whether something that arrives is newer. Events of Socket Mode arrive in
// any order, late, and again: only Slack's own times tell what is newer. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "base/facets.h"
#include "base/time.h"
#include "slack/report.h"

namespace presenced::feeds::socket_mode {

// When an event was made at Slack, by our monotonic clock.
struct Made {
  base::MonoTime earliest;
  base::MonoTime latest;
};

enum class Order : std::uint8_t { older, newer, unclear };

class Known {
 public:
  // An event about it, compared with what is known. Older, each by itself:
  // - not after the newest event so far, by `event_ts`: it is one that Slack sends again, or was overtaken;
  // - of an older record, by `updated`;
  // - made before a question whose answer is there.
  // Where `updated`, which counts whole seconds, and our clock cannot tell it from an answer, it is unclear.
  Order compare(const slack::Report& event, const Made& made) const;
  void take(const slack::Report& event, const base::State& state, const Made& made);
  // It is not used, and neither is an older one from now on.
  void pass(const slack::Report& event);

  // Whether the answer to this question counts. Otherwise it has to be asked once more: the record is older than one
  // that is known (a replica of Slack's that lags), or an event that says otherwise may have come after the question.
  bool accepts(const slack::Report& answer, const base::State& state, base::MonoTime asked) const;
  void answered(const slack::Report& answer, const base::State& state, base::MonoTime asked, base::MonoTime now);

  bool says(const base::State& state) const { return state_ == state; }
  // When the question was asked whose answer counted last; min(): none has.
  base::MonoTime asked() const { return asked_; }
  // The last moment at which, as far as is known, the status was so at Slack; min(): nothing is known.
  base::MonoTime confirmed() const { return confirmed_; }

 private:
  bool newer_record(const slack::Report& one) const { return one.updated && updated_ && *one.updated > *updated_; }
  bool older_record(const slack::Report& one) const { return one.updated && updated_ && *one.updated < *updated_; }
  void record(const slack::Report& report, const base::State& state);

  std::optional<base::State> state_;     // empty: nothing is known
  std::optional<std::int64_t> updated_;  // of the newest record: Slack's time of its last change, UNIX seconds
  std::int64_t event_us_ = 0;            // the newest event
  base::MonoTime event_made_{base::MonoTime::min()};  // at the latest
  base::MonoTime asked_{base::MonoTime::min()};
  base::MonoTime confirmed_{base::MonoTime::min()};
  base::MonoTime answered_{base::MonoTime::min()};
  bool by_answer_ = false;  // `state_` is
};

}  // namespace presenced::feeds::socket_mode
