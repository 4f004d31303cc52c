#include "store_faults/workload.h"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>

namespace presenced::store_faults {
namespace {

using base::Facet;
using base::Millis;
using base::Presence;
using base::SessionNumber;
using base::Status;
using base::UserId;
using base::WallTime;
using history::EndReason;
using history::Source;

struct Person {
  std::optional<Presence> presence;
  std::optional<Status> status;
  bool covered = false;
  WallTime proven{};  // the last moment it was covered
};

}  // namespace

struct Workload::State {
  struct Place {  // a workspace
    std::string name;
    std::map<UserId, Person> people;
    std::int64_t last_batch = 0;
    std::int64_t last_session = 0;
    bool live = false;
    std::vector<history::Record> records;
  };

  State(std::uint64_t seed, WallTime start) : random(seed), now(start) {
    for (int i = 0; i < 8; ++i) acme.people[{fmt::format("U0SHARED{:02}", i)}];
    for (int i = 6; i < 11; ++i) zeta.people[{fmt::format("U0SHARED{:02}", i)}];
  }

  std::uint64_t pick(std::uint64_t choices) { return random() % choices; }
  static SessionNumber session(const Place& place) { return SessionNumber{place.last_session}; }

  history::Batch seal(Place& place) {
    return {place.name, base::BatchNumber{++place.last_batch}, now, std::exchange(place.records, {})};
  }

  void connect(Place& place) {
    place.live = true;
    ++place.last_session;
    place.records.push_back(history::SessionOpened{session(place), now});
    for (auto& [id, person] : place.people) {
      now += Millis{1};
      cover(place, id, person);
    }
    place.records.push_back(history::SessionReady{session(place), now});
  }

  // Found on subscribing: the first time ever, or equal, or changed since it was last confirmed.
  void cover(Place& place, const UserId& id, Person& person) {
    const Presence presence = pick(2) == 0 ? Presence::active : Presence::away;
    if (person.presence != presence)
      place.records.push_back(history::Transition{id, now, person.presence ? person.proven : now, person.presence,
                                                  presence, person.presence ? Source::resync : Source::first,
                                                  session(place)});
    person.presence = presence;
    if (!person.status) {
      const Status status{"", "", {}};
      place.records.push_back(history::Transition{id, now, now, std::nullopt, status, Source::first, session(place)});
      person.status = status;
    }
    for (const Facet facet : {Facet::presence, Facet::status})
      place.records.push_back(history::CoverageOpened{id, facet, now, history::Mode::subscribed, session(place)});
    person.covered = true;
  }

  void uncover(Place& place, const UserId& id, Person& person, WallTime until, EndReason reason) {
    if (!std::exchange(person.covered, false)) return;
    person.proven = until;
    for (const Facet facet : {Facet::presence, Facet::status})
      place.records.push_back(history::CoverageClosed{id, facet, until, reason});
  }

  void disconnect(Place& place, WallTime until, EndReason reason) {
    if (!std::exchange(place.live, false)) return;
    for (auto& [id, person] : place.people) uncover(place, id, person, until, reason);
    place.records.push_back(history::SessionEnded{session(place), now, reason});
  }

  void rotate(Place& place) {
    const SessionNumber old = session(place);
    ++place.last_session;
    place.records.push_back(history::SessionOpened{session(place), now});
    for (auto& [id, person] : place.people)
      for (const Facet facet : {Facet::presence, Facet::status})
        if (person.covered) place.records.push_back(history::CoverageMoved{id, facet, session(place)});
    place.records.push_back(history::SessionEnded{old, now, EndReason::goodbye});
  }

  void push(Place& place, const UserId& id, Person& person) {
    if (!person.covered) return;
    const Presence after = person.presence == Presence::active ? Presence::away : Presence::active;
    place.records.push_back(history::Transition{id, now, now, person.presence, after, Source::push, session(place)});
    person.presence = after;
  }

  void speak(Place& place, const UserId& id, Person& person) {
    if (!person.covered) return;
    Status after{fmt::format("at {} \xe2\x98\x95", pick(1'000'000)), pick(2) == 0 ? ":tea:" : "", {}};
    if (pick(2) == 0) after.expires_at = now + Millis{3'600'000};
    place.records.push_back(history::Transition{id, now, now, person.status, after, Source::push, session(place)});
    person.status = after;
  }

  void mention(Place& place, const UserId& id, Person& person) {
    place.records.push_back(
        history::PersonSeen{id, fmt::format("name {}", pick(1000)), "Real Name", "Europe/Paris", pick(9) == 0, false});
    const bool watched = pick(4) != 0;
    if (!watched) uncover(place, id, person, now, EndReason::unwatched);
    if (watched && place.live && !person.covered) cover(place, id, person);
    place.records.push_back(history::PersonWatched{id, watched ? "a label" : "", watched});
  }

  void live_on(Place& place) {
    const int happenings = static_cast<int>(pick(6));  // none: a mark of life
    for (int i = 0; i < happenings; ++i) {
      now += Millis{1 + static_cast<std::int64_t>(pick(700))};
      auto who = place.people.begin();
      std::advance(who, pick(place.people.size()));
      const std::uint64_t what = pick(20);
      if (!place.live)
        connect(place);
      else if (what == 0)
        disconnect(place, now - Millis{500}, EndReason::network_error);
      else if (what == 1)
        rotate(place);
      else if (what < 4)
        mention(place, who->first, who->second);
      else if (what < 9)
        speak(place, who->first, who->second);
      else
        push(place, who->first, who->second);
    }
    if (place.live) place.records.push_back(history::SessionProven{session(place), now});
  }

  std::mt19937_64 random;
  WallTime now;
  Place acme{kWorkspaces[0], {}, 0, 0, false, {}};
  Place zeta{kWorkspaces[1], {}, 0, 0, false, {}};
};

Workload::Workload(std::uint64_t seed, WallTime start) : state_(std::make_unique<State>(seed, start)) {}
Workload::~Workload() = default;

WallTime Workload::now() const { return state_->now; }
void Workload::skip(Millis time) { state_->now += time; }

Commit Workload::next() {
  Commit commit;
  state_->now += Millis{2'000};
  for (State::Place* place : {&state_->acme, &state_->zeta}) {
    if (state_->pick(3) == 0) continue;  // this one has nothing to say
    const int batches = 1 + static_cast<int>(state_->pick(2));
    for (int i = 0; i < batches; ++i) {
      state_->live_on(*place);
      commit.push_back(state_->seal(*place));
    }
  }
  if (commit.empty()) commit.push_back(state_->seal(state_->acme));
  return commit;
}

Commit Workload::goodbye() {
  Commit commit;
  state_->now += Millis{1'000};
  for (State::Place* place : {&state_->acme, &state_->zeta}) {
    state_->disconnect(*place, state_->now, EndReason::shutdown);
    commit.push_back(state_->seal(*place));
  }
  return commit;
}

}  // namespace presenced::store_faults
