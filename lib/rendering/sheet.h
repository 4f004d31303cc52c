// Every answer that is not a picture is a sheet: named columns and rows of typed cells. This module decides how a cell
// looks, for all commands: as a table, json, jsonl or csv. docs/QUERY.md describes it to users.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/time.h"
#include "history/span.h"
#include "time/zone.h"

namespace presenced::rendering {

// std::monostate: not known, or does not apply; "-" in a table, null in JSON, nothing in CSV.
using Cell = std::variant<std::monostate, std::string, std::int64_t, double, bool, base::WallTime, base::Millis,
                          std::vector<std::string>>;

template <class T>
Cell cell(const std::optional<T>& value) {
  return value ? Cell(*value) : Cell();
}

enum class Kind : std::uint8_t {
  text,      // std::string
  state,     // std::string: "active", "away", "unknown"; coloured in a table
  figure,    // std::string: a number with its unit, aligned as one; in tables only
  number,    // std::int64_t
  share,     // double, 0..1: "37%" in a table
  truth,     // bool
  time,      // base::WallTime; besides KEY (RFC 3339, in the answer's zone) there is KEY_ms (since 1970)
  duration,  // base::Millis: in a table "2h 05m", all of a column in the same units; elsewhere only KEY_ms
  list,      // std::vector<std::string>: separated by spaces in a table and in CSV
};

struct Column {
  std::string key;    // public: the name in json, jsonl and csv; empty: in tables only
  std::string title;  // over the column of a table; empty: not in tables
  Kind kind = Kind::text;
  bool shrinks = false;   // may be cut where a table is too wide for the terminal
  std::size_t width = 0;  // of the column, where the caller knows it before the rows; see `sheet_writer`
};

// What JSON says besides the rows.
struct SheetHead {
  std::string command;                          // "summary"
  std::optional<history::Span> window;          // "since", "until"
  std::shared_ptr<const time::Zone> zone;       // of every time; never null
  std::vector<std::pair<Column, Cell>> totals;  // further keys
};

// `spreadsheet` is CSV with local times and durations as decimal hours.
enum class Format : std::uint8_t { table, json, jsonl, csv, spreadsheet };

// Where the text is shown. The caller looks at standard output.
struct Style {
  std::size_t width = 80;  // of a picture; of a table on a terminal
  bool colour = false;
  bool terminal = false;  // a person reads it there: a table is cut to the width, and unusual words get a legend
  bool ascii = false;     // pictures and marks use ASCII alone
};

// Appends rows to a text that the caller writes out and empties whenever it likes, so an export of millions of rows
// needs the memory of one. A table is laid out when all rows are there, unless all its columns but the last have a
// `width`: then it, too, comes row by row.
//
// A table of more rows than it may hold is not held, only measured; then all its rows have to be given a second time,
// and come row by row. Half a million intervals took 395 MB; measured, the command takes 14.
class SheetWriter {
 public:
  virtual ~SheetWriter() = default;
  virtual void hold_at_most(std::size_t /*rows*/) {}     // before the first row; otherwise as many as there are
  virtual bool wants_rows_again() { return false; }      // after the last row, before end()
  virtual void row(const std::vector<Cell>& cells) = 0;  // one for each column, empty or of the column's kind
  virtual void end() = 0;                                // once, after the last row
};

// `out` outlives the writer.
std::unique_ptr<SheetWriter> sheet_writer(Format format, SheetHead head, std::vector<Column> columns, Style style,
                                          std::string& out);

}  // namespace presenced::rendering
