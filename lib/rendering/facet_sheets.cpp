// Sheets whose columns come from every facet: now and at, the log; and the intervals of one.
#include <algorithm>
#include <iterator>

#include "rendering/facet_columns.h"
#include "rendering/sheets.h"
#include "time/times.h"

namespace presenced::rendering {
namespace {

constexpr std::size_t kTimeWidth = 19;   // "2026-11-20 09:00:05"
constexpr std::size_t kSourceWidth = 6;  // "resync"

template <class Cells>
void add_all(Cells& cells, Cells more) {
  cells.insert(cells.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// "away -> active"; a first observation has nothing before it.
std::string change_text(const history::Transition& change, const time::Zone& zone) {
  const auto text = columns_of(change.facet()).text;
  return (change.before ? text(*change.before, zone) + " -> " : "") + text(change.after, zone);
}

}  // namespace

Columns moment_columns() {
  Columns columns = person_columns();
  for (const base::FacetRow& facet : base::kFacets) add_all(columns, columns_of(facet.facet).moment);
  return columns;
}

Row moment_row(const history::Person& person, const base::ByFacet<answers::AtMoment>& states, base::WallTime at,
               const time::Zone& zone) {
  Row row = person_cells(person);
  for (const base::FacetRow& facet : base::kFacets)
    add_all(row, columns_of(facet.facet).moment_cells(states[facet.facet], at, zone));
  return row;
}

Columns log_columns(std::size_t names) {
  Columns columns{{"seq", "", Kind::number}, {"at", "TIME", Kind::time, false, kTimeWidth}};
  add_all(columns, person_columns(std::max<std::size_t>(names, 3)));
  add_all(columns, {{"facet", ""},
                    {"source", "SOURCE", Kind::text, false, kSourceWidth},
                    {"", "CHANGE", Kind::text, true},
                    {"earliest", "", Kind::time},
                    {"session", "", Kind::number}});
  for (const base::FacetRow& facet : base::kFacets) add_all(columns, columns_of(facet.facet).log);
  return columns;
}

Row log_row(const history::Person& person, const history::LogEntry& entry, const time::Zone& zone) {
  const history::Transition& change = entry.transition;
  const bool uncertain = change.earliest < change.at;
  const std::string after = uncertain ? ", after " + time::readable_near(zone, change.earliest, change.at) : "";
  Row row{entry.seq, change.at};
  add_all(row, person_cells(person));
  add_all(row, {std::string(name_of(change.facet())), std::string(name_of(change.source)),
                change_text(change, zone) + after, change.earliest, entry.session == 0 ? Cell() : Cell(entry.session)});
  for (const base::FacetRow& facet : base::kFacets) {
    const FacetColumns& columns = columns_of(facet.facet);
    add_all(row, facet.facet == change.facet() ? columns.log_cells(change) : Row(columns.log.size()));
  }
  return row;
}

Columns interval_columns(base::Facet facet) {
  Columns columns = person_columns();
  add_all(columns, columns_of(facet).intervals);
  return columns;
}

Row interval_row(const history::Person& person, base::Facet facet, const answers::Stretch& stretch) {
  Row row = person_cells(person);
  add_all(row, columns_of(facet).interval_cells(stretch));
  return row;
}

}  // namespace presenced::rendering
