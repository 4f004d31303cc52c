// An engine's snapshot in the words of the control socket. Pure.
#pragma once

#include "base/time.h"
#include "control/answers.h"
#include "engine/snapshot.h"

namespace presenced::service {

// A workspace is connected when all of its sockets are: since the last of them began to be. Else it is not since the
// first of those that are not ceased to be, and the first of them that knows why says so. Of several attempts that are
// to come, the next one counts.
control::WorkspaceStatus workspace_status(const engine::Snapshot& snapshot, base::WallTime now);

}  // namespace presenced::service
