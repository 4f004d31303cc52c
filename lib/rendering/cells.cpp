#include "rendering/cells.h"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <ratio>
#include <stdexcept>

#include "base/escape.h"
#include "text/text.h"
#include "time/durations.h"
#include "time/times.h"

namespace presenced::rendering {
namespace {

std::string joined(const std::vector<std::string>& texts) {
  std::string result;
  for (const std::string& text : texts) result += (result.empty() ? "" : " ") + text;
  return result;
}

std::string json_list(const std::vector<std::string>& texts) {
  std::string result;
  for (const std::string& text : texts) result += (result.empty() ? "" : ",") + base::json_string(text);
  return "[" + result + "]";
}

Field plain(std::string key, std::string value) { return {std::move(key), value, value, true}; }

// What nothing looks like, under the keys the column has.
std::vector<Field> nothing(const Column& column) {
  const Field field{column.key, "null", "", true};
  Field in_millis = field;
  in_millis.key += "_ms";
  if (column.kind == Kind::time) return {field, in_millis};
  return {column.kind == Kind::duration ? in_millis : field};
}

}  // namespace

std::string table_text(const Cell& cell, Kind kind, const time::Zone& zone, time::DurationUnits units) {
  if (std::holds_alternative<std::monostate>(cell)) return "-";
  switch (kind) {
    case Kind::text:
    case Kind::state:
    case Kind::figure:
      return text::printable(std::get<std::string>(cell));
    case Kind::number:
      return std::to_string(std::get<std::int64_t>(cell));
    case Kind::share:
      return fmt::format("{}%", std::lround(std::get<double>(cell) * 100));
    case Kind::truth:
      return std::get<bool>(cell) ? "yes" : "no";
    case Kind::time:
      return time::readable_time(zone, std::get<base::WallTime>(cell));
    case Kind::duration:
      return time::readable(std::get<base::Millis>(cell), units);
    case Kind::list:
      return text::printable(joined(std::get<std::vector<std::string>>(cell)));
  }
  throw std::logic_error("a kind of cell without a text");
}

std::vector<Field> fields(const Column& column, const Cell& cell, const time::Zone& zone) {
  if (std::holds_alternative<std::monostate>(cell)) return nothing(column);
  switch (column.kind) {
    case Kind::text:
    case Kind::state:
    case Kind::figure: {
      const auto& text = std::get<std::string>(cell);
      return {{column.key, base::json_string(text), text::printable(text), false}};
    }
    case Kind::number:
      return {plain(column.key, std::to_string(std::get<std::int64_t>(cell)))};
    case Kind::share:
      return {plain(column.key, fmt::format("{:.4f}", std::get<double>(cell)))};
    case Kind::truth:
      return {plain(column.key, std::get<bool>(cell) ? "true" : "false")};
    case Kind::time: {
      const base::WallTime time = std::get<base::WallTime>(cell);
      const std::string text = time::rfc3339(zone, time);
      return {{column.key, "\"" + text + "\"", text, true},
              plain(column.key + "_ms", std::to_string(base::unix_ms(time)))};
    }
    case Kind::duration:
      return {plain(column.key + "_ms", std::to_string(std::get<base::Millis>(cell).count()))};
    case Kind::list: {
      const auto& list = std::get<std::vector<std::string>>(cell);
      return {{column.key, json_list(list), text::printable(joined(list)), false}};
    }
  }
  throw std::logic_error("a kind of cell without fields");
}

Field spreadsheet_field(const Column& column, const Cell& cell, const time::Zone& zone) {
  constexpr std::size_t kTime = 19;  // "2026-11-20 09:00:05": what follows where clocks show that twice is not a time
  const bool nothing = std::holds_alternative<std::monostate>(cell);
  if (column.kind == Kind::time)
    return plain(column.key, nothing ? "" : time::readable_time(zone, std::get<base::WallTime>(cell)).substr(0, kTime));
  if (column.kind != Kind::duration) return fields(column, cell, zone).front();
  using Hours = std::chrono::duration<double, std::ratio<3600>>;
  return plain(column.key + "_hours",
               nothing ? "" : fmt::format("{:.4f}", Hours(std::get<base::Millis>(cell)).count()));
}

std::unique_ptr<SheetWriter> sheet_writer(Format format, SheetHead head, std::vector<Column> columns, Style style,
                                          std::string& out) {
  switch (format) {
    case Format::table:
      return table_writer(std::move(head), std::move(columns), style, out);
    case Format::json:
      return json_writer(std::move(head), std::move(columns), out);
    case Format::jsonl:
      return jsonl_writer(std::move(head), std::move(columns), out);
    case Format::csv:
      return csv_writer(std::move(head), std::move(columns), out);
    case Format::spreadsheet:
      return spreadsheet_writer(std::move(head), std::move(columns), out);
  }
  throw std::logic_error("a format without a writer");
}

}  // namespace presenced::rendering
