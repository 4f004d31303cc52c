// The world that a command runs in: what a process would read from its environment, its clock and its terminal, given
// by argument, so that tests decide it and the commands do not know that there is a process.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "query/sheet.h"

namespace presenced::ask {

class Output {
 public:
  virtual ~Output() = default;
  // The answer, piece by piece. Throws Refused (request.h) when it cannot be written: a full disk is no answer.
  virtual void write(std::string_view text) = 0;
  // A sentence for the person who asks, without its end of line; not part of the answer.
  virtual void say(std::string_view line) = 0;
};

struct Surroundings {
  Output& output;
  std::function<base::WallTime()> clock;
  std::optional<std::string> tz_variable;  // TZ; empty: not set
  query::Style style;                      // of standard output
  // For a follower: returns when the history may have changed, or after a while. False: nobody listens any more.
  std::function<bool()> wait_for_change{};
};

}  // namespace presenced::ask
