// Rows as PostgreSQL's COPY reads them in its text format
// (https://www.postgresql.org/docs/15/sql-copy.html, "Text Format"). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace presenced::central {

// Appends one value; empty: NULL. PostgreSQL stores neither NUL nor bytes that are not UTF-8: each becomes U+FFFD, so
// that one strange status does not hold up the history.
void add_copy_value(std::string& into, std::optional<std::string_view> value);

// What stands between two values, and after the last one of a row.
inline constexpr char kBetweenValues = '\t';
inline constexpr char kEndOfRow = '\n';

}  // namespace presenced::central
