// The daemon's health in short, for the service manager's STATUS, /healthz and /readyz. Pure. It names no person.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "engine/snapshot.h"

namespace presenced::service {

struct WorkspaceHealth {
  std::string name;
  bool connected = false;
  std::string trouble;      // why not connected; may be empty while that is not known
  std::size_t watched = 0;  // people
  std::size_t covered = 0;  // of these: in all that is tracked of them
  std::optional<base::WallTime> last_event;
  std::size_t silent = 0;       // people whose presence Slack does not report
  std::size_t nameless = 0;     // names on the watchlist that are not resolved yet
  std::string clock_trouble{};  // which clock is wrong, and by how much; empty: none
};

struct Health {
  std::vector<WorkspaceHealth> workspaces;
  std::string store_trouble;  // why nothing can be written at present; empty: it can
  std::string rejected;       // what is wrong with the newest edit, "file:line:column: ..."; empty: it is in force
  base::Millis stuck_for{0};  // how long the writer has had work and made no progress (WriterWatch)
};

WorkspaceHealth health_of(const engine::Snapshot& snapshot, base::WallTime now);

// One line for people: what is wrong first, then each workspace.
std::string status_line(const Health& health);

// The answer to an HTTP probe: whether all is well, and one line for each thing that is not.
struct Verdict {
  bool well = true;
  std::string text;
};
// The process works: its writer is not stuck for longer than `patience`. If it is, a restart may help.
Verdict alive(const Health& health, base::Millis patience);
// Every workspace is covered, everybody on its watchlist.
Verdict covered(const Health& health);

}  // namespace presenced::service
