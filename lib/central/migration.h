// Brings a database of PostgreSQL to the schema of this program: an empty one, or a centre of an older version.
#pragma once

#include <functional>
#include <string_view>

#include "central/connection.h"

namespace presenced::central {

// In one transaction, under a lock, so that several replicators may start at once. Throws CentreError (refused) for a
// centre of a newer version, and where the role may not do it. `progress` hears what is done, for people.
void migrate(Connection& connection, const std::function<void(std::string_view doing)>& progress);

}  // namespace presenced::central
