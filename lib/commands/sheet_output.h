// An answer on its way out: rows become text (rendering/sheet.h) and leave in pieces, so that a long answer takes the
// memory of a short one. Formats that need all rows first (a table without given widths) still hold them.
#pragma once

#include <memory>
#include <string>

#include "commands/command_context.h"
#include "commands/request.h"
#include "rendering/sheets.h"

namespace presenced::commands {

class SheetOutput {
 public:
  SheetOutput(const Request& request, const CommandContext& context, rendering::SheetHead head,
              rendering::Columns columns);

  void row(const rendering::Row& cells);
  // After it, everything is with the output. Not called when the command is refused midway: then the answer stays
  // visibly unfinished.
  void end();
  // What there is, now: for a follower, whose answer has no end.
  void flush();

 private:
  Output& output_;
  std::string text_;
  std::unique_ptr<rendering::SheetWriter> writer_;
};

}  // namespace presenced::commands
