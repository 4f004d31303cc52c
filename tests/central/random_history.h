// A history that lives and suffers, by a seed: what daemons hand to the store in three workspaces (all facets, groups,
// addresses, every feed), purges, forgets, clocks that were ahead, crashes and restarts, and restored backups.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <utility>

#include "store/history_db.h"
#include "store_faults/workload.h"

namespace presenced::test {

class RandomHistory {
 public:
  RandomHistory(const std::filesystem::path& file, std::uint64_t seed);
  ~RandomHistory();

  void live();           // one commit, or something rarer
  void finish_purges();  // of which the centre knows nothing any more once they are begun
  void restart();        // in order, or after a crash; afterwards no other connection of this process may be open
  base::WallTime now() const;
  void retain(base::WallTime cutoff);  // the daemon's retention, to its end
  void backup(const std::filesystem::path& to);
  // The daemon goes on with what `from` holds: a file that backup() made.
  void restore(const std::filesystem::path& from);
  void close();  // ends the run; nothing may be done after it

 private:
  history::Batch third_workspace();
  void open();
  std::uint64_t pick(std::uint64_t choices) { return random_() % choices; }
  base::UserId anybody();
  void check(const std::optional<store::Failure>& failure);

  std::filesystem::path file_;
  std::mt19937_64 random_;
  std::unique_ptr<store_faults::Workload> workload_;
  std::unique_ptr<store::HistoryDb> database_;
  std::int64_t last_batch_ = 0;  // of the third workspace
  std::int64_t last_session_ = 0;
  std::set<std::pair<base::Facet, base::UserId>> covered_;  // there
  std::set<std::pair<base::Facet, base::UserId>> known_;
  bool open_session_ = false;
};

}  // namespace presenced::test
