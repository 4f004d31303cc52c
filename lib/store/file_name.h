// Which file a name of the history stands for.
//
// SQLite keeps the log beside the name that a database was opened by, with symbolic links followed. A file with several
// names (hard links) would have a log for each of them: what was committed through one is missing through the other,
// and two writers damage the file (https://sqlite.org/howtocorrupt.html, 2.4). So all of this module works with the
// name that a symbolic link leads to, and refuses a file with a second name.
#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <optional>

#include "store/failure.h"

namespace presenced::store {

// The name at the end of the symbolic links; also of a file that is not there yet. Other names stay as they are.
std::filesystem::path followed(const std::filesystem::path& file);

// The file's -wal, wherever links lead.
std::filesystem::path log_of(const std::filesystem::path& file);

// Why a file with this state cannot be used: it has other names. Nothing: it can.
std::optional<Failure> refuse_other_names(const std::filesystem::path& file, const struct stat& state);

}  // namespace presenced::store
