// An engine's snapshot in the words of the control socket. Pure.
#pragma once

#include "base/time.h"
#include "control/answers.h"
#include "engine/snapshot.h"

namespace presenced::supervise {

// A workspace is connected when all of its sockets are; else the first that is not speaks for it. Of several attempts
// that are to come, the next one counts.
control::WorkspaceStatus workspace_status(const engine::Snapshot& snapshot, base::WallTime now);

}  // namespace presenced::supervise
