#include "sim/honesty.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "session/connection.h"
#include "sim/coverage_check.h"
#include "sim/facet_check.h"
#include "sim/journal.h"
#include "support/history_check.h"

namespace presenced::sim {
namespace {

using base::Millis;
using base::MonoTime;
using base::WallTime;
using namespace std::chrono_literals;

// The closing handshake of a connection that is dead, and the answer under way.
constexpr Millis kCloses{5'000};

// What has waited to be read is recorded when it is read, and the coverage does not end before that. It claims no more
// than its bounds, as long as they begin where something reaches.
template <class State>
bool ends_with_what_waited(const test::RecordedFacet<State>& facet, WallTime reached, WallTime end) {
  const auto* one = recorded_at(facet, end);
  return one != nullptr && one->source == "late" && one->earliest <= reached;
}

// What an answer of the Web API has told of a status is recorded, and the coverage reaches there, although the socket
// may have died shortly before, and that is not noticed yet (seed 75).
template <class State>
bool ends_with_an_answer(const test::RecordedFacet<State>& facet, WallTime reached, WallTime end) {
  const auto* one = recorded_at(facet, end);
  if (one == nullptr || one->source == "push") return false;
  return one->source == "late" ? ends_with_what_waited(facet, reached, end) : end - reached < session::Limits{}.dead;
}

template <class State>
Claimed all_claimed(const test::RecordedFacet<State>& facet, std::string who) {
  return {facet.coverage, std::move(who),
          [&facet](WallTime reached, WallTime end) { return ends_with_an_answer(facet, reached, end); }};
}

// The part of it that is covered by a feed in this mode.
template <class State>
Claimed claimed_by(const test::RecordedFacet<State>& facet, std::string_view feed, bool sampled, std::string who) {
  Claimed part = all_claimed(facet, std::move(who));
  std::erase_if(part.coverage,
                [&](const test::RecordedSpan& span) { return span.feed != feed || span.sampled != sampled; });
  // What a new connection of Socket Mode tells is recorded, though it has not been noticed yet that the others died.
  if (feed == kApp)
    part.ends_with_an_answer = [&facet](WallTime reached, WallTime end) {
      const bool noticed_late = recorded_at(facet, end) != nullptr && end - reached < session::Limits{}.dead + kCloses;
      return noticed_late || ends_with_what_waited(facet, reached, end);  // seed 236200
    };
  return part;
}

const std::vector<Sample>& of(const Samples& all, const base::UserId& user) {
  static const std::vector<Sample> kNone;
  const auto found = all.find(user);
  return found == all.end() ? kNone : found->second;
}

std::vector<ReachSpan> of(const std::unordered_map<base::UserId, std::vector<ReachSpan>>& all,
                          const base::UserId& user) {
  const auto found = all.find(user);
  return found == all.end() ? std::vector<ReachSpan>{} : found->second;
}

template <class State>
void check_purged(const test::RecordedFacet<State>& facet, WallTime since, const std::string& who, Findings& findings) {
  for (const auto& one : facet.transitions)
    if (one.at < since)
      findings.add("purged", fmt::format("{}: seq {} of {} is there, all before {} was deleted", who, one.seq,
                                         clock_text(one.at), clock_text(since)));
  for (const test::RecordedSpan& covered : facet.coverage)
    if (covered.started_at < since)
      findings.add("purged", fmt::format("{}: covered from {} on, all before {} was deleted", who,
                                         clock_text(covered.started_at), clock_text(since)));
}

// What is claimed, by the feed that claims it.
template <class State>
void check_claims(const Evidence& evidence, const base::UserId& user, const test::RecordedFacet<State>& facet,
                  const Heard& heard, const std::string& who, Findings& findings) {
  constexpr bool kIsPresence = std::is_same_v<State, base::Presence>;
  constexpr std::string_view kRtm = history::name_of(history::FeedName::rtm);
  const Reach& reach = evidence.reach;
  check_within(evidence, claimed_by(facet, kRtm, false, who), kIsPresence ? of(reach.presence, user) : reach.status,
               "claimed", findings);
  static const std::vector<Sample> kNone;
  check_samples(
      evidence, claimed_by(facet, kRtm, true, who), kIsPresence ? of(reach.told, user) : kNone,
      [](MonoTime, MonoTime) { return kBetweenSamples; }, findings);
  check_samples(evidence, claimed_by(facet, kPoll, true, who), heard.polls, heard.most, findings);
  check_within(evidence, claimed_by(facet, kApp, false, who), kIsPresence ? std::vector<ReachSpan>{} : reach.app,
               "claimed", findings);
  for (const auto& [feed, mode] : {std::pair{kPoll, false}, std::pair{kApp, true}})
    for (const test::RecordedSpan& odd : claimed_by(facet, feed, mode, who).coverage)
      findings.add("claimed", fmt::format("{}: covered by {} from {} on, and not in its way", who, feed,
                                          clock_text(odd.started_at)));
}

// Slack says of a minute that it has dropped events: what is covered over Socket Mode when that is known ends before
// they were dropped, and nothing is covered until the minute is over. A run that begins in that minute cannot know:
// Slack tells once. It asks about everybody after a minute.
template <class State>
void check_dropped(const Evidence& evidence, const test::RecordedFacet<State>& facet, const std::string& who,
                   Findings& findings) {
  constexpr std::chrono::minutes kMinute{1};
  const Claimed claimed = claimed_by(facet, kApp, false, who);
  const auto& events = evidence.model.socket_mode().events();
  for (const fake_slack::AppEvent& event : events) {
    if (event.type != "app_rate_limited" || event.fate != fake_slack::AppEvent::Fate::acknowledged) continue;
    const WallTime dropped = evidence.clock.at_least(mono_of(event.at));
    const WallTime known = evidence.clock.at_most(event.settled_at + Lateness::kUsual);
    const MonoTime ends = mono_of(std::chrono::floor<std::chrono::minutes>(event.at) + kMinute);
    const WallTime over = evidence.clock.at_least(ends);
    const bool forgotten = evidence.clock.restarted(event.settled_at, ends);
    // Those of some minutes, as long as Slack sends again, may arrive in another order; what has ended ends no more.
    const bool told_of_others = std::any_of(events.begin(), events.end(), [&](const fake_slack::AppEvent& other) {
      return other.type == event.type && other.at != event.at && std::chrono::abs(other.at - event.at) < 10 * kMinute;
    });
    for (const test::RecordedSpan& span : claimed.coverage) {
      const WallTime end = span.ended_at.value_or(evidence.history.alive_at);
      // What Slack has told ends it in the past, and not when it is told; a change may stand there already.
      const bool told = span.end_reason == "rate_limited" && recorded_at(facet, end) == nullptr && !told_of_others;
      const WallTime until = told ? evidence.clock.at_most(mono_of(event.at)) : known;
      const bool before = span.started_at < dropped && end > until;
      const bool during = span.started_at > known && span.started_at < over && !forgotten;
      if (before || during)
        findings.add("claimed", fmt::format("{}: covered from {} to {}, and Slack dropped events from {} on", who,
                                            clock_text(span.started_at), clock_text(end), clock_text(dropped)));
    }
  }
}

template <class State>
void check_facet(const Evidence& evidence, const base::UserId& user, const test::RecordedFacet<State>& facet,
                 const std::vector<fake_slack::Change<State>>& truth, const SessionsOf& sessions, Findings& findings) {
  constexpr bool kIsPresence = std::is_same_v<State, base::Presence>;
  const base::Facet which = base::facet_of(State{});
  const std::string who = fmt::format("{} {}", user.text, base::name_of(which));
  const auto most_between = [&](MonoTime from, MonoTime to) {
    const Millis most = evidence.poll_terms.most(user, which, from, to, evidence.polls.longest_listing(to));
    return evidence.made_up ? std::max(most, kBetweenSamples) : most;
  };
  const Heard heard{of(evidence.polls.samples(which), user), most_between, of(evidence.mail.told(which), user),
                    of(evidence.polls.answers(which), user)};
  FacetCheck(evidence, facet, truth, heard, sessions, who, findings).check();
  check_claims(evidence, user, facet, heard, who, findings);
  if (!kIsPresence) check_dropped(evidence, facet, who, findings);
  check_within(evidence, all_claimed(facet, who), of(evidence.watched[which], user), "unwatched", findings);
  if (const auto purged = evidence.purged.find(user); purged != evidence.purged.end())
    check_purged(facet, purged->second, who, findings);
}

// Whether each is said to be of the feed that opened it.
SessionsOf check_sessions(const Evidence& evidence, Findings& findings) {
  SessionsOf sessions;
  for (const test::RecordedSession& session : evidence.history.sessions) {
    if (session.feed == kPoll) sessions.polls.insert(session.session);
    if (session.feed == kApp) sessions.app.insert(session.session);
    const auto opened = evidence.sessions.find(base::SessionNumber{session.session});
    if (opened == evidence.sessions.end() || history::name_of(opened->second) != session.feed)
      findings.add("form", fmt::format("session {} is said to be of {}", session.session, session.feed));
  }
  return sessions;
}

}  // namespace

void check_honesty(const Evidence& evidence, Findings& findings) {
  static const fake_slack::Truth kNobody;
  const SessionsOf sessions = check_sessions(evidence, findings);
  for (const auto& [user, person] : evidence.history.people) {
    for (const std::string& line : test::check_form(person)) findings.add("form", user.text + ": " + line);
    const bool known = evidence.model.directory().find(user) != nullptr;
    const fake_slack::Truth& truth = known ? evidence.model.truth(user) : kNobody;
    check_facet(evidence, user, person.presence, truth.presence, sessions, findings);
    check_facet(evidence, user, person.status, truth.status, sessions, findings);
    check_facet(evidence, user, person.dnd, truth.dnd, sessions, findings);
    check_facet(evidence, user, person.huddle, truth.huddle, sessions, findings);
  }
}

}  // namespace presenced::sim
