// The rows of a summary: which pieces of the window each is about, from --by, --weekday and --between.
#pragma once

#include <vector>

#include "answers/answers.h"
#include "commands/request.h"
#include "history/span.h"
#include "time/calendar.h"
#include "time/zone.h"

namespace presenced::commands {

struct SummaryParts {
  std::vector<time::Slice> rows;
  std::vector<answers::SummaryPiece> pieces;  // ascending; `answer` is an index into `rows`
};

// Only rows that have a piece. A time of day that goes over midnight, as in 22:00-06:00, belongs to the weekday on
// which it begins. Throws Refused when --weekday or --between cannot be read.
SummaryParts summary_parts(const Request& request, const time::Zone& zone, history::Window window);

}  // namespace presenced::commands
