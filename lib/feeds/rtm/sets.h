// Who belongs to which shard, and whom each one samples.
#pragma once

#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "feeds/rtm/shard.h"
#include "watch/plan.h"

namespace presenced::feeds::rtm {

class Sets {
 public:
  // `context` must outlive it.
  explicit Sets(Context& context) : context_(context) {}

  void watch(std::span<const watch::Person> people, base::Instant now);
  // The number of sockets may be another one.
  void settings_changed(base::Instant now);
  // Those who are sampled go to the sockets that are live, again whenever one has come or gone.
  void share_samples();

  Shard* home_of(const base::UserId& user) const;  // whose member they are; null: not watched
  const std::vector<std::unique_ptr<Shard>>& shards() const { return shards_; }
  std::size_t sampled() const { return plan_.left_over.size(); }
  bool live() const;

 private:
  void assign(base::Instant now);
  void place();

  Context& context_;
  std::vector<watch::Person> people_;
  std::size_t planned_sets_ = 0;
  watch::Plan plan_;
  std::vector<std::unique_ptr<Shard>> shards_;  // one for each set of the plan, retired ones included
  std::unordered_map<base::UserId, Shard*> homes_;
  std::vector<std::vector<base::UserId>> shares_;  // of those who are sampled, by shard
  std::vector<bool> live_;                         // the shards among which they were shared out
};

}  // namespace presenced::feeds::rtm
