#include "watch/plan.h"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>

namespace presenced::watch {

using base::UserId;

namespace {

constexpr std::array kPriorities{Priority::high, Priority::normal, Priority::low};

// One call of `plan`, from the seats that are kept to the guests.
class Planning {
 public:
  Planning(std::span<const Person> people, const Plan& previous, const PlanLimits& limits)
      : limits_(limits), people_(people) {
    for (const Person& person : people) wanted_.emplace(person.id, &person);
    plan_.sets.resize(std::max<std::size_t>(1, std::min(previous.sets.size(), limits.sets)));
    bytes_.resize(plan_.sets.size(), 0);
    keep(previous);
  }

  Plan take() {
    for (const Priority priority : kPriorities)
      for (const Person& person : people_)
        if (person.priority == priority && person.track.contains(base::Facet::presence) && !seats_.contains(person.id))
          seat(person);
    invite();
    return std::move(plan_);
  }

 private:
  void keep(const Plan& previous) {
    for (std::size_t i = 0; i < previous.sets.size() && i < plan_.sets.size(); ++i) {
      for (const UserId& id : previous.sets[i].guests) home_.emplace(id, i);
      for (const UserId& id : previous.sets[i].ids) {
        home_.emplace(id, i);
        const auto person = wanted_.find(id);
        if (person != wanted_.end() && person->second->track.contains(base::Facet::presence) && fits(i, id))
          place(*person->second, i);
      }
    }
  }

  bool fits(std::size_t set, const UserId& next) const {
    const std::size_t count = plan_.sets[set].ids.size() + 1;
    return count <= limits_.ids && slack::frame_bytes(count, bytes_[set] + next.text.size()) <= limits_.bytes;
  }

  void place(const Person& person, std::size_t set) {
    plan_.sets[set].ids.push_back(person.id);
    bytes_[set] += person.id.text.size();
    seats_[person.id] = set;
    by_priority_[static_cast<std::size_t>(person.priority)].push_back(&person);
  }

  void seat(const Person& person) {
    if (const auto set = room_for(person.id))
      place(person, *set);
    else if (const auto given = displace_for(person))
      place(person, *given);
    else
      plan_.left_over.push_back(person.id);
  }

  // Where they are a guest; the first gap of a set in use; a vacant set; a further one.
  std::optional<std::size_t> room_for(const UserId& id) {
    const auto home = home_.find(id);
    if (home != home_.end() && in_use(home->second) && fits(home->second, id)) return home->second;
    // A set that was full is full for good: nobody leaves a set here but by giving way, and then it is filled again.
    while (first_gap_ < plan_.sets.size() && plan_.sets[first_gap_].ids.size() >= limits_.ids) ++first_gap_;
    std::optional<std::size_t> vacant;
    for (std::size_t i = first_gap_; i < plan_.sets.size(); ++i) {
      if (!fits(i, id)) continue;
      if (in_use(i)) return i;
      if (!vacant) vacant = i;
    }
    if (vacant || plan_.sets.size() >= limits_.sets) return vacant;
    plan_.sets.emplace_back();
    bytes_.push_back(0);
    return fits(plan_.sets.size() - 1, id) ? std::optional(plan_.sets.size() - 1) : std::nullopt;
  }

  bool in_use(std::size_t set) const { return set == 0 || !plan_.sets[set].ids.empty(); }

  // Of the lowest priority that is below theirs, the one seated last whose seat is large enough. Their own turn to look
  // for a place has yet to come.
  std::optional<std::size_t> displace_for(const Person& person) {
    for (std::size_t low = by_priority_.size(); --low > static_cast<std::size_t>(person.priority);) {
      auto& seated = by_priority_[low];
      for (std::size_t back = seated.size(); back-- > 0;) {
        const UserId& victim = seated[back]->id;
        const std::size_t set = seats_.at(victim);
        const std::size_t bytes = bytes_[set] - victim.text.size() + person.id.text.size();
        if (slack::frame_bytes(plan_.sets[set].ids.size(), bytes) > limits_.bytes) continue;
        std::erase(plan_.sets[set].ids, victim);
        bytes_[set] -= victim.text.size();
        seats_.erase(victim);
        seated.erase(seated.begin() + static_cast<std::ptrdiff_t>(back));
        return set;
      }
    }
    return std::nullopt;
  }

  void invite() {
    std::vector<const UserId*> strangers;
    for (const Person& person : people_) {
      if (seats_.contains(person.id)) continue;
      const auto home = home_.find(person.id);
      if (home != home_.end() && in_use(home->second))
        plan_.sets[home->second].guests.push_back(person.id);
      else
        strangers.push_back(&person.id);
    }
    for (const UserId* id : strangers) plan_.sets[emptiest()].guests.push_back(*id);
    for (auto& set : plan_.sets) {
      set.priority = Priority::low;
      for (const UserId& id : set.ids) set.priority = std::min(set.priority, wanted_.at(id)->priority);
    }
  }

  std::size_t emptiest() const {
    std::size_t best = 0;
    const auto people = [&](std::size_t i) { return plan_.sets[i].ids.size() + plan_.sets[i].guests.size(); };
    for (std::size_t i = 1; i < plan_.sets.size(); ++i)
      if (in_use(i) && people(i) < people(best)) best = i;
    return best;
  }

  const PlanLimits& limits_;
  std::span<const Person> people_;
  std::unordered_map<UserId, const Person*> wanted_;
  std::unordered_map<UserId, std::size_t> home_;  // the set whose seat or hospitality they had
  std::unordered_map<UserId, std::size_t> seats_;
  std::array<std::vector<const Person*>, kPriorities.size()> by_priority_;  // of the seated, in the order of seating
  std::vector<std::size_t> bytes_;
  std::size_t first_gap_ = 0;
  Plan plan_;
};

}  // namespace

Plan plan(std::span<const Person> people, const Plan& previous, const PlanLimits& limits) {
  return Planning(people, previous, limits).take();
}

}  // namespace presenced::watch
