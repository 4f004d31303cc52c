// An answer on its way out: rows become text (rendering/sheet.h) and leave in pieces, so that a long answer takes the
// memory of a short one. A table without given widths, and rows that are sorted, are held until the end.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "commands/command_context.h"
#include "commands/request.h"
#include "rendering/sheets.h"

namespace presenced::commands {

class SheetOutput {
 public:
  // Throws Refused when --sort names a column that is not there.
  SheetOutput(const Request& request, const CommandContext& context, rendering::SheetHead head,
              rendering::Columns columns);

  // Follows --sort and --top, where the command takes them.
  void row(const rendering::Row& cells);
  // The same where there may be more of them than memory should hold: `give` calls row() for each, and is called a
  // second time for a long table.
  void rows_of(const std::function<void()>& give);
  // The last row, of a table only: totals.
  void total(rendering::Row cells);
  // Below a table, after an empty line; other formats leave it out.
  void note(const std::string& text);
  // After it, everything is with the output. Not called when the command is refused midway: then the answer stays
  // visibly unfinished.
  void end();
  // Passes on what there is so far: for a follower, whose answer never ends.
  void flush();

  std::size_t rows() const { return rows_; }  // given so far, whatever --top leaves of them
  bool table() const { return table_; }

 private:
  void write(const rendering::Row& cells);
  void write_held();

  Output& output_;
  std::string text_;
  std::unique_ptr<rendering::SheetWriter> writer_;
  bool table_;
  std::size_t rows_ = 0;
  std::int64_t written_ = 0;
  std::optional<std::size_t> sort_;  // the column
  std::optional<std::int64_t> top_;
  std::vector<rendering::Row> held_;  // to be sorted
  std::optional<rendering::Row> total_;
  std::string notes_;
};

}  // namespace presenced::commands
