// One origin at the centre, as this process remembers it between its transactions. After any failure that memory may be
// wrong, and the whole object is thrown away and read again.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "central/connection.h"
#include "central/coverage.h"
#include "central/lineage.h"
#include "central/months.h"

namespace presenced::central {

struct Centre {
  Connection& connection;
  std::string origin = {};  // origin.id, as a value of statements
  Position position = {};
  std::int64_t marked = 0;                    // origin.marked
  std::int64_t kept_from = 0;                 // kept.kept_from
  std::map<store::SpanKey, Span> spans = {};  // the newest of each person and facet
  std::int64_t known_until = 0;               // the source's mark of life when they were written
  std::int64_t sessions_from = 0;             // sessions of the source with a lower number are here, and ended
  std::int64_t runs_from = 0;
  std::map<store::ReplicaTable, std::uint64_t> sent = {};  // what was last sent of the tables that travel as a whole
  Partitions partitions = {};
};

// Finds the origin, or makes it for this history, and reads what the centre has of it. From then on no other process
// replicates this origin. Throws CentreError.
Centre open_centre(Connection& connection, const std::string& name, const std::string& history);

// Deletes everything of an origin, so that it begins again.
void erase_origin(Connection& connection, const std::string& name);

// Reads again what open_centre() read of coverage, sessions and runs, inside a transaction: after deletions, and after
// the centre's retention.
void read_again(Centre& centre);

// Begins a transaction that is alone with this origin. Throws CentreError if the centre has moved on without us.
void begin(Centre& centre);

}  // namespace presenced::central
