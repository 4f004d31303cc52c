// How each facet looks in sheets: one row a facet, in the order of base::kFacets. A further facet gets its row here.
// The keys are public (sheets.h).
#pragma once

#include <optional>
#include <string>

#include "answers/answers.h"
#include "base/facets.h"
#include "rendering/sheets.h"

namespace presenced::rendering {

// Each `..._cells` gives a cell for each of the columns beside it.
struct FacetColumns {
  base::Facet facet;
  // For people: "active", ":pizza: lunch".
  std::string (*text)(const base::State& state, const time::Zone& zone);

  Columns moment;  // now, at
  Row (*moment_cells)(const answers::AtMoment& answer, base::WallTime at, const time::Zone& zone);

  Columns log;  // empty cells where the change is of another facet
  Row (*log_cells)(const history::Transition& change);

  Columns intervals;  // with the span: from, to, duration
  Row (*interval_cells)(const answers::Stretch& stretch);
};

const FacetColumns& columns_of(base::Facet facet);

}  // namespace presenced::rendering
