#include "feeds/poll/rota.h"

#include <iterator>
#include <unordered_set>

namespace presenced::feeds::poll {

using base::Millis;
using base::MonoTime;
using base::UserId;

namespace {

constexpr std::array<int, 3> kWeights{4, 2, 1};  // in the order of watch::Priority

constexpr std::size_t index(watch::Priority priority) { return static_cast<std::size_t>(priority); }
constexpr int weight(watch::Priority priority) { return kWeights[index(priority)]; }

// Before every turn that an answer gives.
constexpr MonoTime first_turn(watch::Priority priority) {
  return MonoTime::min() + Millis{static_cast<Millis::rep>(index(priority))};
}

}  // namespace

void Rota::replace(std::span<const watch::Person> people, MonoTime from) {
  std::unordered_set<UserId> wanted;
  for (const watch::Person& person : people) {
    wanted.insert(person.id);
    const auto [found, added] = people_.try_emplace(person.id);
    Entry& entry = found->second;
    const Place place = added ? Place::waiting : entry.place;
    const MonoTime at = added ? from : entry.at;
    put(person.id, entry, Place::dismissed);
    entry.priority = person.priority;
    put(person.id, entry, place, at);
  }
  for (auto entry = people_.begin(); entry != people_.end();) {
    const bool stays = wanted.contains(entry->first);
    if (!stays) put(entry->first, entry->second, Place::dismissed);
    entry = stays ? std::next(entry) : people_.erase(entry);
  }
}

// The one place that moves people, so that the orders and the counts agree.
void Rota::put(const UserId& user, Entry& entry, Place place, MonoTime at) {
  if (entry.place == Place::waiting) waiting_.erase({entry.at, user});
  if (entry.place == Place::in_turn) turns_.erase({entry.at, user});
  counts_[index(entry.priority)] -= entry.takes_turns();
  entry.place = place;
  entry.at = at;
  counts_[index(entry.priority)] += entry.takes_turns();
  if (place == Place::waiting) waiting_.emplace(at, user);
  if (place == Place::in_turn) turns_.emplace(at, user);
}

void Rota::ripen(MonoTime now) {
  while (!waiting_.empty() && waiting_.begin()->first <= now) {
    const UserId user = waiting_.begin()->second;
    Entry& entry = people_.at(user);
    put(user, entry, Place::in_turn, first_turn(entry.priority));
  }
}

std::optional<UserId> Rota::next(MonoTime now) {
  ripen(now);
  if (turns_.empty()) return std::nullopt;
  const UserId user = turns_.begin()->second;
  put(user, people_.at(user), Place::out);
  return user;
}

void Rota::answered(const UserId& user, MonoTime now, Millis spacing) {
  if (const auto entry = people_.find(user); entry != people_.end())
    put(user, entry->second, Place::in_turn, now + period(user, spacing));
}

void Rota::hold(const UserId& user, MonoTime until) {
  if (const auto entry = people_.find(user); entry != people_.end()) put(user, entry->second, Place::waiting, until);
}

void Rota::dismiss(const UserId& user) {
  if (const auto entry = people_.find(user); entry != people_.end()) put(user, entry->second, Place::dismissed);
}

std::size_t Rota::size() const { return counts_[0] + counts_[1] + counts_[2]; }

// The calls that one round takes, in units of the smallest weight that anybody has.
Millis Rota::round(Millis spacing) const {
  int least = 0;
  std::size_t all = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    all += counts_[i] * static_cast<std::size_t>(kWeights[i]);
    if (counts_[i] > 0) least = kWeights[i];
  }
  return least == 0 ? Millis{0} : spacing * static_cast<Millis::rep>(all) / least;
}

Millis Rota::period(const UserId& user, Millis spacing) const {
  std::size_t all = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) all += counts_[i] * static_cast<std::size_t>(kWeights[i]);
  const auto entry = people_.find(user);
  const int own = entry == people_.end() ? 1 : weight(entry->second.priority);
  return spacing * static_cast<Millis::rep>(all) / own;
}

MonoTime Rota::due() const {
  if (!turns_.empty()) return MonoTime::min();
  return waiting_.empty() ? MonoTime::max() : waiting_.begin()->first;
}

}  // namespace presenced::feeds::poll
