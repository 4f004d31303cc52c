// Brings a file to the schema of this program: an empty one, or a history of an older version.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "store/schema.h"
#include "store/sqlite.h"

namespace presenced::store {

struct Room {  // on the file system of the history, in bytes
  std::uintmax_t available = UINTMAX_MAX;
};

// Throws (full) when `room` does not suffice for what migrate() will write. Changes nothing.
void require_room(const Database& database, SchemaState state, const Room& room);

// To kSchemaVersion, in one transaction: a crash leaves what was there. The words of the end reasons are brought up to
// date as well: they are only ever added to. `progress` hears, before and during each step, what is done, for people.
// `now`: whoever is in a group of the watchlist then has been so since, as far as an older history tells.
void migrate(Database& database, SchemaState state, base::WallTime now,
             const std::function<void(std::string_view doing)>& progress);

}  // namespace presenced::store
