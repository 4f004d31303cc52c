// json, jsonl and csv.
#include <algorithm>
#include <cassert>
#include <utility>

#include "base/escape.h"
#include "rendering/cells.h"

namespace presenced::rendering {
namespace {

constexpr const char* kSchema = "\"schema\":1";

std::string members(const Column& column, const Cell& cell, const time::Zone& zone) {
  std::string result;
  for (const Field& field : fields(column, cell, zone)) result += ",\"" + field.key + "\":" + field.json;
  return result;
}

// ,"key":value... of the columns that have a key
std::string members(const std::vector<Column>& columns, const std::vector<Cell>& cells, const time::Zone& zone) {
  assert(cells.size() == columns.size());
  std::string result;
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (!columns[i].key.empty()) result += members(columns[i], cells[i], zone);
  return result;
}

// One object, a row a line.
class JsonWriter final : public SheetWriter {
 public:
  JsonWriter(SheetHead head, std::vector<Column> columns, std::string& out)
      : head_(std::move(head)), columns_(std::move(columns)), out_(out) {
    const time::Zone& zone = *head_.zone;
    out_ += std::string("{") + kSchema + ",\"command\":" + base::json_string(head_.command) +
            ",\"zone\":" + base::json_string(zone.name());
    if (head_.window) {
      out_ += members({"since", "", Kind::time}, head_.window->from, zone);
      out_ += members({"until", "", Kind::time}, head_.window->to, zone);
    }
    for (const auto& [column, cell] : head_.totals) out_ += members(column, cell, zone);
    out_ += ",\"rows\":[";
  }

  void row(const std::vector<Cell>& cells) override {
    out_ += std::exchange(first_, false) ? "\n" : ",\n";
    out_ += "{" + members(columns_, cells, *head_.zone).substr(1) + "}";
  }
  void end() override { out_ += "\n]}\n"; }

 private:
  SheetHead head_;
  std::vector<Column> columns_;
  std::string& out_;
  bool first_ = true;
};

// An object a row.
class JsonlWriter final : public SheetWriter {
 public:
  JsonlWriter(SheetHead head, std::vector<Column> columns, std::string& out)
      : head_(std::move(head)), columns_(std::move(columns)), out_(out) {}

  void row(const std::vector<Cell>& cells) override {
    out_ += std::string("{") + kSchema + members(columns_, cells, *head_.zone) + "}\n";
  }
  void end() override {}

 private:
  SheetHead head_;
  std::vector<Column> columns_;
  std::string& out_;
};

// A spreadsheet takes a text that begins like this for a formula.
bool formula(const std::string& text) {
  constexpr std::string_view kStarts[] = {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};
  return std::any_of(std::begin(kStarts), std::end(kStarts), [&](auto start) { return text.starts_with(start); });
}

std::string csv_cell(const Field& field) {
  std::string text = (!field.typed && formula(field.csv) ? "'" : "") + field.csv;
  if (text.find_first_of("\",\r\n") == std::string::npos && !text.starts_with(' ') && !text.ends_with(' ')) return text;
  for (std::size_t at = text.find('"'); at != std::string::npos; at = text.find('"', at + 2)) text.insert(at, 1, '"');
  return "\"" + text + "\"";
}

// RFC 4180: a header, lines that end with CRLF. `fields` turns a cell into one or more of them.
template <class Fields>
class CsvWriter final : public SheetWriter {
 public:
  CsvWriter(SheetHead head, std::vector<Column> columns, std::string& out, Fields fields)
      : head_(std::move(head)), columns_(std::move(columns)), out_(out), fields_(fields) {
    line(std::vector<Cell>(columns_.size()), [](const Field& field) { return field.key; });
  }
  void row(const std::vector<Cell>& cells) override { line(cells, csv_cell); }
  void end() override {}

 private:
  template <class Text>
  void line(const std::vector<Cell>& cells, const Text& text_of) {
    bool first = true;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].key.empty()) continue;
      for (const Field& field : fields_(columns_[i], cells[i], *head_.zone))
        out_ += (std::exchange(first, false) ? "" : ",") + text_of(field);
    }
    out_ += "\r\n";
  }

  SheetHead head_;
  std::vector<Column> columns_;
  std::string& out_;
  Fields fields_;
};

}  // namespace

std::unique_ptr<SheetWriter> json_writer(SheetHead head, std::vector<Column> columns, std::string& out) {
  return std::make_unique<JsonWriter>(std::move(head), std::move(columns), out);
}
std::unique_ptr<SheetWriter> jsonl_writer(SheetHead head, std::vector<Column> columns, std::string& out) {
  return std::make_unique<JsonlWriter>(std::move(head), std::move(columns), out);
}
std::unique_ptr<SheetWriter> csv_writer(SheetHead head, std::vector<Column> columns, std::string& out) {
  return std::make_unique<CsvWriter<decltype(&fields)>>(std::move(head), std::move(columns), out, &fields);
}
std::unique_ptr<SheetWriter> spreadsheet_writer(SheetHead head, std::vector<Column> columns, std::string& out) {
  out += "\xEF\xBB\xBF";  // a byte order mark: without it Excel does not read UTF-8
  const auto one_field = [](const Column& column, const Cell& cell, const time::Zone& zone) {
    return std::vector<Field>{spreadsheet_field(column, cell, zone)};
  };
  return std::make_unique<CsvWriter<decltype(one_field)>>(std::move(head), std::move(columns), out, one_field);
}

}  // namespace presenced::rendering
