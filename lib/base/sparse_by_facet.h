// ByFacet for what is kept of very many people: a facet takes memory only once it has a value. Most people are watched
// in two facets of four, and a value is 150 bytes.
#pragma once

#include <array>
#include <cstddef>
#include <memory>

#include "base/facets.h"

namespace presenced::base {

template <class T>
class SparseByFacet {
 public:
  T& operator[](Facet facet) {  // makes it. It stays where it is when others are made
    std::unique_ptr<T>& value = values_[static_cast<std::size_t>(facet)];
    if (!value) value = std::make_unique<T>();
    return *value;
  }
  const T& operator[](Facet facet) const {  // one that was never made reads as a new one
    static const T kNone{};
    const T* value = find(facet);
    return value ? *value : kNone;
  }
  // Null: it was never made.
  T* find(Facet facet) { return values_[static_cast<std::size_t>(facet)].get(); }
  const T* find(Facet facet) const { return values_[static_cast<std::size_t>(facet)].get(); }

 private:
  std::array<std::unique_ptr<T>, kFacetCount> values_;
};

}  // namespace presenced::base
