// When a wait for a lasting condition ends, and how. Pure: it is told of each look at the history, and reads no clock.
//
// What is committed decides, up to the last mark of life of the recorder. A look ends the wait in this order:
//
// 1. held: the condition has held for as long as was asked, up to that mark.
// 2. unrecorded: nobody records, so nothing about presence will be known: there has been no new mark of life for
//    history::kAliveFor. At the first look the clock tells how old the mark is, later a clock that never steps. A
//    restart of the daemon is shorter. Whoever waits for the state `unknown` is not ended by this: it is unknown.
// 3. timeout, or unknown where the condition depends on somebody who is not watched at that moment.
//
// Unknown time before that does not end the wait. The condition does not hold in it, so the time that it has to last
// begins again after it.
#pragma once

#include <cstdint>
#include <optional>

#include "answers/lasting.h"
#include "base/time.h"
#include "history/recorded.h"
#include "history/span.h"

namespace presenced::answers {

enum class WaitEnd : std::uint8_t { held, timeout, unknown, unrecorded };

class Waiting {
 public:
  struct Terms {
    base::Millis lasting{0};              // how long the condition has to have held
    std::optional<base::Millis> timeout;  // from the first look on; empty: none
    bool needs_recorder = true;           // false: the state that is waited for is `unknown`
  };

  explicit Waiting(Terms terms) : terms_(terms) {}

  // Begins a look. The window that it is about: its last moment is the newest that can be known, and it begins so long
  // before that as the condition has to last. A clock that was set back or ahead does not move it while the recorder
  // lives.
  history::Window window(const history::Recorder& recorder, base::Instant now);
  // The condition over that window. Empty: look again when the history has changed, or after a while.
  std::optional<WaitEnd> end(const Standing& standing, base::Instant now) const;

 private:
  bool recording(base::MonoTime now) const;

  Terms terms_;
  std::optional<base::MonoTime> began_;
  std::optional<base::WallTime> run_;   // when the run of the recorder seen last was started
  base::WallTime mark_;                 // its newest mark of life
  std::optional<base::MonoTime> seen_;  // when that was new; empty: no recorder has ever run
  history::Window window_{};
};

}  // namespace presenced::answers
