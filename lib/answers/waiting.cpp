#include "answers/waiting.h"

#include <algorithm>

namespace presenced::answers {

history::Window Waiting::window(const history::Recorder& recorder, base::Instant now) {
  const bool first = !began_;
  if (first) began_ = now.mono;
  const bool ever_ran = recorder.started_at != base::WallTime{};
  if (ever_ran && (run_ != recorder.started_at || mark_ != recorder.alive_at)) {
    run_ = recorder.started_at;
    mark_ = recorder.alive_at;
    seen_ = first ? now.mono - std::max(base::Millis{0}, now.wall - mark_) : now.mono;
  }
  const base::WallTime last = recording(now.mono) ? mark_ : std::max(mark_, now.wall);
  window_ = {last - terms_.lasting, last + base::Millis{1}};
  return window_;
}

std::optional<WaitEnd> Waiting::end(const Standing& standing, base::Instant now) const {
  if (standing.truth == Truth::holds && standing.since <= window_.from) return WaitEnd::held;
  if (terms_.needs_recorder && !recording(now.mono)) return WaitEnd::unrecorded;
  if (!terms_.timeout || now.mono - *began_ < *terms_.timeout) return std::nullopt;
  return standing.truth == Truth::unknown ? WaitEnd::unknown : WaitEnd::timeout;
}

bool Waiting::recording(base::MonoTime now) const { return seen_ && now - *seen_ <= history::kAliveFor; }

}  // namespace presenced::answers
