// Who is to be watched, after the watchlist has been read and every name in it has become an id.
#pragma once

#include <cstdint>
#include <string>

#include "base/facets.h"
#include "base/ids.h"

namespace presenced::watch {

// Who comes first when there is not room for everybody.
enum class Priority : std::uint8_t { high, normal, low };

struct Person {
  base::UserId id;
  std::string label;  // the name given in the watchlist; empty: none
  base::Facets track = base::Facets::tracked_by_default();
  Priority priority = Priority::normal;
  bool operator==(const Person&) const = default;
};

}  // namespace presenced::watch
