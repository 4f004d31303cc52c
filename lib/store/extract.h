// A part of the history as a SQLite file of its own, to be passed on (`presencectl export --to`).
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "history/recorded.h"
#include "history/span.h"
#include "store/facet_tables.h"
#include "store/failure.h"
#include "store/reader.h"

namespace presenced::store {

// Called as the copy of a view begins.
using ExtractProgress = std::function<void(std::string_view view)>;

// Makes `to`, a new single file of mode 0640 (one that is there already is refused), with an indexed table for each
// view, of the same name and columns. In them are the rows about `who`, as they stand in the views: transitions and
// sessions that lie in the window, spans that reach into it, whole. Call it inside one moment (Questions::begin). Row
// after row, person after person: it needs little memory. On a failure nothing is left of the file.
[[nodiscard]] std::optional<Failure> extract(Reader& reader, const std::vector<history::Person::Key>& who,
                                             history::Window window, const std::filesystem::path& to,
                                             const ExtractProgress& progress = {},
                                             std::span<const FacetTable> facets = facet_tables());

}  // namespace presenced::store
