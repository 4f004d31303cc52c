#include "watch/plan.h"

#include <algorithm>
#include <unordered_map>

namespace presenced::watch {

using base::UserId;

namespace {

bool fits(const std::vector<UserId>& set, std::size_t id_bytes, const UserId& next, const PlanLimits& limits) {
  return set.size() < limits.ids && slack::frame_bytes(set.size() + 1, id_bytes + next.text.size()) <= limits.bytes;
}

}  // namespace

Plan plan(std::span<const Person> people, const Plan& previous, const PlanLimits& limits) {
  std::unordered_map<UserId, std::size_t> home;
  for (std::size_t i = 0; i < previous.sets.size() && i < limits.sets; ++i)
    for (const UserId& id : previous.sets[i]) home.emplace(id, i);

  Plan result;
  result.sets.resize(std::max<std::size_t>(1, std::min(previous.sets.size(), limits.sets)));
  std::vector<std::size_t> bytes(result.sets.size(), 0);
  std::vector<UserId> homeless;
  const auto place = [&](const UserId& id, std::size_t set) {
    result.sets[set].push_back(id);
    bytes[set] += id.text.size();
  };

  for (const Person& person : people) {
    if (!person.track.presence) continue;
    const auto found = home.find(person.id);
    if (found != home.end() && fits(result.sets[found->second], bytes[found->second], person.id, limits))
      place(person.id, found->second);
    else
      homeless.push_back(person.id);
  }
  std::size_t set = 0;
  for (const UserId& id : homeless) {
    while (set < result.sets.size() && !fits(result.sets[set], bytes[set], id, limits)) ++set;
    if (set == result.sets.size() && set < limits.sets) {
      result.sets.emplace_back();
      bytes.push_back(0);
    }
    if (set < result.sets.size())
      place(id, set);
    else
      result.left_over.push_back(id);
  }
  return result;
}

}  // namespace presenced::watch
