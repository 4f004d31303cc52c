// One facet of one person: what is recorded of it, held against what really happened (honesty.h).
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_set>
#include <utility>
#include <vector>

#include "session/connection.h"
#include "sim/coverage_check.h"
#include "sim/honesty.h"
#include "sim/journal.h"
#include "sim/unreported.h"
#include "support/history_check.h"
#include "tracker/tracker.h"

namespace presenced::sim {

// Of who is sampled on a socket, something is heard in every round. The longest time between two samples: a whole
// round, in which the first was early and the second late, and the answer that stays away until the next one ends.
inline constexpr base::Millis kBetweenSamples = base::Millis{140'000};

// A status that ran out unsaid is noticed when the socket has shown that it still lived after the grace: on one that
// our pings do not get through on any more, that is Slack's next ping.
inline constexpr base::Millis kExpiryNoticed = tracker::Tracker::kExpiryGrace + base::Millis{40'000};

inline constexpr std::string_view kPoll = history::name_of(history::FeedName::poll);
inline constexpr std::string_view kApp = history::name_of(history::FeedName::socket_mode);

// An event that took longer is `late`; how long it took is known within the uncertainty of the clock, which is a minute
// where no reply was dated.
inline constexpr base::Millis kPushed = base::Millis{72'000};

// Sessions, by their feed.
struct SessionsOf {
  std::unordered_set<std::int64_t> polls;
  std::unordered_set<std::int64_t> app;
};

// What was told of one facet of one person.
struct Heard {
  const std::vector<Sample>& polls;
  MostBetween most;                    // that they may be apart
  const std::vector<Sample>& events;   // over Socket Mode
  const std::vector<Sample>& answers;  // to whoever has its events from there
};

inline std::string show(base::Presence presence) { return std::string(base::name_of(presence)); }
inline std::string show(const base::Status& status) { return test::status_text(status); }

// The last transition, if it was recorded exactly then.
template <class State>
const test::RecordedTransition<State>* recorded_at(const test::RecordedFacet<State>& facet, base::WallTime at) {
  const auto after = std::upper_bound(facet.transitions.begin(), facet.transitions.end(), at,
                                      [](base::WallTime then, const auto& one) { return then < one.at; });
  return after != facet.transitions.begin() && std::prev(after)->at == at ? &*std::prev(after) : nullptr;
}

inline std::optional<base::WallTime> expiry(const base::State& state) { return base::ends_at(state); }

template <class State>
std::optional<base::WallTime> reads_otherwise(const State& state, const std::string& shown, base::WallTime from,
                                              base::WallTime to) {
  return from < to && show(state) != shown ? std::optional(from) : std::nullopt;
}

// A change of the truth, in recorded time: not recorded before `least`, nor, if it is told, after `most`.
template <class State>
struct Happened {
  base::WallTime least;
  base::WallTime most;
  base::WallTime came;      // an event of it had come by then, though it may have waited to be read
  base::WallTime answered;  // an answer that was made before it may be recorded until then
  base::WallTime polled;    // likewise, of those that polling rests on
  State state;
  std::string shown;  // as RecordedInterval::state has it
  bool announced = true;
  bool sampled = false;    // nobody was told, because nobody was subscribed: found by the next sample
  base::WallTime found{};  // by then, where it is sampled
  bool app = false;        // Socket Mode was to tell it: it is told when its event arrives
  bool must = false;       // it was announced within coverage: it has to be there
  base::MonoTime when{};
};

template <class State>
class FacetCheck {
 public:
  FacetCheck(const Evidence& evidence, const test::RecordedFacet<State>& recorded,
             const std::vector<fake_slack::Change<State>>& truth, const Heard& heard, const SessionsOf& sessions,
             std::string who, Findings& findings)
      : evidence_(evidence),
        recorded_(recorded),
        heard_(heard),
        sessions_(sessions),
        known_until_(evidence.history.alive_at),
        who_(std::move(who)),
        findings_(findings) {
    for (const auto& change : truth) {
      const base::MonoTime when = mono_of(change.at);
      const base::MonoTime told = when + evidence.lateness.around(when);
      Happened<State> one{evidence.clock.at_least(when),
                          evidence.clock.at_most(told),
                          evidence.clock.at_most(when + evidence.network.around(when)),
                          evidence.clock.at_most(when + evidence.answers.around(when)),
                          evidence.clock.at_most(when + evidence.polls.lateness().around(when)),
                          change.state,
                          show(change.state),
                          change.announced};
      one.when = when;
      if (const auto* span = sampled(one)) {
        one.sampled = true;
        one.found =
            span->feed == kPoll ? found_by(evidence, heard.polls, heard.most, when) : one.most + kBetweenSamples;
      }
      one.must = one.announced && !one.sampled && !happened_.empty() && evidence.clock.runs(when) &&
                 evidence.clock.runs(told) && covered(one.least, one.most) && !shown_already(one) && !told_already(one);
      happened_.push_back(std::move(one));
    }
    for (std::size_t i = 0; i < happened_.size(); ++i) expect_event(i);
    next_must_.assign(happened_.size() + 1, happened_.size());
    for (std::size_t i = happened_.size(); i-- > 0;)
      next_must_[i] = i + 1 < happened_.size() && happened_[i + 1].must ? i + 1 : next_must_[i + 1];
  }

  void check() {
    match();
    for (const auto& row : recorded_.intervals) check_row(row);
  }

 private:
  void say(const char* invariant, const std::string& what) { findings_.add(invariant, who_ + ": " + what); }

  bool covered(base::WallTime from, base::WallTime to) const {
    const test::RecordedSpan* span = test::last_begun(recorded_.coverage, from);
    return span != nullptr && to < span->ended_at.value_or(known_until_);
  }

  // The span in which the person was sampled when it happened, or may have been; null: there is none.
  const test::RecordedSpan* sampled(const Happened<State>& one) const {
    for (const base::WallTime to : {std::max(one.most, one.polled), one.most}) {
      const test::RecordedSpan* span = test::last_begun(recorded_.coverage, to);
      if (span != nullptr && span->sampled && (to == one.most || span->feed == kPoll) &&
          one.least <= span->ended_at.value_or(known_until_))
        return span;
    }
    return nullptr;
  }

  // Until when the history may not know of what happened at this moment, where it is polled: the next answer about the
  // person tells it. Others list the members, too, and a made-up feed hears of presences beside the one that counts:
  // then it is known only how far apart the answers are that count.
  static base::WallTime found_by(const Evidence& evidence, const std::vector<Sample>& samples, const MostBetween& most,
                                 base::MonoTime happened) {
    if (!std::is_same_v<State, base::Presence> || evidence.made_up) {
      const base::Millis soon = most(happened, happened + base::Millis{1});
      return evidence.clock.at_most(happened + std::max(soon, most(happened, happened + soon)));  // settings may change
    }
    const auto next =
        std::find_if(samples.begin(), samples.end(), [&](const Sample& one) { return one.made > happened; });
    return next == samples.end() ? base::WallTime::max() : evidence.clock.at_most(next->arrived);
  }

  // Whether it was found by an answer that polling rests on.
  bool polled(const test::RecordedTransition<State>& one) const {
    return one.source != "expiry" && sessions_.polls.contains(one.session);
  }

  // ---- over Socket Mode ----

  bool of_app(const test::RecordedTransition<State>& one) const {
    return one.source != "expiry" && sessions_.app.contains(one.session);
  }

  // What happens where events tell it is known when the first event arrives that was made then or later.
  void expect_event(std::size_t i) {
    Happened<State>& one = happened_[i];
    const auto lasts = [&](const test::RecordedSpan* of) {
      return of != nullptr && one.least <= of->ended_at.value_or(known_until_);
    };
    const test::RecordedSpan* then = test::last_begun(recorded_.coverage, one.least);
    if (lasts(then) && then->feed != kApp) return;
    // Coverage that begins a little later may begin with an answer from before it.
    const test::RecordedSpan* later = test::last_begun(recorded_.coverage, std::max(one.most, one.answered));
    const test::RecordedSpan* span = lasts(later) && later->feed == kApp ? later : lasts(then) ? then : nullptr;
    if (span == nullptr) return;
    // Another feed that took over a moment later may learn of it in its own time.
    const bool elsewhere = lasts(later) && later->feed != kApp;
    const base::WallTime learnt_there = elsewhere ? excused_until(i) : base::WallTime::min();
    one.app = true;
    // Of several changes in one millisecond each has an event of its own (seed 220386).
    std::size_t others = 0;
    while (others < i && happened_[i - 1 - others].when == one.when) ++others;
    const auto event = std::find_if(heard_.events.begin(), heard_.events.end(), [&](const Sample& event_of) {
      if (event_of.made == one.when && others > 0) return --others, false;
      return event_of.made >= one.when;
    });
    const bool comes = event != heard_.events.end();
    const base::WallTime arrives = comes ? evidence_.clock.at_most(event->arrived) : base::WallTime::max();
    one.found = std::max(learnt_there, std::min(arrives, span->ended_at.value_or(known_until_)));
    // Nothing older comes in between, which may tell the same, and nothing newer can.
    const bool alone = comes && (i + 1 == happened_.size() || happened_[i + 1].when > event->arrived) &&
                       std::none_of(heard_.events.begin(), event, [&](const Sample& other) {
                         return other.arrived >= one.when && other.made < one.when;
                       });
    // By its own clock the status before has run out meanwhile, and that stands there already.
    const auto own = i > 0 ? expiry(happened_[i - 1].state) : std::nullopt;
    const bool ran_out = own && *own + tracker::Tracker::kExpiryGrace <= arrives;
    one.must = alone && i > 0 && !ran_out && one.announced && event->made == one.when &&
               evidence_.clock.runs(one.when) && evidence_.clock.runs(event->arrived) && covered(one.least, arrives) &&
               !shown_already(one);
  }

  // Whether it was recorded when one of these arrived, of a moment at which state `i` was so.
  template <class Good>
  bool came_of(const std::vector<Sample>& samples, base::WallTime at, std::size_t i, const Good& good) const {
    return std::any_of(samples.begin(), samples.end(), [&](const Sample& one) {
      return happened_[i].when <= one.made && (i + 1 == happened_.size() || one.made <= happened_[i + 1].when) &&
             evidence_.clock.at_least(one.arrived) <= at && at <= evidence_.clock.at_most(one.arrived) && good(one);
    });
  }

  bool fits_origin(const test::RecordedTransition<State>& one, std::size_t i) const {
    if (one.source == "first" || one.source == "resync")
      return came_of(heard_.answers, one.at, i, [](const Sample&) { return true; });
    if (i == 0) return false;
    // It can have happened before it was recorded that the one before it had happened, which came late. How long ago
    // it was is reckoned from the arrival, by a clock that may have run too fast since.
    const auto bounds = [&](const Sample& sample) {
      const base::WallTime reckoned = evidence_.clock.at_most(sample.arrived) - (sample.arrived - happened_[i].when);
      return one.earliest <= std::max({happened_[i].most, reckoned, before(one)});
    };
    if (one.source == "audit") return came_of(heard_.answers, one.at, i, bounds);
    if (one.source == "late") return came_of(heard_.events, one.at, i, bounds);
    return came_of(heard_.events, one.at, i, [](const Sample& event) { return event.arrived - event.made <= kPushed; });
  }

  // When the transition before it was recorded.
  base::WallTime before(const test::RecordedTransition<State>& one) const {
    const auto next = std::find_if(recorded_.transitions.begin(), recorded_.transitions.end(),
                                   [&](const auto& other) { return other.seq >= one.seq; });
    return next == recorded_.transitions.begin() ? base::WallTime::min() : std::prev(next)->at;
  }
  // Such an answer, made while state `i` lasted, can be recorded then.
  bool still_answered(std::size_t i, base::WallTime at) const {
    return i + 1 == happened_.size() || at <= std::max(happened_[i + 1].most, happened_[i + 1].polled);
  }

  // The history had it so already: it had not noticed that it was otherwise in between (untrue, if it should have).
  bool shown_already(const Happened<State>& one) const {
    const auto after = std::upper_bound(recorded_.transitions.begin(), recorded_.transitions.end(), one.least,
                                        [](base::WallTime at, const auto& transition) { return at <= transition.at; });
    return after != recorded_.transitions.begin() && std::prev(after)->after == one.state;
  }

  // The same state was told before it, and may have arrived no earlier: what lay between was told to nobody.
  bool told_already(const Happened<State>& one) const {
    const auto told =
        std::find_if(happened_.rbegin(), happened_.rend(), [](const auto& change) { return change.announced; });
    return told != happened_.rend() && told->state == one.state && told->most >= one.least;
  }

  // Whether at this moment nobody can know but that state `i` goes on. A change that Slack announced to nobody does not
  // end it: what a socket said before is recalled after a gap of the recorder's, and the silence since speaks for it.
  bool still_told(std::size_t i, base::WallTime at) const {
    std::size_t next = i + 1;
    while (next < happened_.size() && !happened_[next].announced) ++next;
    if (next == happened_.size()) return true;
    // Slack's answer about a status tells what was so when it was made. When the push that overtook it is lost with its
    // socket, it is still recorded, and nothing is claimed beyond it (seed 1647).
    constexpr bool asked = !std::is_same_v<State, base::Presence>;
    return at <= (asked ? std::max(happened_[next].most, happened_[next].answered) : happened_[next].most);
  }

  // Whether this transition can be the news of the change to state `i`.
  bool fits(const test::RecordedTransition<State>& one, std::size_t i) const {
    const auto& change = happened_[i];
    if (!(change.state == one.after) || change.least > one.at) return false;
    if (of_app(one)) return fits_origin(one, i);
    if (polled(one))
      return still_answered(i, one.at) &&
             (one.source != "sample" || (i > 0 && std::max(change.most, change.polled) >= one.earliest));
    const bool still = still_told(i, one.at);
    if (one.source == "sample")  // of what lay between two samples, it tells the last
      return change.most >= one.earliest && i > 0 && (i + 1 == happened_.size() || one.at <= happened_[i + 1].most);
    if (one.source == "first" || one.source == "resync") return still;
    // What nobody was told of at once comes with the next event about the person, as long as it is still so.
    // Of what ends without an event only its own event tells when.
    const bool by_the_way = !kChangesUnreported<State> && !change.announced && still;
    if (one.source == "push") return i > 0 && (one.at <= change.came || by_the_way);
    if (one.source == "late") return i > 0 && still && change.came >= one.earliest;
    return change.most >= one.earliest && i > 0 && (still || one.source == "expiry");
  }

  // By its own clock a status had run out: it says so, or hears it again.
  bool by_own_clock(const test::RecordedTransition<State>& one) const {
    if (one.source == "expiry") return one.before && !(one.after == *one.before);
    return expiry(one.after) && *expiry(one.after) + tracker::Tracker::kExpiryGrace <= one.at;
  }

  // Follows the transitions through the changes. Where a transition could be the news of several changes (people who
  // change every second), all of them are followed; a change that has to be there is never passed over.
  void match() {
    std::vector<std::size_t> now;  // what the history may have arrived at
    for (const auto& one : recorded_.transitions) {
      std::vector<std::size_t> next;
      bool any = false;
      const bool found_later = one.source == "first" || one.source == "resync";
      const std::size_t from = now.empty() ? 0 : now.front();
      for (std::size_t j = from; j < happened_.size() && happened_[j].least <= one.at; ++j) {
        if (!fits(one, j)) continue;
        any = true;
        const bool reachable =
            now.empty() || std::any_of(now.begin(), now.end(), [&](std::size_t i) {
              return i == j ? found_later : i < j && (found_later ? next_must_[i] > j : next_must_[i] >= j);
            });
        if (reachable) next.push_back(j);
      }
      if (by_own_clock(one)) {  // it need not be news of anything, though it may look so (seed 1471)
        std::vector<std::size_t> either;
        std::set_union(now.begin(), now.end(), next.begin(), next.end(), std::back_inserter(either));
        next = std::move(either);
      }
      if (next.empty()) {
        complain(one, any, now);
        for (std::size_t j = 0; j < happened_.size() && happened_[j].least <= one.at; ++j)
          if (fits(one, j)) next.push_back(j);
        if (next.empty()) next = now;
      }
      now = std::move(next);
    }
    if (now.empty()) return;
    const std::size_t last = happened_.size();
    if (std::none_of(now.begin(), now.end(), [&](std::size_t i) { return next_must_[i] == last; }))
      missed(next_must_[now.back()]);
  }

  void complain(const test::RecordedTransition<State>& one, bool any, const std::vector<std::size_t>& now) {
    if (any && !now.empty() && next_must_[now.back()] < happened_.size() &&
        happened_[next_must_[now.back()]].least <= one.at)
      return missed(next_must_[now.back()]);
    say("false", fmt::format("seq {} ({}) tells of {} at {} (since {}), which did not happen so", one.seq, one.source,
                             show(one.after), clock_text(one.at), clock_text(one.earliest)));
  }

  void missed(std::size_t i) {
    say("missed", fmt::format("{} at {} was covered, and is not there once and in its place", happened_[i].shown,
                              clock_text(happened_[i].least)));
  }

  // No part of a covered row may be surely within another state of the truth.
  void check_row(const test::RecordedInterval& row) {
    if (row.state == "unknown") return;
    const base::WallTime end = std::min(row.ended_at.value_or(known_until_), known_until_);
    const auto later = std::upper_bound(happened_.begin(), happened_.end(), row.started_at,
                                        [](base::WallTime at, const auto& change) { return at < change.least; });
    std::size_t i = static_cast<std::size_t>(later - happened_.begin());
    if (i > 0) --i;
    for (; i < happened_.size() && happened_[i].least < end; ++i) {
      const base::WallTime from = std::max(row.started_at, excused_until(i));
      base::WallTime to = i + 1 == happened_.size() ? end : std::min(end, happened_[i + 1].least);
      if (const auto own = expiry(happened_[i].state)) to = std::min(to, *own + tracker::Tracker::kExpiryGrace);
      const auto otherwise = from < to ? reads_otherwise(happened_[i].state, row.state, from, to) : std::nullopt;
      if (!otherwise || told_by_last_answer(row, i)) continue;
      say("untrue",
          fmt::format("{} is shown from {} to {}, but it was {} from {} on", row.state, clock_text(row.started_at),
                      clock_text(end), happened_[i].shown, clock_text(happened_[i].least)));
    }
  }

  // The row ends with an answer that tells of this change, and says that it may have been so all along. With it the
  // coverage ends, too: the socket that should have told it had died a moment before (seed 59330).
  bool told_by_last_answer(const test::RecordedInterval& row, std::size_t i) const {
    if (!row.ended_at) return false;
    const auto* one = recorded_at(recorded_, *row.ended_at);
    const test::RecordedSpan* span = test::last_begun(recorded_.coverage, *row.ended_at);
    return one != nullptr && one->source == "audit" && one->after == happened_[i].state &&
           one->earliest <= happened_[i].least && span != nullptr && span->ended_at == one->at &&
           one->at - happened_[i].least < session::Limits{}.dead;
  }

  // Until then the history may not know of this change.
  base::WallTime excused_until(std::size_t i) const {
    const auto& change = happened_[i];
    if (kChangesUnreported<State> && !change.announced && !change.sampled)
      return std::min(change.app ? change.found : base::WallTime::max(), asked_until(i));
    if (change.sampled || change.app) return change.found;
    if (change.announced) return change.most;
    const auto ran_out = i > 0 ? expiry(happened_[i - 1].state) : std::nullopt;
    return ran_out ? std::max(change.most, *ran_out) + kExpiryNoticed : base::WallTime::max();
  }

  // By then the end of what Slack has announced is asked for. Who was never told of it asks for nothing: Slack may drop
  // an event and not say so (seed 215410).
  base::WallTime asked_until(std::size_t i) const {
    std::size_t told = i;
    while (told > 0 && !happened_[told].announced) --told;
    const base::WallTime known = told < i ? excused_until(told) : base::WallTime::min();
    if (known == base::WallTime::max()) return known;
    return std::max(happened_[i].most, known) + kUnreported<State>;
  }

  const Evidence& evidence_;
  const test::RecordedFacet<State>& recorded_;
  const Heard& heard_;
  const SessionsOf& sessions_;
  base::WallTime known_until_;
  std::string who_;
  Findings& findings_;
  std::vector<Happened<State>> happened_;
  std::vector<std::size_t> next_must_;  // the first after this one that has to be there
};

}  // namespace presenced::sim
