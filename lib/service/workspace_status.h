// An engine's snapshot in the words of the control socket. Pure.
#pragma once

#include "base/time.h"
#include "control/answers.h"
#include "engine/snapshot.h"

namespace presenced::service {

// A workspace is connected while all of its sockets are, since the last of them connected. Otherwise it is disconnected
// since the first of its sockets was lost, and the first socket that knows a reason gives it. The time of the next
// attempt is the earliest of all sockets.
control::WorkspaceStatus workspace_status(const engine::Snapshot& snapshot, base::WallTime now);

}  // namespace presenced::service
