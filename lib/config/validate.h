// Step 3: what the typed values of the main file must fulfil, each alone and together.
#pragma once

#include "config/problem.h"
#include "config/settings.h"
#include "config/written.h"

namespace presenced::config {

void validate(const WrittenSettings& settings, Report& report);

// Whether the one source of the token is named in a way that it can be looked for. False has been reported, unless
// nothing at all is written.
bool token_usable(const WrittenToken& token);

// The sockets' paths as they came out of normalising: a Unix socket's address has little room.
void validate_sockets(const WrittenSettings& written, const Settings& settings, Report& report);

}  // namespace presenced::config
