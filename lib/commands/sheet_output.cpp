#include "ask/sheet_output.h"

#include <cstddef>

namespace presenced::ask {
namespace {

// As much as a pipe takes at once on Linux (pipe(7)).
constexpr std::size_t kPiece = 64 * 1024;

}  // namespace

SheetOutput::SheetOutput(const Request& request, const Surroundings& surroundings, query::SheetHead head,
                         query::Columns columns)
    : output_(surroundings.output),
      writer_(query::sheet_writer(request.format, std::move(head), std::move(columns), surroundings.style, text_)) {}

void SheetOutput::row(const query::Row& cells) {
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

}  // namespace presenced::ask
