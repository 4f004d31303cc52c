// Carries out at the centre what was deleted at a source.
#pragma once

#include <vector>

#include "central/centre.h"
#include "store/replica.h"

namespace presenced::central {

// In their order, inside the caller's transaction:
// - a purge: everything that the centre has of the person from this origin is older than the purge, and goes;
// - rows set aside: of the workspace, transitions later than the moment, and all spans and sessions that reach over it
//   or are later. What the source kept of those travels again.
void carry_out(Centre& centre, const std::vector<store::Deletion>& deletions);

// Deletes people about whom no source has rows any more, in the transaction of the caller.
void drop_unknown_people(Connection& connection);

}  // namespace presenced::central
