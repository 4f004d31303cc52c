// The legend of a picture. Internal to lib/query.
#pragma once

#include <string>
#include <vector>

#include "query/colour.h"
#include "query/sheet.h"

namespace presenced::query {

struct LegendEntry {
  std::string sign;  // may be empty
  std::string meaning;
  Colour colour = Colour::none;
};

// "█ active  · away  / unknown", on as many lines as the width needs.
std::string legend(const std::vector<LegendEntry>& entries, const Style& style);

}  // namespace presenced::query
