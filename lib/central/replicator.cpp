#include "central/replicator.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "central/copying.h"
#include "central/deletions.h"
#include "central/facets.h"
#include "central/mirrors.h"

namespace presenced::central {
namespace {

using store::Rows;

// So large that the cost of a transaction does not matter, and so small that repeating one costs little.
constexpr std::int64_t kTransitionsARound = 50'000;

constexpr std::int64_t kMarkEvery = 1000;  // as a source does

// The columns of Replica::transitions().
constexpr int kAt = 4;

// $1: the origin. A number that has no translation fails: NOT NULL.
constexpr const char* kInsertTransitions = R"(
  INSERT INTO {table}(person, workspace, at, seq, session, uncertainty, origin, source{names})
  SELECT p.person, w.workspace, s.at, s.seq, s.session, s.uncertainty, $1::smallint, s.source{values}
  FROM {staging} s
  LEFT JOIN origin_person p ON p.origin = $1::smallint AND p.number = s.person
  LEFT JOIN origin_workspace w ON w.origin = $1::smallint AND w.number = s.workspace
  ON CONFLICT DO NOTHING)";

constexpr const char* kDropSpans = R"(
  DELETE FROM coverage_span c
  USING staging_gone s, origin_person p, origin_workspace w
  WHERE p.origin = $1::smallint AND p.number = s.person AND w.origin = $1::smallint AND w.number = s.workspace
    AND c.person = p.person AND c.workspace = w.workspace AND c.facet = s.facet AND c.origin = $1::smallint
    AND c.started_at = s.started_at)";
constexpr const char* kInsertSpans = R"(
  INSERT INTO coverage_span(person, workspace, started_at, ended_at, session, facet, origin, mode, end_reason)
  SELECT p.person, w.workspace, s.started_at, s.ended_at, s.session, s.facet, $1::smallint, s.mode, s.end_reason
  FROM staging_spans s
  LEFT JOIN origin_person p ON p.origin = $1::smallint AND p.number = s.person
  LEFT JOIN origin_workspace w ON w.origin = $1::smallint AND w.number = s.workspace
  ON CONFLICT (person, workspace, facet, origin, started_at) DO UPDATE
  SET ended_at = excluded.ended_at, session = excluded.session, mode = excluded.mode,
      end_reason = excluded.end_reason)";

constexpr const char* kSavePosition =
    "UPDATE origin SET position = $2, deletion = $3, run = $4, run_mark = $5, run_alive_at = $6, marked = $7, "
    "replicated_at = now() WHERE id = $1";

// The source's moment, however the round ends.
class Moment {
 public:
  explicit Moment(store::Replica& source) : source_(source) { source_.begin(); }
  ~Moment() { source_.end(); }
  Moment(const Moment&) = delete;
  Moment& operator=(const Moment&) = delete;

 private:
  store::Replica& source_;
};

}  // namespace

Replicator::Replicator(Connection& connection, store::Reader& reader, const std::string& origin)
    : source_(reader), centre_(open_centre(connection, origin, source_.history_id())) {
  for (const store::Deletion& deletion : source_.deletions(0))
    if (deletion.person && deletion.until_seq > centre_.position.seq) purged_[*deletion.person] = deletion.until_seq;
}

Round Replicator::round() {
  begin(centre_);  // first, because it may have to wait, and a moment of the source is to be short
  const Moment moment(source_);
  const std::vector<store::Deletion> deletions = source_.deletions(centre_.position.deletion);
  check_lineage(deletions);
  carry_out(centre_, deletions);
  for (const store::Deletion& deletion : deletions)
    if (deletion.person) purged_[*deletion.person] = deletion.until_seq;
  bring_people(centre_, source_);
  Round done;
  const std::int64_t last_seq = source_.last_seq();
  if (last_seq > centre_.position.seq) done.transitions = bring_transitions(last_seq);
  done.complete = centre_.position.seq >= last_seq;
  if (done.complete) {
    bring_coverage();
    bring_groups(centre_, source_);
    bring_forgotten(centre_, source_);
    bring_sessions_and_runs(centre_, source_);
    if (!deletions.empty()) drop_unknown_people(centre_.connection);
    done.alive_at = centre_.known_until;
  }
  save_position();
  centre_.connection.execute("COMMIT");
  return done;
}

void Replicator::check_lineage(const std::vector<store::Deletion>& deletions) {
  Lineage now{source_.history_id(), source_.last_seq(), source_.last_deletion(), false,
              source_.runs_from(centre_.position.run)};
  now.set_aside = std::any_of(deletions.begin(), deletions.end(), [](const auto& it) { return !it.person; });
  if (const auto why = parted(centre_.position, now)) throw Parted{*why};
  if (now.runs.empty()) return;
  centre_.position.run = now.runs.back().run;
  centre_.position.run_mark = now.runs.back().mark;
  centre_.position.run_alive_at = now.runs.back().alive_at;
}

