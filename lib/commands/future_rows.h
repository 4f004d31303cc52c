// Rows that a wrong clock dated into the future (store/misdated.h), as verify, doctor and repair speak of them.
#pragma once

#include <string>
#include <vector>

#include "base/time.h"
#include "store/misdated.h"
#include "store/reader.h"
#include "time/zone.h"

namespace presenced::commands {

// By now and a minute: a recorder whose clock went back by less only waits. Throws Refused when it cannot be read.
store::MisdatedRows future_rows(store::Reader& reader, base::WallTime now);

// "3 transitions, 1 span of coverage and 2 sessions of acme lie in the future, as late as 2027-03-01 09:00:05"
std::string described(const store::Misdated& rows, const time::Zone& zone);

// A sentence for each workspace, and one for the marks of life; each names the remedy.
std::vector<std::string> future_findings(const store::MisdatedRows& rows, const time::Zone& zone);

}  // namespace presenced::commands
