#include "rendering/sheets.h"

#include <algorithm>
#include <utility>

#include "rendering/legend.h"
#include "time/durations.h"
#include "time/times.h"

namespace presenced::rendering {
namespace {

Cell reason_cell(const std::optional<history::EndReason>& reason) {
  return reason ? Cell(std::string(name_of(*reason))) : Cell();
}

}  // namespace

std::string word_for(std::optional<base::Presence> state) { return state ? std::string(name_of(*state)) : "unknown"; }

std::string word_for(std::optional<base::Presence> side, base::Facet facet) {
  const base::FacetRow& words = base::row_of(facet);
  return side ? std::string(*side == base::Presence::active ? words.on : words.off) : "unknown";
}

std::string readable(const base::Status& status) {
  if (status.cleared()) return "cleared";
  return status.emoji + (status.emoji.empty() || status.text.empty() ? "" : " ") + status.text;
}

Columns person_columns(std::size_t width) {
  return {{"workspace", ""}, {"user_id", ""}, {"name", "WHO", Kind::text, true, width}};
}

Row person_cells(const history::Person& person) { return {person.workspace, person.id.text, person.called()}; }

Columns showing_workspaces(Columns columns, std::size_t width) {
  for (Column& column : columns)
    if (column.key == "workspace") {
      column.title = "WORKSPACE";
      column.width = width;
    }
  return columns;
}

Columns heatmap_columns() {
  return {{"weekday", "", Kind::number},          {"", "DAY"},
          {"hour", "HOUR", Kind::number},         {"active", "ACTIVE", Kind::duration},
          {"covered", "COVERED", Kind::duration}, {"share", "SHARE", Kind::share}};
}

Row heatmap_row(unsigned weekday, unsigned hour, const answers::HeatCell& heat) {
  return {std::int64_t{weekday} + 1,
          std::string(time::weekday_word(weekday)),
          std::int64_t{hour},
          heat.active,
          heat.covered,
          cell(heat.share())};
}

std::vector<std::pair<Column, Cell>> heatmap_totals(const answers::Heatmap& heatmap) {
  return {{{"people", "", Kind::number}, static_cast<std::int64_t>(heatmap.people)},
          {{"unknown", "", Kind::duration}, heatmap.unknown}};
}

Columns overlap_columns() {
  return {{"overlap", "OVERLAP"},
          {"from", "FROM", Kind::time},
          {"to", "TO", Kind::time},
          {"duration", "FOR", Kind::duration}};
}

namespace {
std::string overlap_word(bool any) { return any ? "any" : "together"; }
}  // namespace

std::vector<Row> overlap_rows(const answers::OverlapAnswer& answer, bool any) {
  std::vector<Row> rows;
  auto undecided = answer.undecided.spans().begin();
  const auto add_undecided_before = [&](std::optional<base::WallTime> end) {
    for (; undecided != answer.undecided.spans().end() && (!end || undecided->from < *end); ++undecided)
      rows.push_back({std::string("undecided"), undecided->from, undecided->to, undecided->length()});
  };
  for (const history::Span& span : answer.together.spans()) {
    add_undecided_before(span.from);
    rows.push_back({overlap_word(any), span.from, span.to, span.length()});
  }
  add_undecided_before(std::nullopt);
  return rows;
}

std::vector<std::pair<Column, Cell>> overlap_totals(const answers::OverlapAnswer& answer, bool any) {
  const std::optional<base::Millis> length = answer.together.length();
  const std::optional<base::Millis> none;
  return {{{"together", "", Kind::duration}, cell(any ? none : length)},
          {{"undecided", "", Kind::duration}, answer.undecided.length()},
          {{"any", "", Kind::duration}, cell(any ? length : none)}};
}

std::string overlap_totals_text(const answers::OverlapAnswer& answer, history::Window window, const Style& style,
                                bool any) {
  return "\n" + legend({{overlap_word(any), time::readable(answer.together.length())},
                        {"undecided", time::readable(answer.undecided.length())},
                        {"of", time::readable(window.length())}},
                       {style.width, false});
}

Columns coverage_columns() {
  return {{"kind", ""},
          {"workspace", ""},
          {"user_id", ""},
          {"name", ""},
          {"", "WHO", Kind::text, true},
          {"session", "", Kind::number},
          {"from", "FROM", Kind::time},
          {"ready", "", Kind::time},
          {"to", "TO", Kind::time},
          {"duration", "FOR", Kind::duration},
          {"reason", "WHY"},
          {"feed", "FEED"}};
}

Row gap_row(const history::Person& person, const answers::Gap& gap) {
  // A gap always has a reason: "-" would look as if there were none.
  const Cell reason = gap.recorder_silent ? Cell(std::string("recorder_silent"))
                      : gap.reason        ? reason_cell(gap.reason)
                                          : Cell(std::string("no_record"));
  return {std::string("gap"),
          person.workspace,
          person.id.text,
          person.called(),
          person.called(),
          {},
          gap.span.from,
          {},
          gap.span.to,
          gap.span.length(),
          reason,
          {}};
}

Row session_row(const history::Session& session, base::WallTime alive_at) {
  const base::WallTime end = std::max(session.connected_at, session.ended_at.value_or(alive_at));
  return {std::string("session"),
          session.workspace,
          {},
          {},
          "session " + std::to_string(session.number),
          session.number,
          session.connected_at,
          cell(session.ready_at),
          cell(session.ended_at),
          end - session.connected_at,
          reason_cell(session.reason),
          std::string(name_of(session.feed))};
}

Columns group_log_columns() {
  Columns columns{{"at", "TIME", Kind::time}};
  for (Column& column : person_columns()) columns.push_back(std::move(column));
  columns.push_back({"group", "GROUP", Kind::text, true});
  columns.push_back({"change", "CHANGE"});
  return columns;
}

Row group_log_row(const history::Person& person, base::WallTime at, const std::string& group, bool joined) {
  Row row{at};
  for (Cell& cell : person_cells(person)) row.push_back(std::move(cell));
  row.push_back(group);
  row.push_back(std::string(joined ? "joined" : "left"));
  return row;
}

Columns people_columns() {
  return {{"workspace", "", Kind::text, true},
          {"user_id", "ID"},
          {"name", "NAME", Kind::text, true},
          {"label", "LABEL", Kind::text, true},
          {"real_name", "REAL NAME", Kind::text, true},
          {"email", "", Kind::text, true},
          {"tz", "", Kind::text},
          {"is_bot", "", Kind::truth},
          {"deleted", "", Kind::truth},
          {"watched", "WATCHED", Kind::truth},
          {"groups", "GROUPS", Kind::list, true}};
}

namespace {
Cell unless_empty(const std::string& text) { return text.empty() ? Cell() : Cell(text); }
}  // namespace

Row people_row(const history::Person& person, const std::vector<std::string>& groups) {
  return {person.workspace,
          person.id.text,
          unless_empty(person.name),
          unless_empty(person.label),
          unless_empty(person.real_name),
          unless_empty(person.email),
          unless_empty(person.tz),
          person.is_bot,
          person.deleted,
          person.watched,
          groups.empty() ? Cell() : Cell(groups)};
}

}  // namespace presenced::rendering
