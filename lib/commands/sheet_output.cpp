#include "commands/sheet_output.h"

#include <cstddef>

namespace presenced::commands {
namespace {

// As much as a pipe takes at once on Linux (pipe(7)).
constexpr std::size_t kPiece = 64 * 1024;

}  // namespace

SheetOutput::SheetOutput(const Request& request, const CommandContext& context, rendering::SheetHead head,
                         rendering::Columns columns)
    : output_(context.output),
      writer_(rendering::sheet_writer(request.format, std::move(head), std::move(columns), context.style, text_)) {}

void SheetOutput::row(const rendering::Row& cells) {
  writer_->row(cells);
  if (text_.size() >= kPiece) flush();
}

void SheetOutput::end() {
  writer_->end();
  flush();
}

void SheetOutput::flush() {
  if (text_.empty()) return;
  output_.write(text_);
  text_.clear();
}

}  // namespace presenced::commands
