#include "support/history_check.h"

#include <fmt/format.h>

#include <algorithm>

namespace presenced::test {

using base::WallTime;
using Complaints = std::vector<std::string>;

namespace {

std::string show(base::Presence presence) { return std::string(base::name_of(presence)); }
std::string show(const base::Status& status) { return status_text(status); }
std::string show(base::Huddle huddle) { return std::string(base::name_of(huddle)); }
std::string show(const base::Dnd& dnd) {
  const auto moment = [](const std::optional<WallTime>& at) { return at ? std::to_string(base::unix_ms(*at)) : "-"; };
  return fmt::format("{} {}..{}", dnd.enabled, moment(dnd.starts_at), moment(dnd.ends_at));
}
// How the intervals show it at this moment.
template <class State>
std::string show_at(const State& state, WallTime) {
  return show(state);
}
std::string show_at(const base::Dnd& dnd, WallTime at) { return dnd.on(at) ? "on" : "off"; }

// The views do not tell when a status before a change was to expire.
bool same_before(base::Presence shown, base::Presence last) { return shown == last; }
bool same_before(const base::Status& shown, const base::Status& last) {
  return shown.text == last.text && shown.emoji == last.emoji;
}
template <class State>
bool same_before(const State& shown, const State& last) {
  return shown == last;
}

template <class State>
using Changes = std::vector<fake_slack::Change<State>>;

// Whether the person was in this state at any moment of [from, to].
template <class State>
bool was(const Changes<State>& truth, const State& state, WallTime from, WallTime to) {
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const bool before_end = truth[i].at <= to;
    const bool after_start = i + 1 == truth.size() || truth[i + 1].at >= from;
    if (truth[i].state == state && before_end && after_start) return true;
  }
  return false;
}

template <class State>
bool changed_to(const Changes<State>& truth, const State& state, WallTime from, WallTime to) {
  return std::any_of(truth.begin() + (truth.empty() ? 0 : 1), truth.end(),
                     [&](const auto& change) { return change.state == state && change.at >= from && change.at <= to; });
}

template <class State>
void check_order(const RecordedFacet<State>& facet, Complaints& out) {
  const RecordedTransition<State>* last = nullptr;
  for (const auto& one : facet.transitions) {
    const auto say = [&](const char* what) { out.push_back(fmt::format("order: seq {}: {}", one.seq, what)); };
    if (one.earliest > one.at) say("earliest is after at");
    if (one.before.has_value() == (one.source == "first")) say("`before` is there exactly when it is not the first");
    if (!last && one.source != "first") say("the first observation is not called so");
    if (last && one.source == "first") say("a second first observation");
    if (last && one.seq <= last->seq) say("seq does not grow");
    if (last && one.at < last->at) say("time goes back");
    if (last && one.before && !same_before(*one.before, last->after)) say("`before` is not what was said before");
    if (last && one.after == last->after) say("no change at all");
    last = &one;
  }
}

template <class State>
void check_truthful(const RecordedFacet<State>& facet, const Changes<State>& truth, Tolerance tolerance,
                    Complaints& out) {
  for (const auto& one : facet.transitions) {
    const bool fits = one.source == "first" || one.source == "resync"
                          ? was(truth, one.after, one.at - tolerance.latency, one.at)
                          : changed_to(truth, one.after, one.earliest - tolerance.latency, one.at);
    if (!fits)
      out.push_back(fmt::format("false: seq {} ({}) says {} at {}, which was not so", one.seq, one.source,
                                show(one.after), base::unix_ms(one.at)));
  }
}

template <class State>
void check_complete(const RecordedFacet<State>& facet, const Changes<State>& truth, WallTime known_until,
                    Tolerance tolerance, Complaints& out) {
  for (std::size_t i = 1; i < truth.size(); ++i) {
    const auto& change = truth[i];
    const bool covered = std::any_of(facet.coverage.begin(), facet.coverage.end(), [&](const RecordedSpan& span) {
      // What happens in the millisecond in which coverage begins may be what it began with.
      return !span.sampled && span.started_at < change.at &&
             change.at + tolerance.latency < span.ended_at.value_or(known_until);
    });
    if (!covered || !change.announced) continue;
    const auto told = std::count_if(facet.transitions.begin(), facet.transitions.end(), [&](const auto& one) {
      return one.after == change.state && one.source != "first" && one.source != "resync" && one.at >= change.at &&
             one.at <= change.at + tolerance.latency;
    });
    // What happened shortly before may have been told after this change had happened.
    const auto truly = std::count_if(truth.begin() + 1, truth.end(), [&](const auto& other) {
      return other.state == change.state && other.at >= change.at - tolerance.latency &&
             other.at <= change.at + tolerance.latency;
    });
    if (told < 1 || told > truly)
      out.push_back(fmt::format("missed: {} at {} was covered and stands there {} times", show(change.state),
                                base::unix_ms(change.at), told));
  }
}

// The state that transitions and coverage make of a moment; empty: not covered. Both are in their order, or the other
// checks have said so.
template <class State>
std::optional<std::string> state_at(const RecordedFacet<State>& facet, WallTime at) {
  const RecordedSpan* span = last_begun(facet.coverage, at);
  if (span == nullptr || (span->ended_at && at >= *span->ended_at)) return std::nullopt;
  const auto after = std::upper_bound(facet.transitions.begin(), facet.transitions.end(), at,
                                      [](WallTime moment, const auto& one) { return moment < one.at; });
  return after == facet.transitions.begin() ? std::nullopt : std::optional(show_at(std::prev(after)->after, at));
}

template <class State>
void check_intervals(const RecordedFacet<State>& facet, bool tiles, Complaints& out) {
  const auto& rows = facet.intervals;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto say = [&](const std::string& what) {
      out.push_back(fmt::format("intervals: {} from {}: {}", rows[i].state, base::unix_ms(rows[i].started_at), what));
    };
    const bool last = i + 1 == rows.size();
    if (rows[i].ended_at && *rows[i].ended_at <= rows[i].started_at) say("is not longer than nothing");
    if (!rows[i].ended_at && !last) say("is open, but not the last");
    if (rows[i].ended_at && last && tiles) say("is the last, but not open");
    if (!last && rows[i].ended_at && *rows[i].ended_at > rows[i + 1].started_at) say("overlaps the next");
    if (!last && tiles && rows[i].ended_at != rows[i + 1].started_at) say("leaves a hole behind it");
    const auto expected = state_at(facet, rows[i].started_at);
    if (expected.value_or("unknown") != rows[i].state) say("should be " + expected.value_or("unknown"));
  }
  // Every moment at which anything changes must be in the right row.
  for (const auto& one : facet.transitions) {
    const auto expected = state_at(facet, one.at);
    const auto next = std::upper_bound(rows.begin(), rows.end(), one.at,
                                       [](WallTime at, const RecordedInterval& row) { return at < row.started_at; });
    const bool within = next != rows.begin() && (!std::prev(next)->ended_at || one.at < *std::prev(next)->ended_at);
    const std::string shown = within ? std::prev(next)->state : "unknown";
    if (shown != expected.value_or("unknown"))
      out.push_back(fmt::format("intervals: at {} they show {}, not {}", base::unix_ms(one.at), shown,
                                expected.value_or("unknown")));
  }
}

