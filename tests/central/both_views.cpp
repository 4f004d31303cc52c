#include "central/both_views.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "central/connection.h"
#include "store/schema.h"
#include "store/sqlite.h"

namespace presenced::test {
namespace {

constexpr std::size_t kShown = 3;  // rows of a difference

store::Database open_source(const std::filesystem::path& history) {
  return {history, store::Database::Access::read_only};
}

std::string columns_of(const std::filesystem::path& history, std::string_view view) {
  store::Database database = open_source(history);
  std::string columns;
  for (const std::string& name : database.prepare(fmt::format("SELECT * FROM {}", view)).columns())
    columns += fmt::format("{}\"{}\"", columns.empty() ? "" : ", ", name);
  return columns;
}

void add_difference(Lines& found, std::string_view view, std::string_view where, const Lines& more, const Lines& less) {
  Lines only;
  std::set_difference(more.begin(), more.end(), less.begin(), less.end(), std::back_inserter(only));
  if (only.empty()) return;
  found.push_back(fmt::format("{}: {} rows {} alone", view, only.size(), where));
  for (std::size_t i = 0; i < std::min(only.size(), kShown); ++i) found.push_back("  " + only[i]);
}

}  // namespace

Lines source_lines(const std::filesystem::path& history, const std::string& sql) {
  store::Database database = open_source(history);
  store::Statement statement = database.prepare(sql);
  Lines lines;
  for (store::Rows row = statement.select(); row.next();) {
    std::string line;
    for (int column = 0; column < row.columns(); ++column)
      line += (column > 0 ? "|" : "") + (row.is_null(column) ? "-" : std::string(row.text(column)));
    lines.push_back(std::move(line));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

Lines centre_lines(const std::string& address, const std::string& sql) {
  central::Connection connection(central::read_address(address, {}).value(), {});
  connection.execute("SET search_path = presenced, pg_temp");
  Lines lines;
  for (const auto& row : connection.query(sql)) {
    std::string line;
    for (std::size_t column = 0; column < row.size(); ++column)
      line += (column > 0 ? "|" : "") + row[column].value_or("-");
    lines.push_back(std::move(line));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

Lines differences(const std::filesystem::path& history, const std::string& address, const std::string& origin) {
  Lines found;
  for (const store::View& view : store::views()) {
    const std::string columns = columns_of(history, view.name);
    const Lines source = source_lines(history, fmt::format("SELECT {} FROM {}", columns, view.name));
    const Lines centre =
        centre_lines(address, fmt::format("SELECT {} FROM {} WHERE origin = '{}'", columns, view.name, origin));
    add_difference(found, view.name, "at the source", source, centre);
    add_difference(found, view.name, "at the centre", centre, source);
  }
  return found;
}

}  // namespace presenced::test
