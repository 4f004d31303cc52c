// Tables that fit: natural widths where there is room; then the columns that may shrink do; where that is not enough,
// each row becomes a block of "TITLE value" lines.
#include <algorithm>
#include <cassert>
#include <numeric>
#include <utility>

#include "rendering/cells.h"
#include "rendering/colour.h"
#include "text/text.h"

namespace presenced::rendering {
namespace {

using Texts = std::vector<std::string>;
using Widths = std::vector<std::size_t>;

constexpr std::size_t kBetween = 2;    // spaces between columns
constexpr std::size_t kLeast = 10;     // a terminal that says it is narrower is not believed
constexpr std::size_t kNarrowest = 8;  // a column that shrinks stays this wide: enough to tell names apart

bool to_the_right(Kind kind) { return kind == Kind::number || kind == Kind::share || kind == Kind::duration; }

std::size_t total(const Widths& widths) {
  return std::accumulate(widths.begin(), widths.end(), kBetween * (widths.size() - 1));
}

class TableWriter final : public SheetWriter {
 public:
  TableWriter(SheetHead head, std::vector<Column> columns, Style style, std::string& out)
      : head_(std::move(head)), all_(std::move(columns)), style_(style), out_(out) {
    style_.width = std::max(style_.width, kLeast);
    for (const Column& column : all_)
      if (!column.title.empty()) shown_.push_back(column);
    streams_ = std::all_of(shown_.begin(), shown_.end() - 1, [](const Column& column) { return column.width > 0; });
    if (streams_) begin({});
  }

  void row(const std::vector<Cell>& cells) override {
    assert(cells.size() == all_.size());
    Texts texts;
    for (std::size_t i = 0; i < all_.size(); ++i)
      if (!all_[i].title.empty()) texts.push_back(table_text(cells[i], all_[i].kind, *head_.zone));
    if (streams_)
      write(texts);
    else
      waiting_.push_back(std::move(texts));
  }

  void end() override {
    if (streams_) return;
    begin(waiting_);
    for (const Texts& texts : waiting_) write(texts);
  }

 private:
  // Decides the layout and writes the header.
  void begin(const std::vector<Texts>& rows) {
    for (const Column& column : shown_) widths_.push_back(std::max(text::columns(column.title), column.width));
    for (const Texts& texts : rows)
      for (std::size_t i = 0; i < texts.size(); ++i) widths_[i] = std::max(widths_[i], text::columns(texts[i]));
    shrink();
    blocks_ = total(widths_) > style_.width;
    if (blocks_) return;
    Texts titles;
    for (const Column& column : shown_) titles.push_back(column.title);
    out_ += coloured(line(titles, false), Colour::bold, style_.colour) + "\n";
  }

  // Takes column after column off the widest that may shrink. Of rows that come later nothing is known: the last column
  // then gets what is left.
  void shrink() {
    if (streams_ && shown_.back().shrinks && total(widths_) < style_.width)
      widths_.back() += style_.width - total(widths_);
    while (total(widths_) > style_.width) {
      std::size_t* widest = nullptr;
      for (std::size_t i = 0; i < shown_.size(); ++i)
        if (shown_[i].shrinks && widths_[i] > kNarrowest && (widest == nullptr || widths_[i] > *widest))
          widest = &widths_[i];
      if (widest == nullptr) return;
      --*widest;
    }
  }

  void write(const Texts& texts) {
    if (blocks_)
      write_block(texts);
    else
      out_ += line(texts, style_.colour) + "\n";
  }

  std::string line(const Texts& texts, bool colour) const {
    std::string result;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const bool last = i + 1 == texts.size();
      const std::string text = shown_[i].shrinks ? text::fitted(texts[i], widths_[i]) : texts[i];
      const std::size_t taken = text::columns(text);
      const std::string spaces(widths_[i] > taken ? widths_[i] - taken : 0, ' ');
      const std::string drawn = coloured(text, colour_at(i, texts[i]), colour);
      result += to_the_right(shown_[i].kind) ? spaces + drawn : last ? drawn : drawn + spaces;
      if (!last) result += std::string(kBetween, ' ');
    }
    return result;
  }

  // One cell a line, or two where it is too long for one; an empty line between rows.
  void write_block(const Texts& texts) {
    if (std::exchange(block_before_, true)) out_ += "\n";
    std::size_t titles = 0;
    for (const Column& column : shown_) titles = std::max(titles, text::columns(column.title) + 1);
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const std::string title = text::fitted(shown_[i].title, style_.width);
      const Colour colour = colour_at(i, texts[i]);
      if (titles + text::columns(texts[i]) <= style_.width)
        out_ += text::padded_right(title, titles) + coloured(texts[i], colour, style_.colour) + "\n";
      else
        out_ += title + "\n" + coloured(" " + text::fitted(texts[i], style_.width - 1), colour, style_.colour) + "\n";
    }
  }

  Colour colour_at(std::size_t column, const std::string& text) const {
    return shown_[column].kind == Kind::state ? colour_of(text) : Colour::none;
  }

  SheetHead head_;
  std::vector<Column> all_;
  std::vector<Column> shown_;
  Style style_;
  std::string& out_;
  Widths widths_;
  std::vector<Texts> waiting_;
  bool streams_ = false;
  bool blocks_ = false;
  bool block_before_ = false;
};

}  // namespace

std::unique_ptr<SheetWriter> table_writer(SheetHead head, std::vector<Column> columns, Style style, std::string& out) {
  return std::make_unique<TableWriter>(std::move(head), std::move(columns), style, out);
}

}  // namespace presenced::rendering
