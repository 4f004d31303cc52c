// A file that a command makes: never one that is there already.
#pragma once

#include <filesystem>
#include <optional>

#include "store/failure.h"

namespace presenced::store {

// An empty file of mode 0640, less the umask.
[[nodiscard]] std::optional<Failure> make_new_file(const std::filesystem::path& file);

// With what SQLite may have made beside it: after a failure no half of it is left.
void remove_new_file(const std::filesystem::path& file);

}  // namespace presenced::store
