#include "commands/sheet_output.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "base/ascii.h"
#include "text/text.h"

namespace presenced::commands {
namespace {

// As much as a pipe takes at once on Linux (pipe(7)).
constexpr std::size_t kPiece = 64 * 1024;

// Of a table, some 8 MB: a month of everybody's days still fits, and is read only once.
constexpr std::size_t kMostHeld = 10'000;

// By its key or its title.
std::optional<std::size_t> column_to_sort_by(const std::optional<std::string>& wanted,
                                             const rendering::Columns& columns) {
  if (!wanted) return std::nullopt;
  const std::string name = base::ascii_lower(*wanted);
  std::string known;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].key.empty()) continue;
    if (columns[i].key == name || base::ascii_lower(columns[i].title) == name) return i;
    known += (known.empty() ? "" : ", ") + columns[i].key;
  }
  throw Refused(ExitStatus::usage,
                fmt::format("--sort: no column '{}'; the columns are {}", text::printable(*wanted), known));
}

// Numbers and durations: the largest first. Text and times: ascending. Empty cells come last.
bool before(const rendering::Cell& a, const rendering::Cell& b) {
  const bool a_empty = std::holds_alternative<std::monostate>(a);
  const bool b_empty = std::holds_alternative<std::monostate>(b);
  if (a_empty || b_empty) return !a_empty && b_empty;
  if (const auto* text = std::get_if<std::string>(&a))
    return text::without_accents(*text) < text::without_accents(std::get<std::string>(b));
  const bool ascending =
      std::holds_alternative<base::WallTime>(a) || std::holds_alternative<std::vector<std::string>>(a);
  return ascending ? a < b : b < a;
}

}  // namespace

SheetOutput::SheetOutput(const Request& request, const CommandContext& context, rendering::SheetHead head,
                         rendering::Columns columns)
    : output_(context.output),
      writer_(rendering::sheet_writer(request.format, std::move(head), columns, context.style, text_)),
      table_(request.format == rendering::Format::table),
      sort_(column_to_sort_by(request.sort, columns)),
      top_(request.top) {}

void SheetOutput::row(const rendering::Row& cells) {
  ++rows_;
  if (sort_)
    held_.push_back(cells);
  else
    write(cells);
}

void SheetOutput::write(const rendering::Row& cells) {
  if (top_ && written_ >= *top_) return;
  ++written_;
  writer_->row(cells);
  if (text_.size() >= kPiece) flush();
}

void SheetOutput::write_held() {
  if (!sort_) return;
  std::stable_sort(held_.begin(), held_.end(),
                   [this](const auto& a, const auto& b) { return before(a[*sort_], b[*sort_]); });
  for (const rendering::Row& row : std::exchange(held_, {})) write(row);
}

void SheetOutput::rows_of(const std::function<void()>& give) {
  if (!sort_) writer_->hold_at_most(kMostHeld);
  give();
  if (sort_ || !writer_->wants_rows_again()) return;
  rows_ = 0;
  written_ = 0;
  give();
}

void SheetOutput::total(rendering::Row cells) { total_ = std::move(cells); }

void SheetOutput::note(const std::string& text) { notes_ += text.ends_with('\n') ? text : text + "\n"; }

void SheetOutput::end() {
  write_held();
  if (table_ && total_) writer_->row(*total_);
  writer_->end();
  if (table_ && !notes_.empty()) text_ += "\n" + notes_;
  flush();
}

void SheetOutput::flush() {
  if (text_.empty()) return;
  output_.write(text_);
  text_.clear();
}

}  // namespace presenced::commands
