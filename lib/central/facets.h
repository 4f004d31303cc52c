// Where the centre keeps the transitions of each facet, and how its views show them: one row a facet, beside the
// source's (store/facet_tables.h). A state travels as the columns that the source's row calls `state`; here they have
// names and types of PostgreSQL. In all SQL here `t` is a row of the facet's table.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "store/facet_tables.h"

namespace presenced::central {

struct Column {
  std::string_view name;
  std::string_view type;  // of PostgreSQL
};

struct Facet {
  const store::FacetTable* source;
  std::span<const Column> state;        // in the order of source->state
  std::string_view transition_columns;  // of the view, with their names, between `earliest` and `source`
  std::span<const store::StateColumn> interval_columns;  // `m` is the moment that they are asked about
  std::span<const std::string_view> turns = {};          // columns of t: moments at which the state reads differently
};

std::span<const Facet> facets();

std::string table_of(const Facet& facet);    // "presence_transition"
std::string staging_of(const Facet& facet);  // "staging_presence"
int number_of(const Facet& facet);           // base::Facet, as it is stored

// The state's columns, with a comma and `before` before each: ", s.active".
std::string state_names(const Facet& facet, std::string_view before);
std::string state_definitions(const Facet& facet);  // ", active boolean"

}  // namespace presenced::central
