#include "feeds/poll/rota.h"

#include <algorithm>

namespace presenced::feeds::poll {

using base::Millis;
using base::MonoTime;
using base::UserId;

namespace {

constexpr std::array<int, 3> kWeights{4, 2, 1};  // in the order of watch::Priority

constexpr std::size_t index(watch::Priority priority) { return static_cast<std::size_t>(priority); }
constexpr int weight(watch::Priority priority) { return kWeights[index(priority)]; }

struct ById {
  template <class Listed>
  bool operator()(const Listed& one, const UserId& user) const {
    return one.first < user;
  }
  template <class Listed>
  bool operator()(const UserId& user, const Listed& one) const {
    return user < one.first;
  }
};

// Before every turn that an answer gives.
constexpr MonoTime first_turn(watch::Priority priority) {
  return MonoTime::min() + Millis{static_cast<Millis::rep>(index(priority))};
}

}  // namespace

void Rota::replace(std::span<const watch::Person> people, MonoTime from) {
  const std::vector<Listed> before = std::exchange(list_, {});
  for (const watch::Person& person : people) list_.emplace_back(person.id, person.priority);
  std::sort(list_.begin(), list_.end());
  std::vector<UserId> gone;
  for (const auto& [user, entry] : people_)
    if (!contains(user)) gone.push_back(user);
  for (const UserId& user : gone) remove(user);
  for (const auto& [user, priority] : list_) {
    const auto known = people_.find(user);
    if (known != people_.end())
      change_priority(user, known->second, priority);
    else if (!std::binary_search(before.begin(), before.end(), user, ById{}))
      hold(user, from);
  }
}

const Rota::Listed* Rota::listed(const UserId& user) const {
  const auto found = std::lower_bound(list_.begin(), list_.end(), user, ById{});
  return found != list_.end() && found->first == user ? &*found : nullptr;
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

void Rota::change_priority(const UserId& user, Entry& entry, watch::Priority priority) {
  const Place place = entry.place;
  const MonoTime at = entry.at;
  put(user, entry, Place::nowhere);
  entry.priority = priority;
  put(user, entry, place, at);
}

void Rota::remove(const UserId& user) {
  const auto entry = people_.find(user);
  if (entry == people_.end()) return;
  put(user, entry->second, Place::nowhere);
  people_.erase(entry);
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
  const Listed* one = listed(user);
  if (one == nullptr) return;
  Entry& entry = people_.try_emplace(user, Entry{one->second, Place::nowhere, {}}).first->second;
  put(user, entry, Place::waiting, until);
}

void Rota::dismiss(const UserId& user) { remove(user); }

void Rota::restart(MonoTime from) {
  for (const auto& [user, priority] : list_) hold(user, from);
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