// A state that reads differently from some moment on stands there again from that moment.
template <class State>
Changes<State> with_turns(const Changes<State>& truth) {
  Changes<State> all;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    all.push_back(truth[i]);
    for (const auto& turn : base::turns_of(base::State(truth[i].state)))
      if (turn && *turn > truth[i].at && (i + 1 == truth.size() || *turn < truth[i + 1].at))
        all.push_back({*turn, truth[i].state, truth[i].announced});
  }
  return all;
}

// Every row's state must have been true from its start (less the latency) to its end (less the latency), except where
// the truth changed unannounced.
template <class State>
void check_true(const RecordedFacet<State>& facet, const Changes<State>& truth, WallTime known_until,
                Tolerance tolerance, Complaints& out) {
  for (const RecordedInterval& row : facet.intervals) {
    if (row.state == "unknown") continue;
    const WallTime end = std::min(row.ended_at.value_or(known_until), known_until);
    const RecordedSpan* span = last_begun(facet.coverage, row.started_at);
    const base::Millis late = tolerance.latency + (span && span->sampled ? tolerance.sample_round : base::Millis{0});
    for (std::size_t i = 0; i < truth.size(); ++i) {
      const WallTime from = std::max(row.started_at, truth[i].at + late);
      const WallTime to = i + 1 == truth.size() ? end : std::min(end, truth[i + 1].at);
      if (from < to - late && show_at(truth[i].state, truth[i].at) != row.state && truth[i].announced)
        out.push_back(fmt::format("untrue: {} is shown from {} to {}, but it was {} from {} on", row.state,
                                  base::unix_ms(row.started_at), base::unix_ms(end), show(truth[i].state),
                                  base::unix_ms(truth[i].at)));
    }
  }
}

void check_spans(const std::vector<RecordedSpan>& coverage, Complaints& out) {
  const RecordedSpan* last = nullptr;
  for (const RecordedSpan& span : coverage) {
    const auto say = [&](const char* what) {
      out.push_back(fmt::format("coverage: from {}: {}", base::unix_ms(span.started_at), what));
    };
    if (span.ended_at && span.started_at >= *span.ended_at) say("is not longer than nothing");
    if (last && (!last->ended_at || *last->ended_at > span.started_at)) say("overlaps the one before");
    last = &span;
  }
}

template <class State>
void check_facet_form(const RecordedFacet<State>& facet, bool tiles, Complaints& out) {
  check_order(facet, out);
  check_spans(facet.coverage, out);
  check_intervals(facet, tiles, out);
}

template <class State>
void check_facet(const char* name, const RecordedFacet<State>& facet, const Changes<State>& truth, bool tiles,
                 WallTime known_until, Tolerance tolerance, Complaints& out) {
  Complaints here;
  check_facet_form(facet, tiles, here);
  check_truthful(facet, truth, tolerance, here);
  check_complete(facet, truth, known_until, tolerance, here);
  check_true(facet, with_turns(truth), known_until, tolerance, here);
  for (const auto& complaint : here) out.push_back(fmt::format("{}: {}", name, complaint));
}

}  // namespace

Complaints check_history(const RecordedPerson& recorded, const fake_slack::Truth& truth, WallTime known_until,
                         Tolerance tolerance) {
  Complaints out;
  check_facet("presence", recorded.presence, truth.presence, true, known_until, tolerance, out);
  check_facet("status", recorded.status, truth.status, false, known_until, tolerance, out);
  check_facet("dnd", recorded.dnd, truth.dnd, true, known_until, tolerance, out);
  check_facet("huddle", recorded.huddle, truth.huddle, true, known_until, tolerance, out);
  return out;
}

Complaints check_form(const RecordedPerson& recorded) {
  Complaints out;
  check_facet_form(recorded.presence, true, out);
  check_facet_form(recorded.status, false, out);
  check_facet_form(recorded.dnd, true, out);
  check_facet_form(recorded.huddle, true, out);
  return out;
}

}  // namespace presenced::test
