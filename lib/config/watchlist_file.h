// One watchlist by itself: what is read when it is saved while the daemon runs.
#pragma once

#include <filesystem>

#include "base/result.h"
#include "config/problem.h"
#include "watch/members.h"

namespace presenced::config {

// All or nothing. A file that cannot be read is a problem of the file as a whole.
base::Result<watch::SharedWatchlist, Problems> load_watchlist(const std::filesystem::path& path);

}  // namespace presenced::config
