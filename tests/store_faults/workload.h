// What daemons hand to the store, made up by a seed: two workspaces that share people, sessions that come, rotate and
// break, live and late changes of presence and status, people seen, watched and dropped, marks of life. The records
// keep the rules of history/record.h, as an engine's do.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "history/record.h"

namespace presenced::store_faults {

using Commit = std::vector<history::Batch>;  // what is committed together, of one workspace or of both

inline constexpr const char* kWorkspaces[] = {"acme", "zeta"};

class Workload {
 public:
  Workload(std::uint64_t seed, base::WallTime start);
  ~Workload();
  Workload(const Workload&) = delete;
  Workload& operator=(const Workload&) = delete;

  Commit next();
  Commit goodbye();  // ends all coverage and every session, as a daemon that is asked to stop does
  void skip(base::Millis time);
  base::WallTime now() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace presenced::store_faults
