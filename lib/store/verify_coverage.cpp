// Spans of coverage.
#include <fmt/format.h>

#include <map>
#include <string>

#include "history/record.h"
#include "store/verify_parts.h"

namespace presenced::store::verification {
namespace {

const FacetTable* find_facet(FacetTables facets, std::int64_t number) {
  for (const FacetTable& facet : facets)
    if (static_cast<std::int64_t>(facet.facet) == number) return &facet;
  return nullptr;
}

class Spans {
 public:
  Spans(const Facts& facts, Findings& findings, FacetTables facets)
      : facts_(facts), findings_(findings), facets_(facets) {}

  // In the order of person, facet and beginning.
  void add(const Rows& row) {
    const std::int64_t person = row.integer(0);
    const std::int64_t facet = row.integer(1);
    const std::int64_t workspace = row.integer(2);
    const std::int64_t from = row.integer(3);
    const auto to = row.maybe_integer(4);
    const FacetTable* known = find_facet(facets_, facet);
    const std::string what =
        fmt::format("{}: the coverage of {} from {} in workspace {}", facts_.called(person),
                    known ? std::string(known->word) : fmt::format("facet {}", facet), readable(from), workspace);
    if (!known) findings_.tell("{} is of an unknown facet", what);
    if (row.integer(5) < 0 || row.integer(5) >= static_cast<std::int64_t>(history::kModeCount))
      findings_.tell("{} has the unknown mode {}", what, row.integer(5));
    check_subject(facts_, findings_, what, person, workspace);
    check_session(facts_, findings_, what, workspace, row.maybe_integer(7));
    check_end_reason(facts_, findings_, what, to, row.maybe_integer(6));
    check_time(facts_, findings_, what, "begins", from);
    if (to) check_time(facts_, findings_, what, "ends", *to);
    if (to && *to <= from) findings_.tell("{} has no length", what);
    if (!to) check_open(what, row.maybe_integer(7));
    if (person != person_ || facet != facet_) ended_.clear();
    person_ = person;
    facet_ = facet;
    const auto before = ended_.find(workspace);
    if (before != ended_.end() && before->second > from) findings_.tell("{} overlaps the one before it", what);
    ended_[workspace] = to.value_or(INT64_MAX);
  }

 private:
  void check_open(const std::string& what, std::optional<std::int64_t> session) {
    if (facts_.clean) findings_.tell("{} is open after a clean stop", what);
    const auto keeps_it_up = session ? facts_.sessions.find(*session) : facts_.sessions.end();
    if (keeps_it_up != facts_.sessions.end() && !keeps_it_up->second.open)
      findings_.tell("{} is open, and session {}, which keeps it up, has ended", what, *session);
  }

  const Facts& facts_;
  Findings& findings_;
  FacetTables facets_;
  std::int64_t person_ = INT64_MIN;
  std::int64_t facet_ = INT64_MIN;
  std::map<std::int64_t, std::int64_t> ended_;  // by workspace: where the span before it ended
};

}  // namespace

void check_coverage(Database& database, const Facts& facts, Findings& findings, FacetTables facets) {
  Spans spans(facts, findings, facets);
  each_row(database,
           "SELECT person, facet, workspace, started_at, ended_at, mode, end_reason, session FROM coverage_span "
           "ORDER BY person, facet, started_at, workspace",
           [&](const Rows& row) { spans.add(row); });
}

}  // namespace presenced::store::verification
