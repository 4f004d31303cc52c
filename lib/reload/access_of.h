// From a configuration to the means of reaching a workspace at Slack.
#pragma once

#include <cstddef>
#include <string>

#include "base/result.h"
#include "config/load.h"
#include "runtime/access.h"

namespace presenced::reload {

// Of the workspace at `index`, from what `loaded` holds of its files. The error says what is wrong with its ca_file.
base::Result<runtime::Access, std::string> access_of(const config::Loaded& loaded, std::size_t index);

}  // namespace presenced::reload
