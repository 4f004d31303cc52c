#include "support/memory_history.h"

#include <algorithm>
#include <set>
#include <type_traits>

namespace presenced::support {

using base::Facet;
using base::SessionNumber;
using base::UserId;
using base::WallTime;
using history::Source;

namespace {

std::string who(const UserId& user, Facet facet) { return user.text + " " + std::string(name_of(facet)); }
std::string who(SessionNumber session) { return "session " + std::to_string(static_cast<std::int64_t>(session)); }

}  // namespace

std::string text_of(base::Presence presence) { return std::string(name_of(presence)); }
std::string text_of(const base::Status& status) {
  if (status.cleared()) return "";
  return status.text + "|" + status.emoji + "|" +
         (status.expires_at ? std::to_string(base::unix_ms(*status.expires_at)) : "");
}

std::string text_of(const base::Dnd& dnd) {
  const auto moment = [](const std::optional<base::WallTime>& at) {
    return at ? std::to_string(base::unix_ms(*at)) : std::string();
  };
  return (dnd.enabled ? "enabled|" : "|") + moment(dnd.starts_at) + "|" + moment(dnd.ends_at);
}
std::string text_of(base::Huddle huddle) { return std::string(name_of(huddle)); }

std::string text_of(const base::State& state) {
  return std::visit([](const auto& one) { return text_of(one); }, state);
}

MemoryHistory::MemoryHistory(const history::Resume& resume)
    : began_with_(resume),
      last_batch_(resume.last_batch),
      last_session_(resume.last_session),
      alive_at_(resume.recorded_until),
      forgotten_(resume.forgotten) {
  for (const history::NameResolved& name : resume.names) record(name);
  for (const auto& [user, person] : resume.people) {
    states_[user] = person;
    if (person.watched) watched_[user] = {user, person.label, true};
    for (const base::FacetRow& row : base::kFacets)
      if (const auto& known = person.facets[row.facet])
        tracks_[{user, row.facet}] = {text_of(known->state), {}, known->confirmed_until, known->confirmed_until};
  }
}

void MemoryHistory::demand(bool holds, const std::string& rule, const std::string& whom) {
  if (!holds) violations_.push_back(whom + ": " + rule);
}

bool MemoryHistory::live(SessionNumber session) const {
  const auto found = sessions_.find(session);
  return found != sessions_.end() && !found->second.ended_at;
}

void MemoryHistory::apply(const history::Batch& batch) {
  const auto number = static_cast<std::int64_t>(batch.number);
  const std::string name = "batch " + std::to_string(number);
  demand(number == static_cast<std::int64_t>(last_batch_) + 1, "batches are numbered without a gap", name);
  demand(batch.alive_at >= alive_at_, "marks of life never go back", name);
  last_batch_ = batch.number;
  alive_at_ = batch.alive_at;
  told_.emplace_back(batch);
  marks_.push_back(batch.alive_at);
  for (const history::Record& one : batch.records) std::visit([&](const auto& r) { record(r); }, one);
  check_spans_have_sessions();
}

void MemoryHistory::record(const history::Transition& one) {
  const Facet facet = one.facet();
  Track& track = tracks_[{one.user, facet}];
  Change change{one.user, facet, one.at, one.earliest, {}, text_of(one.after), one.source, one.session};
  if (one.before) change.before = text_of(*one.before);
  const std::string whom = who(one.user, facet);
  demand(change.before == track.state, "`before` is what was known before", whom);
  demand(change.before != change.after, "a transition changes something", whom);
  demand(one.earliest <= one.at, "bounds do not cross", whom);
  demand(one.at >= track.newest, "times of one person never go back", whom);
  demand(one.at <= alive_at_, "nothing is recorded ahead of time", whom);
  check_source(change, track);
  track.state = change.after;
  track.newest = std::max(track.newest, one.at);
  track.not_before = one.before || sessions_.empty() ? one.earliest : sessions_.begin()->second.connected_at;
  changes_.push_back(std::move(change));
  states_[one.user].facets[facet] = history::LastKnown{one.after, one.at};
}

void MemoryHistory::check_source(const Change& change, const Track& track) {
  const std::string whom = who(change.user, change.facet);
  demand((change.source == Source::first) == !change.before, "`first`, and only `first`, has no `before`", whom);
  demand(track.open.has_value(), "every transition lies within coverage", whom);
  if (!track.open) return;
  const Span& span = spans_[*track.open];
  demand(change.session == span.sessions.back(), "the session that covers a person is the one that tells", whom);
  demand(change.at >= span.started_at, "every transition lies within coverage", whom);
  demand_not_forgotten(change.user);
  const bool sampled = span.mode == history::Mode::sampled;
  switch (change.source) {
    case Source::push:
      demand(!sampled, "samples are not live", whom);
      [[fallthrough]];
    case Source::first:
      demand(change.earliest == change.at, "what is seen live has one time", whom);
      break;
    case Source::resync:
      demand(change.at == span.started_at, "a resync opens its coverage", whom);
      // An answer of the Web API can confirm a status on a socket that is dead already.
      demand(change.earliest == track.covered_until ||
                 (change.facet == Facet::status && change.earliest > track.covered_until),
             "a resync is bounded by the end of the last coverage", whom);
      break;
    case Source::audit:
    case Source::expiry:  // further back than their coverage, where that began with what had been said before it
      demand(!sampled, "what is sampled is not audited", whom);
      demand(change.earliest >= track.not_before, "an audit or expiry reaches back to what it ended", whom);
      break;
    case Source::late:
      demand(!sampled, "samples are not late events", whom);
      break;
    case Source::sample:
      demand(sampled, "a `sample` lies within sampled coverage", whom);
      demand(change.earliest >= track.newest, "a sample lies after what is known before", whom);
      break;
  }
}

void MemoryHistory::record(const history::CoverageOpened& one) {
  Track& track = tracks_[{one.user, one.facet}];
  const std::string whom = who(one.user, one.facet);
  demand(!track.open, "coverage does not overlap", whom);
  demand(one.at >= track.newest, "coverage does not overlap", whom);
  demand(live(one.session), "only a live session covers", whom);
  const auto watched = watched_.find(one.user);
  demand(watched != watched_.end() && watched->second.watched, "only the watched are covered", whom);
  track.open = spans_.size();
  track.newest = std::max(track.newest, one.at);
  demand_not_forgotten(one.user);
  spans_.push_back({one.user, one.facet, one.at, {}, {}, {one.session}, one.mode});
}

void MemoryHistory::record(const history::CoverageMoved& one) {
  Track& track = tracks_[{one.user, one.facet}];
  const std::string whom = who(one.user, one.facet);
  demand(track.open.has_value(), "only open coverage moves", whom);
  demand(live(one.session), "only a live session covers", whom);
  if (track.open) spans_[*track.open].sessions.push_back(one.session);
}

void MemoryHistory::record(const history::CoverageClosed& one) {
  Track& track = tracks_[{one.user, one.facet}];
  const std::string whom = who(one.user, one.facet);
  demand(track.open.has_value(), "only open coverage closes", whom);
  demand(one.at >= track.newest, "no interval is negative", whom);
  demand(one.at <= alive_at_, "nothing is recorded ahead of time", whom);
  if (!track.open) return;
  Span& span = spans_[*track.open];
  if (span.mode == history::Mode::sampled)
    demand(one.at >= std::max(span.started_at, sessions_[span.sessions.back()].sampled_at),
           "what was recorded as proven by samples was proven", whom);
  span.ended_at = one.at;
  spans_[*track.open].reason = one.reason;
  track.open.reset();
  track.newest = track.covered_until = one.at;
  if (auto& known = states_[one.user].facets[one.facet]) known->confirmed_until = one.at;
}

void MemoryHistory::record(const history::SessionOpened& one) {
  demand(static_cast<std::int64_t>(one.number) == static_cast<std::int64_t>(last_session_) + 1,
         "sessions are numbered without a gap", who(one.number));
  last_session_ = one.number;
  sessions_[one.number] = {one.connected_at, one.connected_at, {}, {}, {}, {}};
}

void MemoryHistory::record(const history::SessionReady& one) {
  demand(live(one.number), "only a live session becomes ready", who(one.number));
  Session& session = sessions_[one.number];
  demand(!session.ready_at, "a session becomes ready once", who(one.number));
  session.ready_at = one.ready_at;
}

void MemoryHistory::record(const history::SessionProven& one) {
  demand(live(one.number), "only a live session is proven", who(one.number));
  Session& session = sessions_[one.number];
  demand(one.proven_at >= session.proven_at, "proof never goes back", who(one.number));
  demand(one.proven_at <= alive_at_, "nothing is recorded ahead of time", who(one.number));
  session.proven_at = one.proven_at;
}

void MemoryHistory::record(const history::SessionSampled& one) {
  demand(live(one.number), "only a session that lives is sampled through", who(one.number));
  demand(one.sampled_at <= alive_at_, "nothing is recorded ahead of time", who(one.number));
  Session& session = sessions_[one.number];
  demand(one.sampled_at >= session.sampled_at, "rounds never go back", who(one.number));
  session.sampled_at = one.sampled_at;
}

void MemoryHistory::record(const history::NameResolved& one) { names_[{one.kind, one.name}] = one; }
void MemoryHistory::record(const history::NameDropped& one) { names_.erase({one.kind, one.name}); }
void MemoryHistory::record(const history::GroupsSet& one) { groups_ = one; }

void MemoryHistory::record(const history::SessionEnded& one) {
  demand(live(one.number), "a session ends once", who(one.number));
  Session& session = sessions_[one.number];
  demand(one.ended_at >= session.connected_at, "no interval is negative", who(one.number));
  session.ended_at = one.ended_at;
  session.reason = one.reason;
}

void MemoryHistory::record(const history::PersonSeen& one) {
  demand_not_forgotten(one.user);
  seen_[one.user] = one;
}

void MemoryHistory::record(const history::PersonWatched& one) {
  demand_not_forgotten(one.user);
  watched_[one.user] = one;
  states_[one.user].watched = one.watched;
  states_[one.user].label = one.label;
}

void MemoryHistory::demand_not_forgotten(const UserId& user) {
  demand(std::find(forgotten_.begin(), forgotten_.end(), user) == forgotten_.end(), "the forgotten are not recorded",
         user.text);
}

void MemoryHistory::purge(const UserId& user, bool forgotten) {
  told_.emplace_back(Purge{user, forgotten});
  if (forgotten) forgotten_.push_back(user);
  std::erase_if(changes_, [&](const Change& one) { return one.user == user; });
  std::erase_if(tracks_, [&](const auto& one) { return one.first.first == user; });
  std::erase_if(spans_, [&](const Span& one) { return one.user == user; });
  for (auto& [key, track] : tracks_) {
    if (!track.open) continue;
    for (std::size_t i = 0; i < spans_.size(); ++i)
      if (spans_[i].user == key.first && spans_[i].facet == key.second && !spans_[i].ended_at) track.open = i;
  }
  states_.erase(user);
  seen_.erase(user);
  watched_.erase(user);
}

namespace {

// One batch as it would have been without what is later than `after`. `gone`: the coverage that began later.
history::Batch without_future(history::Batch batch, WallTime after, std::set<std::pair<UserId, Facet>>& gone) {
  batch.alive_at = std::min(batch.alive_at, after);
  std::erase_if(batch.records, [&](history::Record& record) {
    return std::visit(
        [&](auto& one) {
          using One = std::decay_t<decltype(one)>;
          if constexpr (requires { one.source; }) return one.at > after;
          if constexpr (std::is_same_v<One, history::CoverageOpened>) {
            if (one.at > after) gone.emplace(one.user, one.facet);
            return one.at > after;
          }
          if constexpr (std::is_same_v<One, history::CoverageMoved>) return gone.contains({one.user, one.facet});
          if constexpr (std::is_same_v<One, history::CoverageClosed>) {
            one.at = std::min(one.at, after);
            return gone.erase({one.user, one.facet}) > 0;
          }
          if constexpr (requires { one.connected_at; }) one.connected_at = std::min(one.connected_at, after);
          if constexpr (requires { one.ready_at; }) one.ready_at = std::min(one.ready_at, after);
          if constexpr (requires { one.proven_at; }) one.proven_at = std::min(one.proven_at, after);
          if constexpr (requires { one.sampled_at; }) one.sampled_at = std::min(one.sampled_at, after);
          if constexpr (requires { one.ended_at; }) one.ended_at = std::min(one.ended_at, after);
          return false;
        },
        record);
  });
  return batch;
}

}  // namespace

// The same is told once more, without the future.
void MemoryHistory::set_aside(WallTime after) {
  for (const auto& [key, track] : tracks_)
    demand(!track.open, "nothing is covered while the future is moved aside", who(key.first, key.second));
  history::Resume resume = began_with_;
  resume.recorded_until = std::min(resume.recorded_until, after);
  for (auto& [user, person] : resume.people) {
    for (auto& known : person.facets)
      if (known) known->confirmed_until = std::min(known->confirmed_until, after);
  }
  MemoryHistory again(resume);
  std::set<Key> gone;
  for (const auto& one : told_) {
    if (const auto* batch = std::get_if<history::Batch>(&one))
      again.apply(without_future(*batch, after, gone));
    else
      again.purge(std::get<Purge>(one).user, std::get<Purge>(one).forgotten);
  }
  std::vector<std::string> violations = std::move(violations_);
  *this = std::move(again);
  violations_.insert(violations_.begin(), violations.begin(), violations.end());
}

// Within a batch a session may end before its coverage is closed; at the end of the batch nothing may hang on it.
void MemoryHistory::check_spans_have_sessions() {
  for (const auto& [key, track] : tracks_) {
    if (!track.open) continue;
    demand(live(spans_[*track.open].sessions.back()), "no coverage outlives its session", who(key.first, key.second));
    demand(watched_[key.first].watched, "only the watched are covered", who(key.first, key.second));
  }
}

std::vector<Change> MemoryHistory::changes_of(const UserId& user, Facet facet) const {
  std::vector<Change> found;
  for (const Change& one : changes_)
    if (one.user == user && one.facet == facet) found.push_back(one);
  return found;
}

std::vector<Span> MemoryHistory::spans_of(const UserId& user, Facet facet) const {
  std::vector<Span> found;
  for (const Span& one : spans_)
    if (one.user == user && one.facet == facet) found.push_back(one);
  return found;
}

bool MemoryHistory::covered(const UserId& user, Facet facet) const {
  const auto found = tracks_.find({user, facet});
  return found != tracks_.end() && found->second.open.has_value();
}

history::Resume MemoryHistory::resume() const {
  history::Resume resume;
  resume.last_session = last_session_;
  resume.last_batch = last_batch_;
  resume.recorded_until = alive_at_;
  for (const auto& [key, name] : names_) resume.names.push_back(name);
  resume.forgotten = forgotten_;
  for (auto [user, person] : states_) {
    for (const base::FacetRow& row : base::kFacets) {
      auto& known = person.facets[row.facet];
      if (!known || !covered(user, row.facet)) continue;
      const Track& track = tracks_.at({user, row.facet});
      const Span& span = spans_[*track.open];
      const WallTime sampled_at = sessions_.at(span.sessions.back()).sampled_at;
      known->confirmed_until =
          span.mode == history::Mode::sampled ? std::max(track.newest, std::min(alive_at_, sampled_at)) : alive_at_;
    }
    if (const auto seen = seen_.find(user); seen != seen_.end()) person.seen = seen->second;
    resume.people.emplace_back(user, person);
  }
  return resume;
}

}  // namespace presenced::support
