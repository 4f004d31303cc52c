#include "sim/operator.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/life.h"

namespace presenced::sim {
namespace {

watch::Priority draw_priority(base::Random& random) {
  const std::uint64_t what = random.below(6);
  return what == 0 ? watch::Priority::high : what == 1 ? watch::Priority::low : watch::Priority::normal;
}

// Brings the spans of one facet up to date: who is tracked now, and since when.
void follow(const std::vector<watch::Person>& list, base::Facet facet, base::MonoTime now,
            std::map<base::UserId, base::MonoTime>& since,
            std::unordered_map<base::UserId, std::vector<ReachSpan>>& past) {
  for (auto it = since.begin(); it != since.end();) {
    const bool stays = std::any_of(list.begin(), list.end(), [&](const watch::Person& person) {
      return person.id == it->first && person.track.contains(facet);
    });
    if (stays) {
      ++it;
      continue;
    }
    past[it->first].push_back({it->second, now});
    it = since.erase(it);
  }
  for (const watch::Person& person : list)
    if (person.track.contains(facet)) since.try_emplace(person.id, now);
}

}  // namespace

Operator::Operator(const World& world, base::Random& random, std::size_t people, const Names& names,
                   FurtherFacets further)
    : world_(world), names_(names), further_(further) {
  for (std::size_t i = 0; i < people; ++i) candidates_.push_back(Life::id_of(i));
  if (one_in(random, 3)) candidates_.push_back({"U0NOBODY"});
  if (one_in(random, 4)) candidates_.push_back(fake_slack::self_id());
  for (const base::UserId& id : candidates_)
    if (!one_in(random, 6)) list_.push_back({id, {}, draw_track(random), draw_priority(random)});
  if (names_.any())
    for (std::uint64_t some = 1 + random.below(6); some > 0; --some) change_name(random);
  note();
}

base::Facets Operator::draw_track(base::Random& random) {
  const std::uint64_t what = random.below(8);
  base::Facets track;
  if (what != 0) track.insert(base::Facet::presence);
  if (what != 1) track.insert(base::Facet::status);
  return track | further_.draw();
}

void Operator::edit(base::Random& random) {
  for (std::uint64_t changes = 1 + random.below(3); changes > 0; --changes) change(random);
  note();
}

void Operator::forget(const base::UserId& user) {
  forgotten_.insert(user);
  note();
}

void Operator::change_name(base::Random& random) {
  const watch::Who& who = names_.all()[random.below(names_.all().size())];
  const auto found = std::find_if(named_.begin(), named_.end(), [&](const Named& named) { return named.who == who; });
  if (found != named_.end())
    named_.erase(found);
  else
    named_.push_back({who, draw_track(random), draw_priority(random)});
}

void Operator::change(base::Random& random) {
  if (names_.any() && one_in(random, 2)) {
    if (!one_in(random, 4)) return change_name(random);
    const base::UserId& user = candidate(random);
    if (excluded_.erase(user) == 0) excluded_.insert(user);
    return;
  }
  const base::UserId& who = candidates_[random.below(candidates_.size())];
  const auto found = std::find_if(list_.begin(), list_.end(), [&](const auto& person) { return person.id == who; });
  if (found == list_.end()) {
    list_.push_back({who, {}, draw_track(random), draw_priority(random)});
    return;
  }
  switch (random.below(6)) {
    case 0:
    case 1:
      list_.erase(found);
      break;
    case 2:
      found->track = draw_track(random);
      break;
    case 3:
      found->priority = draw_priority(random);
      break;
    case 4:
      found->label = fmt::format("label {}", random.below(100));
      break;
    default:
      std::rotate(list_.begin(), found, list_.end());
  }
}

void Operator::note() {
  const std::vector<watch::Person> list = may_watch().people;
  for (const base::FacetRow& row : base::kFacets)
    follow(list, row.facet, world_.mono(), since_[row.facet], past_[row.facet]);
}

watch::Watchlist Operator::watchlist() const {
  watch::Watchlist watchlist = watch::watchlist_of(list_);
  watchlist.file = "watchlist.yaml";
  int line = 0;
  for (watch::Group& group : watchlist.groups)
    for (watch::Member& member : group.members) member.line = ++line;
  for (const Named& named : named_) {
    ++line;
    watchlist.groups.push_back({fmt::format("named {}", line), named.track, named.priority, {{named.who, line}}});
  }
  watchlist.exclude.assign(excluded_.begin(), excluded_.end());
  return watchlist;
}

// Each once, with the facets of all that they are on the list for; nothing else of them is looked at.
template <class Meaning>
std::vector<watch::Person> Operator::people(const Meaning& meaning) const {
  std::map<base::UserId, base::Facets> tracked;
  const auto add = [&](const base::UserId& user, const base::Facets& track) {
    if (excluded_.contains(user) || forgotten_.contains(user)) return;
    base::Facets& all = tracked.try_emplace(user, base::Facets{}).first->second;
    all = all | track;
  };
  for (const watch::Person& person : list_) add(person.id, person.track);
  for (const Named& named : named_)
    for (const base::UserId& user : meaning(named.who)) add(user, named.track);
  std::vector<watch::Person> people;
  for (const auto& [user, track] : tracked) people.push_back({user, {}, track});
  return people;
}

MayWatch Operator::may_watch() const {
  MayWatch all{people([this](const watch::Who& who) -> const std::set<base::UserId>& { return names_.ever(who); }), {}};
  for (const watch::Person& person : all.people)
    if (person.track.contains(base::Facet::presence)) all.turns.push_back(turn_of(person.id));
  return all;
}

// The highest priority of all that somebody is on the list for counts; what a name means now is not known for sure.
Turn Operator::turn_of(const base::UserId& user) const {
  Turn turn{user, watch::Priority::low, watch::Priority::high};
  const auto listed = std::find_if(list_.begin(), list_.end(), [&](const auto& one) { return one.id == user; });
  for (const Named& named : named_) {
    if (!names_.ever(named.who).contains(user)) continue;
    turn.highest = std::min(turn.highest, named.priority);
    turn.lowest = std::max(turn.lowest, named.priority);
  }
  if (listed == list_.end()) return turn;
  return {user, std::min(turn.highest, listed->priority), listed->priority};
}

std::vector<watch::Person> Operator::is_to_watch() const {
  return people([this](const watch::Who& who) { return names_.now(who); });
}

Watched Operator::watched() const {
  Watched all = past_;
  for (const base::FacetRow& row : base::kFacets)
    for (const auto& [user, since] : since_[row.facet]) all[row.facet][user].push_back({since, world_.mono()});
  return all;
}

}  // namespace presenced::sim
