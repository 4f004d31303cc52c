// Whether a history is sound, as a file and in its records (`presencectl verify`). Reads all of it; changes nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "store/facet_tables.h"
#include "store/failure.h"
#include "store/reader.h"

namespace presenced::store {

enum class Naming : std::uint8_t {
  people,  // by their ids, and names of the watchlist
  nobody,  // people by the number of their row: for what is passed on
};

// Passes each finding, one sentence, to `wrong`; its answer says whether to go on. Checked are:
// - the file: SQLite's integrity check, the foreign keys, the tables' indexes and the views;
// - who and where: every row is of a person, a workspace and a membership that exist; sessions are of the same
//   workspace;
// - words: every source, mode, facet, kind of name and end reason is known;
// - times: nothing is earlier than the first run or a minute later than the last mark of life;
// - transitions: each begins where the one before it ended, `first` begins, `earliest` is not after `at`, the times of
//   a person never decrease along `seq`, no seq is there twice or past the last one given, and the marks bound them;
// - coverage: spans have a length, do not overlap, and are open only while their session is;
// - sessions, runs, names, groups: each agrees with itself; nothing is open after a clean stop;
// - people: nothing is left of those who were forgotten.
// Rows of a purge that is under way count as deleted. At most 20 findings of a kind are told one by one, then how many
// more there are.
// While the daemon writes: of one moment. Memory: a bit a transition, and the people and sessions.
[[nodiscard]] std::optional<Failure> verify(Reader& reader, const std::function<bool(const std::string&)>& wrong,
                                            Naming naming = Naming::people,
                                            std::span<const FacetTable> facets = facet_tables());

}  // namespace presenced::store
