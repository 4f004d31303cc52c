// The daemon's answers, as presencectl reads them. Takes any bytes; the error is one sentence for people.
//
// Lists come back as they were written: of more than kMostListed people or problems the first.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "control/answers.h"

namespace presenced::control {

base::Result<Status, std::string> read_status(std::string_view json);
base::Result<Reloaded, std::string> read_reloaded(std::string_view json);
base::Result<Purged, std::string> read_purged(std::string_view json);
base::Result<ForgetUndone, std::string> read_forget_undone(std::string_view json);
base::Result<Repaired, std::string> read_repaired(std::string_view json);
base::Result<Reconnecting, std::string> read_reconnecting(std::string_view json);

// The "error" of an answer that was refused or failed, also of the HTTP server's own; empty: there is none in it.
std::string read_error(std::string_view json);

}  // namespace presenced::control
