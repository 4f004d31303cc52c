// The smaller tables of a source, brought to the centre as they are: who is who, groups, who was forgotten, sessions
// and runs. A table that travels whole is sent only when it has changed since it was sent last.
#pragma once

#include "central/centre.h"
#include "store/replica.h"

namespace presenced::central {

// Inside the caller's transaction, and inside one moment of the source. First, because everything else goes by the
// numbers of workspaces and people:
void bring_people(Centre& centre, store::Replica& source);
// Past memberships that the source's retention has dropped stay.
void bring_groups(Centre& centre, store::Replica& source);
void bring_forgotten(Centre& centre, store::Replica& source);
void bring_sessions_and_runs(Centre& centre, store::Replica& source);

}  // namespace presenced::central