std::int64_t Replicator::bring_transitions(std::int64_t last_seq) {
  const store::Stretch stretch = source_.stretch(centre_.position.seq, last_seq, kTransitionsARound);
  earliest_ = INT64_MAX;
  latest_ = INT64_MIN;
  std::int64_t brought = 0;
  for (const Facet& facet : facets()) brought += bring_facet(facet, stretch);
  if (brought > 0) bring_mark(earliest_, latest_, stretch.up_to);
  centre_.position.seq = stretch.up_to;
  return brought;
}

std::int64_t Replicator::bring_facet(const Facet& facet, const store::Stretch& stretch) {
  Copying copying(centre_.connection, staging_of(facet));
  Months months;
  source_.transitions(*facet.source, stretch, purged_, [&](const Rows& row) {
    copying.add(row);
    const std::int64_t at = row.integer(kAt);
    months.see(at);
    earliest_ = std::min(earliest_, at);
    latest_ = std::max(latest_, at);
  });
  const std::int64_t rows = copying.end();
  if (rows == 0) return 0;
  centre_.partitions.make(centre_.connection, table_of(facet), months);
  centre_.connection.change(
      fmt::format(kInsertTransitions, fmt::arg("table", table_of(facet)), fmt::arg("staging", staging_of(facet)),
                  fmt::arg("names", state_names(facet, "")), fmt::arg("values", state_names(facet, "s."))),
      {centre_.origin});
  return rows;
}

// A reader that follows the centre by seq finds the times on either side of one in mark, as at a source in seq_mark.
void Replicator::bring_mark(std::int64_t from, std::int64_t until, std::int64_t up_to) {
  centre_.connection.change("UPDATE mark SET at_after = $2 WHERE origin = $1 AND at_after > $2",
                            {centre_.origin, std::to_string(from)});
  if (up_to - centre_.marked < kMarkEvery) return;
  centre_.connection.change(
      "INSERT INTO mark(origin, seq, at_after, at_until) "
      "SELECT $1::smallint, $2::bigint, $3::bigint, greatest($3::bigint, (SELECT max(at_until) FROM "
      "mark WHERE origin = $1::smallint)) ON CONFLICT DO NOTHING",
      {centre_.origin, std::to_string(up_to), std::to_string(until)});
  centre_.marked = up_to;
}

void Replicator::bring_coverage() {
  Copying written(centre_.connection, "staging_spans");
  Months months;
  std::vector<std::pair<store::SpanKey, std::int64_t>> gone;
  std::vector<Span> spans;
  for (const store::SpanKey& key : source_.span_keys()) {
    const auto known = centre_.spans.find(key);
    const std::optional<Span> newest = known == centre_.spans.end() ? std::nullopt : std::optional<Span>(known->second);
    spans.clear();
    source_.spans(key, newest ? newest->started_at : INT64_MIN, [&](const Rows& row) {
      spans.push_back(
          {row.integer(0), row.maybe_integer(1), row.integer(2), row.maybe_integer(3), row.maybe_integer(4)});
    });
    const SpanChanges changes = compare(newest, spans, centre_.known_until);
    if (changes.gone) gone.emplace_back(key, *changes.gone);
    for (const Span& span : changes.written) {
      months.see(span.started_at);
      written.add({key.person, key.workspace, key.facet, span.started_at, span.ended_at, span.mode, span.end_reason,
                   span.session});
    }
    if (!changes.written.empty())
      centre_.spans[key] = changes.written.back();
    else if (changes.gone)
      known->second.ended_at = *changes.gone;  // as empty as it is: only what begins later is new
  }
  const std::int64_t rows = written.end();
  Copying dropped(centre_.connection, "staging_gone");
  for (const auto& [key, started_at] : gone) dropped.add({key.person, key.workspace, key.facet, started_at});
  if (dropped.end() > 0) centre_.connection.change(kDropSpans, {centre_.origin});
  if (rows == 0) return;
  centre_.partitions.make(centre_.connection, "coverage_span", months);
  centre_.connection.change(kInsertSpans, {centre_.origin});
}

void Replicator::save_position() {
  const Position& position = centre_.position;
  centre_.connection.change(
      kSavePosition,
      {centre_.origin, std::to_string(position.seq), std::to_string(position.deletion), std::to_string(position.run),
       position.run_mark, std::to_string(position.run_alive_at), std::to_string(centre_.marked)});
}

}  // namespace presenced::central
