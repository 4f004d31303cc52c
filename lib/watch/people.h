// Who is to be watched, after the watchlist has been read and every name in it has become an id.
#pragma once

#include <string>

#include "base/facets.h"
#include "base/ids.h"

namespace presenced::watch {

struct Person {
  base::UserId id;
  std::string label;  // the name given in the watchlist; empty: none
  base::Facets track;
  bool operator==(const Person&) const = default;
};

}  // namespace presenced::watch
