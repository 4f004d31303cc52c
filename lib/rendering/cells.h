// Cells as text, and the writers of each format. Internal to lib/rendering.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "rendering/sheet.h"

namespace presenced::rendering {

// As a person reads it: printable, one line; "-" for nothing.
std::string table_text(const Cell& cell, Kind kind, const time::Zone& zone);

// A column as it is told to programs: under one key or, for a time, two.
struct Field {
  std::string key;
  std::string json;    // the value in JSON
  std::string csv;     // the value before quoting; empty for nothing
  bool typed = false;  // the text was made here: no user wrote it, no spreadsheet is fooled by it
};
std::vector<Field> fields(const Column& column, const Cell& cell, const time::Zone& zone);

std::unique_ptr<SheetWriter> table_writer(SheetHead head, std::vector<Column> columns, Style style, std::string& out);
std::unique_ptr<SheetWriter> json_writer(SheetHead head, std::vector<Column> columns, std::string& out);
std::unique_ptr<SheetWriter> jsonl_writer(SheetHead head, std::vector<Column> columns, std::string& out);
std::unique_ptr<SheetWriter> csv_writer(SheetHead head, std::vector<Column> columns, std::string& out);

}  // namespace presenced::rendering
