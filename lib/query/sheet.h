// Every answer that is not a picture is a sheet: named columns and rows of typed cells. How the cells look is decided
// once, here, for all commands: table, json, jsonl, csv.
//
// Names of keys are public: what json, jsonl and csv call a column is its `key` (docs/QUERY.md).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/time.h"
#include "query/zone.h"

namespace presenced::query {

// Empty (not known, does not apply): nothing in a table, null in JSON, an empty cell in CSV.
using Cell = std::variant<std::monostate, std::string, std::int64_t, double, bool, base::WallTime, base::Millis,
                          std::vector<std::string>>;

enum class Kind : std::uint8_t {
  text,      // std::string
  number,    // std::int64_t
  share,     // double, 0..1: "37%" in a table
  truth,     // bool
  time,      // base::WallTime: KEY is RFC 3339 in the answer's zone, KEY_ms milliseconds since 1970
  duration,  // base::Millis: "2h 05m" in a table; elsewhere KEY_ms alone
  list,      // std::vector<std::string>: comma-separated in a table and CSV, an array in JSON
};

struct Column {
  std::string key;
  std::string title;  // of the table; empty: not in tables
  Kind kind = Kind::text;
  bool shrinks = false;  // may be cut in a table that is too narrow
};

// What stands over the rows, in JSON as keys beside "rows".
struct SheetHead {
  std::string command;  // "summary"
  std::optional<Span> window;
  std::shared_ptr<const Zone> zone;                  // of every time in the sheet; never null
  std::vector<std::pair<std::string, Cell>> totals;  // further keys of the whole: "active", "undecided"
};

enum class Format : std::uint8_t { table, json, jsonl, csv };

// How a terminal shows it. A file or a pipe gets no colour, and a width of its own.
struct Style {
  std::size_t width = 80;
  bool colour = false;
};

// Writes rows as they come into a text that the caller empties whenever it likes: an export of millions of rows needs
// the memory of one. A table is the exception: it is laid out when the last row is there.
class SheetWriter {
 public:
  virtual ~SheetWriter() = default;
  virtual void row(const std::vector<Cell>& cells) = 0;  // as many as columns, each empty or of the column's kind
  virtual void end() = 0;                                // once, after the last row
};

// Everything passed by reference outlives the writer.
std::unique_ptr<SheetWriter> sheet_writer(Format format, const SheetHead& head, const std::vector<Column>& columns,
                                          const Style& style, std::string& out);

}  // namespace presenced::query
