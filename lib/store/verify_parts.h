// The parts of a verification (store/verify.h), each about one subject. They read inside the caller's transaction.
#pragma once

#include "store/sqlite.h"
#include "store/verify_facts.h"
#include "store/verify_findings.h"

namespace presenced::store::verification {

void check_file(Database& database, Findings& findings);                             // verify.cpp
void check_runs(Database& database, const Facts& facts, Findings& findings);         // verify_runs.cpp: sessions, too
void check_people(Database& database, const Facts& facts, Findings& findings);       // verify_people.cpp
void check_names(Database& database, const Facts& facts, Findings& findings);        // verify_people.cpp: groups, too
void check_coverage(Database& database, const Facts& facts, Findings& findings);     // verify_coverage.cpp
void check_transitions(Database& database, const Facts& facts, Findings& findings);  // verify_transitions.cpp

}  // namespace presenced::store::verification
