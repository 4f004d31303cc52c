// How the daemon is, for those who only want to know whether: the service manager's STATUS, /healthz and /readyz.
// Pure. Nobody is named.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "engine/snapshot.h"

namespace presenced::supervise {

struct WorkspaceHealth {
  std::string name;
  bool connected = false;
  std::string trouble;      // why not connected; may be empty while that is not known
  std::size_t watched = 0;  // people
  std::size_t covered = 0;  // of these: in all that is tracked of them
  std::optional<base::WallTime> last_event;
};

struct Health {
  std::vector<WorkspaceHealth> workspaces;
  std::string store_trouble;  // why nothing can be written at present; empty: it can
  std::string rejected;       // what is wrong with the newest edit, "file:line:column: ..."; empty: it is in force
};

WorkspaceHealth health_of(const engine::Snapshot& snapshot, base::WallTime now);

// One line for people: what is wrong first, then each workspace.
std::string status_line(const Health& health);

}  // namespace presenced::supervise
