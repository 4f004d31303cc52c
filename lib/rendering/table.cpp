// Tables. Columns have their natural widths; on a terminal that is too narrow for these, some columns shrink, and where
// that is not enough, each row becomes a block of "TITLE value" lines.
#include <algorithm>
#include <array>
#include <cassert>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>

#include "rendering/cells.h"
#include "rendering/colour.h"
#include "text/text.h"

namespace presenced::rendering {
namespace {

using Texts = std::vector<std::string>;
using Widths = std::vector<std::size_t>;

constexpr std::size_t kBetween = 2;    // spaces between columns; one, where that spares cutting
constexpr std::size_t kLeast = 10;     // a terminal that says it is narrower is not believed
constexpr std::size_t kNarrowest = 8;  // a column that shrinks stays this wide: enough to tell names apart
constexpr std::size_t kUnlimited = std::size_t{1} << 30;  // a file, a pipe: nothing is cut

bool to_the_right(Kind kind) {
  return kind == Kind::number || kind == Kind::share || kind == Kind::duration || kind == Kind::figure;
}

class TableWriter final : public SheetWriter {
 public:
  TableWriter(SheetHead head, std::vector<Column> columns, Style style, std::string& out)
      : head_(std::move(head)), all_(std::move(columns)), style_(style), out_(out) {
    style_.width = style_.terminal ? std::max(style_.width, kLeast) : kUnlimited;
    for (const Column& column : all_)
      if (!column.title.empty()) shown_.push_back(column);
    units_.resize(shown_.size(), time::DurationUnits::hours_minutes);
    streams_ = std::all_of(shown_.begin(), shown_.end() - 1, [](const Column& column) { return column.width > 0; });
    if (streams_) begin({});
  }

  void row(const std::vector<Cell>& cells) override {
    assert(cells.size() == all_.size());
    std::vector<Cell> visible;
    for (std::size_t i = 0; i < all_.size(); ++i)
      if (!all_[i].title.empty()) visible.push_back(cells[i]);
    if (streams_)
      write(texts(visible));
    else if (measured_)
      measure(visible);
    else
      hold(std::move(visible));
  }

  void hold_at_most(std::size_t rows) override { most_held_ = rows; }

  bool wants_rows_again() override {
    if (!measured_) return false;
    choose_units(measured_->longest);
    for (std::size_t i = 0; i < shown_.size(); ++i)
      shown_[i].width = std::max(shown_[i].width, measured_->widths[static_cast<std::size_t>(units_[i])][i]);
    measured_.reset();
    begin({});
    streams_ = true;
    return true;
  }

  void end() override {
    if (streams_) return;
    std::vector<base::Millis> longest(shown_.size());
    for (const std::vector<Cell>& cells : waiting_) look_for_longest(cells, longest);
    choose_units(longest);
    std::vector<Texts> rows;
    for (const std::vector<Cell>& cells : std::exchange(waiting_, {})) rows.push_back(texts(cells));
    begin(rows);
    for (const Texts& texts : rows) write(texts);
  }

 private:
  // What the layout needs to know of rows that are not held.
  struct Measured {
    std::vector<base::Millis> longest;
    std::array<Widths, 2> widths;  // [time::DurationUnits]: which one it will be is known after the last row
  };

  void hold(std::vector<Cell> cells) {
    waiting_.push_back(std::move(cells));
    if (waiting_.size() <= most_held_) return;
    measured_.emplace(
        Measured{std::vector<base::Millis>(shown_.size()), {Widths(shown_.size()), Widths(shown_.size())}});
    for (const std::vector<Cell>& held : std::exchange(waiting_, {})) measure(held);
  }

  void measure(const std::vector<Cell>& cells) {
    look_for_longest(cells, measured_->longest);
    for (std::size_t i = 0; i < cells.size(); ++i)
      for (std::size_t units = 0; units < measured_->widths.size(); ++units) {
        if (units > 0 && shown_[i].kind != Kind::duration) {
          measured_->widths[units][i] = measured_->widths[0][i];
          continue;
        }
        std::size_t& width = measured_->widths[units][i];
        width = std::max(width, text::columns(table_text(cells[i], shown_[i].kind, *head_.zone,
                                                         static_cast<time::DurationUnits>(units))));
      }
  }

