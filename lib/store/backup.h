// A consistent copy of the history while the daemon writes on (`presencectl backup`).
#pragma once

#include <filesystem>
#include <functional>
#include <optional>

#include "store/failure.h"
#include "store/reader.h"

namespace presenced::store {

// Copies the history as of now into `to`, a new file of mode 0640; one that is there already is refused. The copy is a
// single file (journal_mode=DELETE), so it can be read on a read-only medium. On a failure no half copy is left.
// `progress` is called every few megabytes and must not throw.
[[nodiscard]] std::optional<Failure> backup(Reader& reader, const std::filesystem::path& to,
                                            const std::function<void()>& progress);

}  // namespace presenced::store
