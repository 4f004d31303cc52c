// Cells as text, and the writers of each format. Internal to lib/rendering.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "rendering/sheet.h"
#include "time/durations.h"

namespace presenced::rendering {

// As a person reads it: printable, one line; "-" for nothing. `units`: of a duration.
std::string table_text(const Cell& cell, Kind kind, const time::Zone& zone, time::DurationUnits units);

// A column in an answer for programs: one key or, for a time, two.
struct Field {
  std::string key;
  std::string json;    // the value in JSON
  std::string csv;     // the value before quoting; empty for nothing
  bool typed = false;  // written by this program, so a spreadsheet cannot mistake it for a formula
};
std::vector<Field> fields(const Column& column, const Cell& cell, const time::Zone& zone);
// The same for a spreadsheet: always one, a time as "2026-11-20 09:00:05", a duration in hours under KEY_hours.
Field spreadsheet_field(const Column& column, const Cell& cell, const time::Zone& zone);

std::unique_ptr<SheetWriter> table_writer(SheetHead head, std::vector<Column> columns, Style style, std::string& out);
std::unique_ptr<SheetWriter> json_writer(SheetHead head, std::vector<Column> columns, std::string& out);
std::unique_ptr<SheetWriter> jsonl_writer(SheetHead head, std::vector<Column> columns, std::string& out);
std::unique_ptr<SheetWriter> csv_writer(SheetHead head, std::vector<Column> columns, std::string& out);
std::unique_ptr<SheetWriter> spreadsheet_writer(SheetHead head, std::vector<Column> columns, std::string& out);

}  // namespace presenced::rendering
