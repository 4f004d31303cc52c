// log --grep, --state, --source: which changes are wanted, by what they are.
#pragma once

#include <functional>
#include <memory>

#include "commands/request.h"
#include "history/record.h"
#include "time/zone.h"

namespace presenced::commands {

// Empty: all of them. Throws Refused when a word of the request means nothing.
//
// --grep looks at the new state as a table writes it, without regard to case and accents. --state is about the
// presence, and leaves out the changes of other facets.
std::function<bool(const history::Transition&)> log_filter(const Request& request,
                                                           std::shared_ptr<const time::Zone> zone);

}  // namespace presenced::commands
