// Step 4: typed values to the settings the daemon uses: defaults filled in, paths resolved.
#pragma once

#include <filesystem>

#include "config/environment.h"
#include "config/settings.h"
#include "config/written.h"

namespace presenced::config {

// `path` as it counts in a file that stands in `directory`.
std::filesystem::path resolved(const std::filesystem::path& path, const std::filesystem::path& directory);

// `directory`: the one the main file stands in. Works on whatever was understood of a file that has problems, so that
// the files it names can be checked too; the result is complete only when there were none.
Settings normalise(const WrittenSettings& written, const std::filesystem::path& directory,
                   const Environment& environment);

}  // namespace presenced::config
