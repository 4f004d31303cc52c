// Whether a run is about more than presence and status, and for whom the operator asks for it. Draws of its own, so
// that all else of a seed is as without it.
#pragma once

#include "base/facets.h"
#include "sim/draws.h"

namespace presenced::sim {

class FurtherFacets {
 public:
  explicit FurtherFacets(const Draws& draws) : random_(draws.of(Concern::further)) {
    if (!one_in(random_, 3)) return;
    const std::uint64_t which = random_.below(3);
    if (which != 0) all_.insert(base::Facet::dnd);
    if (which != 1) all_.insert(base::Facet::huddle);
  }

  bool any() const { return !all_.empty(); }

  // Of the next member or group on the watchlist.
  base::Facets draw() {
    base::Facets track;
    for (const base::FacetRow& row : base::kFacets)
      if (all_.contains(row.facet) && !one_in(random_, 3)) track.insert(row.facet);
    return track;
  }

 private:
  base::Random random_;
  base::Facets all_;
};

}  // namespace presenced::sim
