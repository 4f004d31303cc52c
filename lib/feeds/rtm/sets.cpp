#include "feeds/rtm/sets.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "base/counted.h"

namespace presenced::feeds::rtm {

using base::Instant;
using base::UserId;
using history::EndReason;
using history::Mode;

void Sets::watch(std::span<const watch::Person> people, Instant now) {
  people_.assign(people.begin(), people.end());
  assign(now);
}

void Sets::settings_changed(Instant now) {
  for (const auto& shard : shards_) shard->settings_changed();
  if (planned_sets_ != context_.settings.tuning.max_sockets) assign(now);
}

void Sets::assign(Instant now) {
  const std::size_t sampled_before = sampled();
  planned_sets_ = context_.settings.tuning.max_sockets;
  plan_ = watch::plan(people_, plan_, context_.settings.plan_limits());
  if (sampled() > 0 && sampled() != sampled_before)
    context_.note(base::LogLevel::warning, "sampled",
                  fmt::format("no room for {} in {} of {}; polling their presence every {} s",
                              base::counted_people(sampled()), base::counted(plan_.sets.size(), "subscription"),
                              context_.settings.ids_per_set, context_.settings.tuning.sample_interval.count() / 1000));
  while (shards_.size() < plan_.sets.size()) shards_.push_back(std::make_unique<Shard>(context_, shards_.size()));
  place();

  // Whoever is subscribed to now is sampled no longer.
  const std::unordered_set<UserId> left_over(plan_.left_over.begin(), plan_.left_over.end());
  for (const auto& share : shares_)
    for (const UserId& user : share)
      if (!left_over.contains(user)) context_.lose(user, Mode::sampled, EndReason::unwatched);
  live_.clear();
  share_samples();
  for (std::size_t i = 0; i < shards_.size(); ++i)
    shards_[i]->assign(i < plan_.sets.size() ? plan_.sets[i] : watch::Set{}, now);
}

void Sets::place() {
  const auto before = std::exchange(homes_, {});
  for (std::size_t i = 0; i < plan_.sets.size(); ++i)
    for (const auto* people : {&plan_.sets[i].ids, &plan_.sets[i].unsubscribed})
      for (const UserId& id : *people) homes_.emplace(id, shards_[i].get());
  for (const auto& [user, shard] : before)
    if (!homes_.contains(user)) context_.questions.forget(user);
}

void Sets::share_samples() {
  const bool same = std::equal(shards_.begin(), shards_.end(), live_.begin(), live_.end(),
                               [](const auto& shard, bool live) { return shard->live() == live; });
  if (same) return;
  live_.clear();
  for (const auto& shard : shards_) live_.push_back(shard->live());
  shares_ = watch::share_out(plan_.left_over, shares_, live_);
  for (std::size_t i = 0; i < shards_.size(); ++i) shards_[i]->sample(shares_[i]);
}

Shard* Sets::home_of(const UserId& user) const {
  const auto home = homes_.find(user);
  return home == homes_.end() ? nullptr : home->second;
}

bool Sets::live() const {
  return std::any_of(shards_.begin(), shards_.end(), [](const auto& shard) { return shard->live(); });
}

}  // namespace presenced::feeds::rtm
