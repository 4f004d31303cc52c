// The legend of a picture. Internal to lib/query.
#pragma once

#include <string>
#include <vector>

#include "query/colour.h"
#include "query/sheet.h"
#include "query/span.h"

namespace presenced::query {

struct LegendEntry {
  std::string sign;  // may be empty
  std::string meaning;
  Colour colour = Colour::none;
};

// "█ active  · away  / unknown", on as many lines as the width needs.
std::string legend(const std::vector<LegendEntry>& entries, const Style& style);

// What a picture is of: its window and zone, and whatever else there is to say, in lines that fit.
std::string caption(Window window, const Zone& zone, const std::vector<std::string>& more, const Style& style);

}  // namespace presenced::query
