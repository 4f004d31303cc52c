// The transitions in the order they were committed, from either end: for the log, its followers and exports. Over a
// Reader's connection, by the thread that uses the reader. Holds some ten thousand transitions at a time, however long
// the answer is.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "history/recorded.h"
#include "history/span.h"
#include "store/failure.h"
#include "store/reader.h"

namespace presenced::store {

// Which transitions: those that all of this holds for.
struct TransitionFilter {
  std::optional<std::vector<history::Person::Key>> who;  // empty: everybody; an empty list: nobody
  base::Facets facets = base::Facets::all();
  std::int64_t after = 0;                                                // a greater seq than this
  history::Window window{base::WallTime::min(), base::WallTime::max()};  // happened in it
};

enum class Order : std::uint8_t { oldest_first, newest_first };

// Calls `each` for them in the order of their seq; false: enough. What is committed meanwhile may be missed: ask inside
// one moment (Questions::begin). Seeks once a person and facet for about as many transitions as it holds at a time, and
// not at all where the window or `after` rules them out. Where `after` is near the end, it seeks only those people who
// have a newer transition (store/recent.h), so that a follower pays for what is new.
[[nodiscard]] std::optional<Failure> each_transition(Reader& reader, const TransitionFilter& filter, Order order,
                                                     const std::function<bool(const history::LogEntry&)>& each);

// Seqs in (after, up_to], and the times between which all of these happened, both included.
struct Stretch {
  std::int64_t after = 0;
  std::int64_t up_to = 0;
  std::int64_t from = 0;
  std::int64_t to = 0;
  bool operator==(const Stretch&) const = default;
};

// How seq_mark (schema.cpp) bounds the times of seqs.
struct SeqMark {
  std::int64_t seq = 0;
  std::int64_t at_after = 0;  // of every greater seq, or later
  std::int64_t at_until = 0;  // of every other one, or earlier
};

// Cuts what may hold transitions of `filter` at the marks (ascending), in the order asked for. Those it begins with are
// short, as many askers want a few transitions only; the others hold up to `most` seqs where marks allow.
std::vector<Stretch> stretches(const std::vector<SeqMark>& marks, const TransitionFilter& filter, Order order,
                               std::int64_t most);

}  // namespace presenced::store
