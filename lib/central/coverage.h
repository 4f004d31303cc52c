// Which rows of coverage the centre needs, so that it has the spans of the source. Only the newest span of each person
// and facet that the centre has, and what came after it, can be different: a span that has ended does not change, but
// by a deletion, which comes by itself (central/deletions.h), and by the source's retention, which the centre does not
// follow. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace presenced::central {

struct Span {
  std::int64_t started_at = 0;
  std::optional<std::int64_t> ended_at;  // empty: open
  std::int64_t mode = 0;
  std::optional<std::int64_t> end_reason;
  std::optional<std::int64_t> session;
  bool operator==(const Span&) const = default;
};

struct SpanChanges {
  std::optional<std::int64_t> gone;  // the centre's span that began then never was: a crash left it unproven
  std::vector<Span> written;         // new, or changed; the last one is the newest that the centre has then
};

// `newest`: the newest span that the centre has. `source`: the spans of the source from the one on that holds
// newest->started_at, or all of them, ascending. `known_until`: the source's mark of life when the centre last saw it.
//
// The centre's open span is the source's span that overlaps it. Its beginning may differ: either retention moves it.
// So a span of the source that begins by known_until is the same, because the spans of one facet never overlap.
SpanChanges compare(const std::optional<Span>& newest, const std::vector<Span>& source, std::int64_t known_until);

}  // namespace presenced::central
