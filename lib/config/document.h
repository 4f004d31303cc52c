// Step 1: text to a YAML tree. Nothing is known here about keys.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "config/problem.h"
#include "config/tree.h"

namespace presenced::config {

// Bounds that no honest file meets: a mistake (a log or a database named as watchlist) must not exhaust the machine.
inline constexpr std::size_t kLargestDocument = 16 * 1024 * 1024;  // bytes
inline constexpr std::size_t kMostNodes = 250'000;  // with every alias written out; some 50,000 people with labels

// The one document in `text`; a null node when there is none. The problem is a syntax error with its place, text that
// is not UTF-8, a second document (it would be ignored), an alias inside its own anchor, or a bound exceeded. So a
// tree that comes back has no cycles and may be walked freely.
base::Result<Tree, Problem> parse(std::string_view text, const std::string& file);

}  // namespace presenced::config
