// Is the history sound, as a file and in what it says (`presencectl verify`)? Reads all of it; changes nothing.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "store/failure.h"
#include "store/reader.h"

namespace presenced::store {

// Tells each thing that is wrong, a sentence each, to `wrong`; whose answer says whether to go on. What is held:
// - the file: SQLite's own integrity check and the foreign keys;
// - coverage: spans of one person's facet have a length and do not overlap; none is open after a clean stop;
// - transitions: each is of a known person, begins where the one before it ended (`first` begins), `earliest` is not
//   after `at`, a person's times never decrease along `seq`, no seq is there twice or past the last one given;
// - sessions end after they connected; none is open after a clean stop.
// While the daemon writes: of one moment. Memory: a bit a transition.
[[nodiscard]] std::optional<Failure> verify(Reader& reader, const std::function<bool(const std::string&)>& wrong);

}  // namespace presenced::store
