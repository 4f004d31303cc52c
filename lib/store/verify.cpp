#include "store/verify.h"

#include <algorithm>
#include <string>

#include "store/schema.h"
#include "store/verify_parts.h"

namespace presenced::store {
namespace verification {

void check_file(Database& database, Findings& findings, FacetTables facets) {
  each_row(database, "PRAGMA integrity_check(100)", [&](const Rows& row) {
    std::string what(row.text(0));
    std::replace(what.begin(), what.end(), '\n', ' ');  // a finding is one line
    if (what != "ok") findings.tell("the file is damaged: {}", what);
  });
  each_row(database, "SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2",
           [&](const Rows& row) {
             findings.tell("{} rows of the table {} name a {} that does not exist", row.integer(2), row.text(0),
                           row.text(1));
           });
  Statement there = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = ?1 AND name = ?2");
  for (const View& view : views(facets))
    if (!there.first(std::string_view("view"), view.name)) findings.tell("the view {} is missing", view.name);
  for (const std::string_view index : {"session_open", "coverage_open", "resolution_email"})
    if (!there.first(std::string_view("index"), index)) findings.tell("the index {} is missing", index);
}

}  // namespace verification

std::optional<Failure> verify(Reader& reader, const std::function<bool(const std::string&)>& wrong, Naming naming,
                              std::span<const FacetTable> facets) {
  using namespace verification;
  try {
    Database& database = reader.database();
    const Transaction moment(database, Transaction::Kind::reading);
    Findings findings(wrong);
    check_file(database, findings, facets);
    const Facts facts(database, naming);
    check_runs(database, facts, findings);
    check_people(database, facts, findings, facets);
    check_names(database, facts, findings);
    check_coverage(database, facts, findings, facets);
    check_transitions(database, facts, findings, facets);
    findings.tell_the_rest();
    return std::nullopt;
  } catch (const verification::Enough&) {
    return std::nullopt;
  } catch (const StoreError& error) {
    return error.failure();
  }
}

}  // namespace presenced::store
