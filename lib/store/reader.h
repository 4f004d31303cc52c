// The history for those who only read it, while the daemon runs or not. Never writes, not even to mend (`mode=ro`).
// Used by one thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "history/record.h"
#include "store/failure.h"
#include "store/sqlite.h"

namespace presenced::store {

// A transition as it stands in the history.
struct Followed {
  std::int64_t seq = 0;
  std::string workspace;
  std::int64_t session = 0;  // as in the view `sessions`, and not the workspace's own number: that one is left 0 below
  std::variant<history::PresenceTransition, history::StatusTransition> transition;
};

class Reader {
 public:
  // Refuses what is not a history of this program's schema.
  static base::Result<std::unique_ptr<Reader>, Failure> open(const std::filesystem::path& file);

  // The next transitions of both facets and all workspaces, in the order they were committed: at most `limit` of those
  // with a greater seq than `after`. Empty: there is none yet. One seek a person and about a thousand rows.
  base::Result<std::vector<Followed>, Failure> transitions_after(std::int64_t after, std::size_t limit);

  // What an engine has to know of a workspace that is added while the daemon runs. All batches of its last engine must
  // have been committed: what is still in the writer's queue is not seen.
  base::Result<history::Resume, Failure> resume(const std::string& workspace);

  // For queries of one's own, over the views. Throws StoreError: for use within this module and its tests.
  Database& database() { return database_; }

 private:
  explicit Reader(const std::filesystem::path& file);

  struct Window;  // of seqs, and the times its transitions lie in
  Window window_after(std::int64_t after, std::size_t limit);
  void read_presence(const Window& window, std::vector<Followed>& into);
  void read_status(const Window& window, std::vector<Followed>& into);

  Database database_;
};

}  // namespace presenced::store
