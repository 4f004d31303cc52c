// The history for those who only read it, while the daemon runs or not. Never writes, not even to mend (`mode=ro`).
// Used by one thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "base/result.h"
#include "history/record.h"
#include "store/failure.h"
#include "store/sqlite.h"

namespace presenced::store {

class Reader {
 public:
  enum class Names : std::uint8_t {
    one,      // a file with other names is refused while it has a log (store/file_name.h)
    its_own,  // for the daemon, which holds the lock of this name: whoever links the file meanwhile does not disturb it
  };

  // Refuses what is not a history of this program's schema. The failure is for a person who reads: it never advises to
  // change or move the file.
  static base::Result<std::unique_ptr<Reader>, Failure> open(const std::filesystem::path& file,
                                                             Names names = Names::one);

  // What an engine has to know of a workspace that is added while the daemon runs. All batches of its last engine must
  // have been committed: what is still in the writer's queue is not seen.
  base::Result<history::Resume, Failure> resume(const std::string& workspace);

  // From then on whatever is asked fails once `asked` says so (store/sqlite.h), soon after it does.
  void give_up_when(std::function<bool()> asked) { database_.give_up_when(std::move(asked)); }

  // For queries of one's own, over the views. Throws StoreError: for use within this module and its tests.
  Database& database() { return database_; }

 private:
  explicit Reader(const std::filesystem::path& file);

  Database database_;
};

}  // namespace presenced::store
