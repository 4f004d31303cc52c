// Where the transitions of each facet are kept, and how they are written, read and shown: one row a facet. Every part
// of the store that touches transitions loops over these rows and puts their words into its SQL, so that a further
// facet is retained, purged, recovered, verified, moved aside and extracted like the others.
//
// The two facets with the most rows have tables of their own, packed as tightly as they go (38 bytes a row, measured).
// Every other facet shares `facet_transition`, whose rows hold a state as a text of the facet's own.
//
// In all SQL here, `t` is a row of the facet's table.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/facets.h"
#include "history/record.h"
#include "store/sqlite.h"

namespace presenced::store {

// The columns of a transition that all facets have.
struct TransitionKey {
  std::int64_t person = 0;
  std::int64_t at = 0;
  std::int64_t seq = 0;
  std::int64_t workspace = 0;
  std::int64_t source = 0;       // history::Source
  std::int64_t uncertainty = 0;  // at - earliest, milliseconds
  std::optional<std::int64_t> session;
};

struct StateColumn {
  std::string_view name;
  std::string_view sql;  // of t
};

struct FacetTable {
  base::Facet facet;
  std::string_view word;
  std::string_view table;
  std::string_view only;    // what more holds for rows of this facet: "AND t.facet = 2"; empty: it has its own table
  std::string_view source;  // history::Source, of t

  std::string_view insert;                                                                          // may say {facet}
  void (*add)(Statement& insert, const TransitionKey& key, const history::Transition& transition);  // binds and runs it
  // The columns from which the two take `after` and `before`; `first` is the first of them.
  std::string_view state;
  base::State (*after)(const Rows& row, int first);
  void (*read_before)(const Rows& row, int first, history::Transition& transition);  // once `after` is there

  // For the verification: two columns of the new state, two of the one before (NULL: none), one more of the new state
  // that the one before lacks.
  std::string_view chain;

  // The public views (docs/HISTORY.md).
  std::string_view transitions_view;
  std::string_view transition_columns;  // with their names, between `earliest` and `source`
  std::string_view intervals_view;
  std::span<const StateColumn> interval_columns;  // the first is never NULL where something is known
  std::string_view unknown;  // a state of one column where nothing is known; of several columns there is no row then
  std::string_view coverage_view;
  // Columns of t: moments at which the state reads differently from then on, without a change.
  std::span<const std::string_view> turns = {};
};

std::span<const FacetTable> facet_tables();

// The columns {transition}, from the one numbered `first` on, as the transition of `user` that they are. `session` is
// left 0.
history::Transition read_transition(const FacetTable& facet, const Rows& row, int first, const base::UserId& user);

// `sql` for the facet: {table}, {only}, {facet}, {word}, {source}, {state}, {transition} and {chain} are replaced.
std::string of_facet(std::string_view sql, const FacetTable& facet);
// The same for each facet, one after the other with `between` between them: " UNION ALL ", " AND ".
std::string of_each_facet(std::string_view sql, std::string_view between, std::span<const FacetTable> facets);

}  // namespace presenced::store
