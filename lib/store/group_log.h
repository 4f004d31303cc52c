// Writes who is in which group of the watchlist, and keeps who was in it: from a membership's beginning to its end.
// Memberships have no gaps of their own: between two batches a group is what the last one said.
#pragma once

#include <cstdint>
#include <vector>

#include "history/record.h"
#include "store/sqlite.h"

namespace presenced::store {

class GroupLog {
 public:
  explicit GroupLog(Database& database);

  // Writes the difference only: who is new joins at `at`, who is missing leaves then. `at` never goes back
  // (history::Batch::alive_at).
  void groups(std::int64_t workspace, const history::GroupsSet& now, base::WallTime at);

 private:
  std::int64_t watched_group(std::int64_t workspace, const std::string& name);
  void members(std::int64_t group, const std::vector<base::UserId>& now, std::int64_t at);

  Database& database_;
  Statement groups_;
  Statement find_group_;
  Statement add_group_;
  Statement watch_group_;
  Statement unwatch_group_;
  Statement members_;
  Statement join_;
  Statement drop_;
  Statement leave_;
};

}  // namespace presenced::store
