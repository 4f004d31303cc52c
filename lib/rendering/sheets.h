// The columns and rows of each command's answer. The keys are public, and the JSON Schemas in docs/schema describe
// them: add keys, never rename them.
//
// Each pair of functions belongs together: a row has a cell for each of the columns. Empty `state` cells do not occur:
// what is not known says "unknown".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "answers/answers.h"
#include "history/recorded.h"
#include "rendering/sheet.h"
#include "time/durations.h"

namespace presenced::rendering {

using Columns = std::vector<Column>;
using Row = std::vector<Cell>;

std::string word_for(std::optional<base::Presence> state);
// Of a facet whose timeline is two-sided (answers::two_sided): "on", "unknown".
std::string word_for(std::optional<base::Presence> side, base::Facet facet);
// ":pizza: lunch"; "cleared" for an empty one.
std::string readable(const base::Status& status);

// Who a row is about: the first columns of most sheets. `width` of the name, where it is known before the rows.
Columns person_columns(std::size_t width = 0);
Row person_cells(const history::Person& person);

// The same columns, with the workspace in tables, too: for rows of several workspaces. `width` of the column, where it
// is known before the rows.
Columns showing_workspaces(Columns columns, std::size_t width = 0);

// now, at.
Columns moment_columns();
Row moment_row(const history::Person& person, const base::ByFacet<answers::AtMoment>& states, base::WallTime at,
               const time::Zone& zone);

// log. `names`: the width of the longest name, so that the table can follow.
Columns log_columns(std::size_t names);
Row log_row(const history::Person& person, const history::LogEntry& entry, const time::Zone& zone);

// log --facet group.
Columns group_log_columns();
Row group_log_row(const history::Person& person, base::WallTime at, const std::string& group, bool joined);

// intervals, and timeline where it is no picture.
Columns interval_columns(base::Facet facet);
Row interval_row(const history::Person& person, base::Facet facet, const answers::Stretch& stretch);

// summary. In a table, first and last active are times of day where the slices are days or hours. `weekday`: all
// Mondays of the window are one row, and so on. Of another facet than presence, its words take the place of active and
// away, in the keys, too.
enum class Period : std::uint8_t { hour, day, weekday, week, month, year, all };
Columns summary_columns(Period period, base::Facet facet = base::Facet::presence);
// `rounded`: the shares as a table shows them (answers/rounding.h).
Row summary_row(const history::Person& person, Period period, const time::Slice& slice,
                const answers::SummaryAnswer& answer, const answers::Shares& rounded, time::DurationUnits units,
                const time::Zone& zone);
// "Fri 2026-11-20", "Fri", "2026-11": what the row is about.
std::string part_text(Period period, const time::Slice& slice, const time::Zone& zone);
Row summary_total(const answers::Shares& rounded, time::DurationUnits units);

// heatmap where it is no picture: weekday (Monday is 1), hour.
Columns heatmap_columns();
Row heatmap_row(unsigned weekday, unsigned hour, const answers::HeatCell& cell);

std::vector<std::pair<Column, Cell>> heatmap_totals(const answers::Heatmap& heatmap);

// overlap: "together" and "undecided" spans, ascending; and the totals of the head. With `any`, "together" is "any".
Columns overlap_columns();
std::vector<Row> overlap_rows(const answers::OverlapAnswer& answer, bool any = false);
std::vector<std::pair<Column, Cell>> overlap_totals(const answers::OverlapAnswer& answer, bool any = false);
std::string overlap_totals_text(const answers::OverlapAnswer& answer, history::Window window, const Style& style,
                                bool any = false);  // under a table

// coverage: gaps and sessions.
Columns coverage_columns();
Row gap_row(const history::Person& person, const answers::Gap& gap);
Row session_row(const history::Session& session, base::WallTime alive_at);

// people.
Columns people_columns();
Row people_row(const history::Person& person, const std::vector<std::string>& groups);

}  // namespace presenced::rendering
