// What somebody who follows the history should know of the daemon that writes it: that it is gone, and that it is back.
// Silence of the log means that nobody changed only while it lives. Pure: it is told what was seen, and when.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/time.h"
#include "history/recorded.h"
#include "time/zone.h"

namespace presenced::commands {

class RecorderWatch {
 public:
  // A sentence when this look at the recorder shows something else than the last one; of the first look, only that
  // nobody is recording.
  std::optional<std::string> look(const history::Recorder& recorder, base::WallTime clock, const time::Zone& zone);

 private:
  enum class State : std::uint8_t { alive, stopped, silent, never };
  static State state_of(const history::Recorder& recorder, base::WallTime clock);

  State state_ = State::alive;
  std::optional<base::WallTime> started_at_;  // of the run seen last
};

}  // namespace presenced::commands
