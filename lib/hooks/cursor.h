// How far a hook has got in a history, and whether that can be true of the history there is. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace presenced::hooks {

struct Cursor {
  std::int64_t seq = 0;              // every change up to this one is acknowledged, unwanted or deleted
  std::optional<base::WallTime> at;  // of the change with this seq; empty: it was not in the history any more
  bool operator==(const Cursor&) const = default;
};

// One line of JSON, {"schema":1,"seq":42,"at_ms":1790000000000}, and back. It names nobody.
std::string cursor_text(const Cursor& cursor);
// The error says what is wrong with the text: "has no whole number `seq`".
base::Result<Cursor, std::string> parse_cursor(std::string_view text);

// What the history has where the cursor stands.
struct HistoryAtCursor {
  std::int64_t last_seq = 0;         // of the whole history, deleted changes included
  std::optional<base::WallTime> at;  // of the change with the cursor's seq; empty: it is not there
};

enum class Fit : std::uint8_t {
  fits,
  ahead,  // the history has not got that far: an older copy was restored, or it is another one
  other,  // another change has that number: another history, or an older copy that has grown since
};

// A deleted change proves nothing, so it fits.
Fit fit(const Cursor& cursor, const HistoryAtCursor& history);

}  // namespace presenced::hooks
