// Which columns each command's answer has, and its rows. The keys are public and described by the JSON Schemas of
// docs/QUERY.md: add, never rename.
//
// Each pair of functions belongs together: a row has a cell for each of the columns. Empty `state` cells do not occur:
// what is not known says "unknown".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "query/answers.h"
#include "query/person_history.h"
#include "query/sheet.h"

namespace presenced::query {

using Columns = std::vector<Column>;
using Row = std::vector<Cell>;

std::string word_for(std::optional<base::Presence> state);
// ":pizza: lunch"; "cleared" for an empty one.
std::string readable(const base::Status& status);

// now, at.
Columns moment_columns();
Row moment_row(const Person& person, const AtMoment<base::Presence>& presence, const AtMoment<base::Status>& status,
               base::WallTime at, const Zone& zone);

// log. `names`: the width of the longest name, so that the table can follow.
struct LogEntry {
  std::int64_t seq = 0;
  Person person;
  history::Transition transition;
};
Columns log_columns(std::size_t names);
Row log_row(const LogEntry& entry, const Zone& zone);

// intervals, and timeline where it is no picture.
Columns interval_columns();
Row interval_row(const Person& person, const Stretch<base::Presence>& stretch);
// intervals --facet status
Columns status_interval_columns();
Row status_interval_row(const Person& person, const Stretch<base::Status>& stretch);

// summary. In a table, first and last active are times of day where the slices are days.
enum class Period : std::uint8_t { day, week, all };
Columns summary_columns(Period period);
Row summary_row(const Person& person, Period period, const Slice& slice, const SummaryAnswer& answer, const Zone& zone);

// heatmap where it is no picture: weekday (Monday is 1), hour.
Columns heatmap_columns();
Row heatmap_row(unsigned weekday, unsigned hour, const HeatCell& cell);

std::vector<std::pair<Column, Cell>> heatmap_totals(const Heatmap& heatmap);

// overlap: "together" and "undecided" spans, ascending; and the totals of the head.
Columns overlap_columns();
std::vector<Row> overlap_rows(const OverlapAnswer& answer);
std::vector<std::pair<Column, Cell>> overlap_totals(const OverlapAnswer& answer);
std::string overlap_totals_text(const OverlapAnswer& answer, Window window, const Style& style);  // under a table

// coverage: gaps and sessions.
struct Session {
  std::int64_t number = 0;
  std::string workspace;
  base::WallTime connected_at;
  std::optional<base::WallTime> ready_at;
  std::optional<base::WallTime> ended_at;  // empty: open
  std::optional<history::EndReason> reason;
};
Columns coverage_columns();
Row gap_row(const Person& person, const Gap& gap);
Row session_row(const Session& session, base::WallTime alive_at);

// people.
Columns people_columns();
Row people_row(const Person& person, const std::vector<std::string>& groups);

}  // namespace presenced::query