  static void look_for_longest(const std::vector<Cell>& cells, std::vector<base::Millis>& longest) {
    for (std::size_t i = 0; i < cells.size(); ++i)
      if (const auto* duration = std::get_if<base::Millis>(&cells[i])) longest[i] = std::max(longest[i], *duration);
  }

  void choose_units(const std::vector<base::Millis>& longest) {
    for (std::size_t i = 0; i < shown_.size(); ++i) units_[i] = time::units_for(longest[i]);
  }

  Texts texts(const std::vector<Cell>& cells) const {
    Texts texts;
    for (std::size_t i = 0; i < cells.size(); ++i)
      texts.push_back(table_text(cells[i], shown_[i].kind, *head_.zone, units_[i]));
    return texts;
  }

  // Decides the layout and writes the header.
  void begin(const std::vector<Texts>& rows) {
    for (const Column& column : shown_) widths_.push_back(std::max(text::columns(column.title), column.width));
    for (const Texts& texts : rows)
      for (std::size_t i = 0; i < texts.size(); ++i) widths_[i] = std::max(widths_[i], text::columns(texts[i]));
    if (total() > style_.width) between_ = 1;
    shrink();
    blocks_ = total() > style_.width;
    if (blocks_) return;
    Texts titles;
    for (const Column& column : shown_) titles.push_back(column.title);
    out_ += coloured(line(titles, false), Colour::bold, style_.colour) + "\n";
  }

  std::size_t total() const { return std::accumulate(widths_.begin(), widths_.end(), between_ * (widths_.size() - 1)); }

  // Narrows the widest column that may shrink, one step at a time. When the rows come later, the last column gets what
  // is left.
  void shrink() {
    if (streams_ && style_.terminal && shown_.back().shrinks && total() < style_.width)
      widths_.back() += style_.width - total();
    while (total() > style_.width) {
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
      const std::string text = shown_[i].shrinks ? cut(texts[i], widths_[i]) : texts[i];
      const std::size_t taken = text::columns(text);
      const std::string spaces(widths_[i] > taken ? widths_[i] - taken : 0, ' ');
      const std::string drawn = coloured(text, colour_at(i, texts[i]), colour);
      result += to_the_right(shown_[i].kind) ? spaces + drawn : last ? drawn : drawn + spaces;
      if (!last) result += std::string(between_, ' ');
    }
    result.erase(result.find_last_not_of(' ') + 1);
    return result;
  }

  // One cell a line, or two where it is too long for one; none for an empty one, as a row of totals has them. An empty
  // line between rows.
  void write_block(const Texts& texts) {
    if (std::exchange(block_before_, true)) out_ += "\n";
    std::size_t titles = 0;
    for (const Column& column : shown_) titles = std::max(titles, text::columns(column.title) + 1);
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (texts[i].empty()) continue;
      const std::string title = cut(shown_[i].title, style_.width);
      const Colour colour = colour_at(i, texts[i]);
      if (titles + text::columns(texts[i]) <= style_.width)
        out_ += text::padded_right(title, titles) + coloured(texts[i], colour, style_.colour) + "\n";
      else
        out_ += title + "\n" + coloured(" " + cut(texts[i], style_.width - 1), colour, style_.colour) + "\n";
    }
  }

  std::string cut(const std::string& text, std::size_t width) const {
    return style_.terminal ? text::fitted(text, width, style_.ascii ? "~" : "…") : text;
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
  std::size_t between_ = kBetween;
  std::vector<time::DurationUnits> units_;
  std::vector<std::vector<Cell>> waiting_;
  std::size_t most_held_ = std::numeric_limits<std::size_t>::max();
  std::optional<Measured> measured_;  // once there were more
  bool streams_ = false;
  bool blocks_ = false;
  bool block_before_ = false;
};

}  // namespace

std::unique_ptr<SheetWriter> table_writer(SheetHead head, std::vector<Column> columns, Style style, std::string& out) {
  return std::make_unique<TableWriter>(std::move(head), std::move(columns), style, out);
}

}  // namespace presenced::rendering
