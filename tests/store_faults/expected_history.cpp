#include "store_faults/expected_history.h"

#include <algorithm>
#include <variant>

namespace presenced::store_faults {

using base::Facet;
using base::WallTime;

namespace {

// Keeps the newest at or before the cutoff, which is the state in force there, and all after it.
template <class Changes>
void retain_changes(Changes& changes, WallTime cutoff) {
  const auto after = std::find_if(changes.begin(), changes.end(),
                                  [cutoff](const auto& change) { return change.transition.at > cutoff; });
  if (after != changes.begin()) changes.erase(changes.begin(), after - 1);
}

}  // namespace

struct ExpectedHistory::Visitor {
  ExpectedHistory& to;
  const std::string& workspace;

  Person& person(const base::UserId& user) { return to.people_[{workspace, user}]; }
  Session& session(base::SessionNumber number) { return to.sessions_[{workspace, number}]; }
  Span* open(const base::UserId& user, Facet facet) {
    std::vector<Span>& spans = person(user).coverage[facet];
    return spans.empty() || spans.back().ended_at ? nullptr : &spans.back();
  }

  void operator()(const history::Transition& it) {
    person(it.user).changes[it.facet()].push_back({++to.transitions_, it});
  }
  void operator()(const history::CoverageOpened& it) {
    if (Span* span = open(it.user, it.facet)) {
      span->session = it.session;
      return;
    }
    std::vector<Span>& spans = person(it.user).coverage[it.facet];
    const WallTime free_from = spans.empty() ? it.at : *spans.back().ended_at;
    spans.push_back({std::max(it.at, free_from), {}, {}, it.session});
  }
  void operator()(const history::CoverageMoved& it) {
    if (Span* span = open(it.user, it.facet)) span->session = it.session;
  }
  void operator()(const history::CoverageClosed& it) {
    Span* span = open(it.user, it.facet);
    if (!span) return;
    span->ended_at = it.at;
    span->reason = it.reason;
    if (it.at <= span->started_at) person(it.user).coverage[it.facet].pop_back();
  }
  void operator()(const history::SessionOpened& it) {
    session(it.number) = {it.connected_at, {}, it.connected_at, {}, {}, {}};
  }
  void operator()(const history::SessionReady& it) { session(it.number).ready_at = it.ready_at; }
  void operator()(const history::SessionProven& it) {
    session(it.number).proven_at = std::max(session(it.number).proven_at, it.proven_at);
  }
  void operator()(const history::SessionSampled& it) { session(it.number).sampled_at = it.sampled_at; }
  void operator()(const history::SessionEnded& it) {
    session(it.number).ended_at = it.ended_at;
    session(it.number).reason = it.reason;
  }
  void operator()(const history::PersonSeen& it) { person(it.user).seen = it; }
  void operator()(const history::PersonWatched& it) { person(it.user).watched = it; }
  void operator()(const history::NameResolved& it) { to.names_[{workspace, it.kind, it.name}] = it; }
  void operator()(const history::NameDropped& it) { to.names_.erase({workspace, it.kind, it.name}); }
  void operator()(const history::GroupsSet& it) { to.groups_[workspace] = it; }
};

void ExpectedHistory::apply(const history::Batch& batch) {
  for (const history::Record& record : batch.records) std::visit(Visitor{*this, batch.workspace}, record);
  alive_at_ = std::max(alive_at_, batch.alive_at);
}

void ExpectedHistory::begin_run(WallTime now) {
  for (auto& [who, person] : people_)
    for (std::vector<Span>& spans : person.coverage) crash(who.first, spans);
  for (auto& [key, session] : sessions_) {
    if (session.ended_at) continue;
    session.ended_at = std::max(session.connected_at, alive_at_);
    session.reason = history::EndReason::crash;
  }
  alive_at_ = std::max(alive_at_, now);
}

// Coverage is proven by what its session heard and by the marks of life, whichever was earlier.
void ExpectedHistory::crash(const std::string& workspace, std::vector<Span>& spans) const {
  if (spans.empty() || spans.back().ended_at) return;
  Span& span = spans.back();
  const auto session = sessions_.find({workspace, span.session});
  span.ended_at = session == sessions_.end() ? alive_at_ : std::min(alive_at_, session->second.proven_at);
  span.reason = history::EndReason::crash;
  if (*span.ended_at <= span.started_at) spans.pop_back();
}

void ExpectedHistory::retain(WallTime cutoff) {
  for (auto& [who, person] : people_) {
    for (std::vector<Change>& changes : person.changes) retain_changes(changes, cutoff);
    for (std::vector<Span>& spans : person.coverage) {
      std::erase_if(spans, [cutoff](const Span& span) { return span.ended_at && *span.ended_at <= cutoff; });
      for (Span& span : spans) span.started_at = std::max(span.started_at, cutoff);
    }
  }
}

}  // namespace presenced::store_faults
