#include "central/deletions.h"

#include <fmt/format.h>

#include <algorithm>

#include "central/facets.h"
#include "central/schema.h"

namespace presenced::central {
namespace {

// $1 the origin, $2 the source's number.
constexpr const char* kPurgeFrom =
    "DELETE FROM {} WHERE origin = $1 AND person IN (SELECT person FROM origin_person WHERE origin = $1 AND number = "
    "$2)";

// $1 the origin, $2 the source's number of the workspace, $3 the moment.
constexpr const char* kOfWorkspace =
    "origin = $1 AND workspace IN (SELECT workspace FROM origin_workspace WHERE origin = $1 AND number = $2)";

void purge(Centre& centre, std::int64_t person) {
  const std::vector<Value> who{centre.origin, std::to_string(person)};
  for (const Partitioned& partitioned : partitioned_tables())
    centre.connection.change(fmt::format(kPurgeFrom, partitioned.table), who);
  for (const char* table : {"membership", "group_membership", "origin_person"})
    centre.connection.change(fmt::format(kPurgeFrom, table), who);
}

void set_aside(Centre& centre, const store::Deletion& deletion) {
  if (!deletion.workspace) return;  // of the runs alone, which travel as a whole now
  const std::vector<Value> which{centre.origin, std::to_string(*deletion.workspace), std::to_string(deletion.after)};
  for (const Facet& facet : facets())
    centre.connection.change(fmt::format("DELETE FROM {} WHERE {} AND at > $3", table_of(facet), kOfWorkspace), which);
  centre.connection.change(
      fmt::format("DELETE FROM coverage_span WHERE {} AND (ended_at IS NULL OR ended_at > $3)", kOfWorkspace), which);
  centre.connection.change(
      fmt::format("DELETE FROM group_membership WHERE {} AND greatest(since, until) > $3", kOfWorkspace), which);
}

}  // namespace

void carry_out(Centre& centre, const std::vector<store::Deletion>& deletions) {
  if (deletions.empty()) return;
  bool moved = false;
  std::int64_t earliest = INT64_MAX;
  for (const store::Deletion& deletion : deletions) {
    if (deletion.person) {
      purge(centre, *deletion.person);
    } else {
      set_aside(centre, deletion);
      moved = true;
      earliest = std::min(earliest, deletion.after);
    }
    centre.position.deletion = deletion.id;
  }
  if (moved) {
    // Sessions and runs were cut, and numbers of sessions may be given again.
    for (const char* table : {"session", "run"})
      centre.connection.change(fmt::format("DELETE FROM {} WHERE origin = $1", table), {centre.origin});
    centre.connection.change("UPDATE mark SET at_after = $2 WHERE origin = $1 AND at_after > $2",
                             {centre.origin, std::to_string(earliest)});
    centre.known_until = std::min(centre.known_until, earliest);
  }
  const std::int64_t known_until = centre.known_until;
  read_again(centre);
  centre.known_until = known_until;
}

void drop_unknown_people(Connection& connection) {
  connection.execute(
      "DELETE FROM person p WHERE NOT EXISTS (SELECT 1 FROM membership m WHERE m.person = p.id) "
      "AND NOT EXISTS (SELECT 1 FROM group_membership g WHERE g.person = p.id) "
      "AND NOT EXISTS (SELECT 1 FROM origin_person o WHERE o.person = p.id)");
}

}  // namespace presenced::central
