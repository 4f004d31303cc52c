// The parts of a verification (store/verify.h), each about one subject. They read inside the caller's transaction.
#pragma once

#include <span>

#include "store/facet_tables.h"
#include "store/sqlite.h"
#include "store/verify_facts.h"
#include "store/verify_findings.h"

namespace presenced::store::verification {

using FacetTables = std::span<const FacetTable>;

void check_file(Database& database, Findings& findings, FacetTables facets);  // verify.cpp
void check_runs(Database& database, const Facts& facts, Findings& findings);  // verify_runs.cpp: sessions, too
void check_people(Database& database, const Facts& facts, Findings& findings, FacetTables facets);  // verify_people.cpp
void check_names(Database& database, const Facts& facts, Findings& findings);  // verify_people.cpp: groups, too
void check_coverage(Database& database, const Facts& facts, Findings& findings, FacetTables facets);
void check_transitions(Database& database, const Facts& facts, Findings& findings, FacetTables facets);

}  // namespace presenced::store::verification
