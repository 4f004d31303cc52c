// From the true time to the time that the history is written by. The daemon records its own wall clock, but never goes
// back in it (engine/recorder.h): while that clock is behind what is recorded, or known to be wrong, the recorded time
// stands still. It goes back only when what was recorded of the future is moved aside.
//
// How far it had got at a step is known exactly of what was stamped, and of what has reached the history only by the
// last batch. So there are two answers, which differ for a while after a step back.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "base/time.h"
#include "sim/world.h"

namespace presenced::sim {

class RecordedClock {
 public:
  RecordedClock() { pieces_.push_back({base::MonoTime::min(), {}, base::WallTime::min(), base::WallTime::min()}); }

  // From `mono` on the daemon's clock is `offset` ahead. `recorded`: the newest moment it is known to have recorded;
  // `stamped`: the newest it may have recorded.
  void change(base::MonoTime mono, base::Millis offset, base::WallTime recorded, base::WallTime stamped) {
    limit(stamped);
    add({mono, offset, std::max(pieces_.back().least, recorded), stamped});
  }

  // A new run begins, with a history that reaches to `recorded`: what the last run did not get to the disk does not
  // count. Or the history goes on from there, without what it had of later.
  void restart(base::MonoTime mono, base::Millis offset, base::WallTime recorded) {
    limit(recorded);
    add({mono, offset, recorded, recorded});
    runs_.push_back(mono);
  }

  // A new run began in this span, the ends included.
  bool restarted(base::MonoTime from, base::MonoTime to) const {
    return std::any_of(runs_.begin(), runs_.end(), [&](base::MonoTime run) { return run >= from && run <= to; });
  }

  // What happened at this moment is not recorded before the one, nor, if it was recorded at once, after the other. What
  // had not been recorded when the clock was set back can be recorded by the clock that was set back. At the very
  // moment of a change it may have been recorded by the clock of before, or by that of after.
  base::WallTime at_least(base::MonoTime when) const {
    base::WallTime least = base::WallTime::max();
    for (const Piece& piece : pieces_at(when)) least = std::min(least, at_least(piece, when));
    return least;
  }
  base::WallTime at_most(base::MonoTime when) const {
    base::WallTime most = base::WallTime::min();
    for (const Piece& piece : pieces_at(when))
      most = std::max(most, std::min(piece.last, std::max(piece.most, shown(piece, when))));
    return most;
  }

  // The recorded time surely goes on at this moment, does not stand still, and is not gone through a second time.
  bool runs(base::MonoTime when) const {
    const auto pieces = pieces_at(when);
    const Piece& piece = pieces.front();
    const base::WallTime at = shown(piece, when);
    return pieces.size() == 1 && at >= piece.most && at_least(piece, when) == at;
  }

 private:
  struct Piece {
    base::MonoTime from;
    base::Millis offset;
    base::WallTime least;  // of the recorded time in this piece
    base::WallTime most;
    base::WallTime later = base::WallTime::max();  // the earliest moment that is recorded in a piece after this one
    base::WallTime last = base::WallTime::max();   // the latest that is recorded of what happened in this piece
  };

  // What happened before now and was recorded at once is recorded up to this moment.
  void limit(base::WallTime last) {
    for (auto it = pieces_.rbegin(); it != pieces_.rend() && it->last > last; ++it) it->last = last;
  }

  void add(Piece piece) {
    const base::WallTime begins = std::max(piece.least, true_wall(piece.from) + piece.offset);
    for (auto it = pieces_.rbegin(); it != pieces_.rend() && it->later > begins; ++it) it->later = begins;
    pieces_.push_back(piece);
  }

  static base::WallTime shown(const Piece& piece, base::MonoTime when) { return true_wall(when) + piece.offset; }
  static base::WallTime at_least(const Piece& piece, base::MonoTime when) {
    return std::min(piece.later, std::max(piece.least, shown(piece, when)));
  }

  // The one of this moment; where it begins then, those before it, too, as far as they reach to it.
  std::span<const Piece> pieces_at(base::MonoTime when) const {
    const auto after = std::upper_bound(pieces_.begin(), pieces_.end(), when,
                                        [](base::MonoTime moment, const Piece& piece) { return moment < piece.from; });
    auto first = std::prev(after);
    while (first != pieces_.begin() && first->from == when) --first;
    return {first, after};
  }

  std::vector<Piece> pieces_;
  std::vector<base::MonoTime> runs_;  // their beginnings, also where the history goes on from an earlier moment
};

}  // namespace presenced::sim
