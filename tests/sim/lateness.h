// How long things took from Slack to the engine, as far as that was longer than usual: what a change may be late by.
#pragma once

#include <algorithm>
#include <vector>

#include "base/time.h"

namespace presenced::sim {

class Lateness {
 public:
  // What every frame may take.
  static constexpr base::Millis kUsual{250};

  void arrived(base::MonoTime sent, base::MonoTime now) {
    if (now - sent <= kUsual) return;
    if (!spells_.empty() && sent <= spells_.back().to) {
      Spell& last = spells_.back();
      last = {std::min(last.from, sent), std::max(last.to, now), std::max(last.most, now - sent)};
      while (spells_.size() > 1 && spells_.back().from <= spells_[spells_.size() - 2].to)
        join_last();  // other sockets'
    } else {
      spells_.push_back({sent, now, now - sent});
    }
  }

  // The longest that what was sent around this moment took to arrive.
  base::Millis around(base::MonoTime when) const { return between(when, when); }
  // Of what was sent then, or from the one moment to the other.
  base::Millis between(base::MonoTime from, base::MonoTime to) const {
    base::Millis most = kUsual;
    const auto after = std::upper_bound(spells_.begin(), spells_.end(), to + kUsual,
                                        [](base::MonoTime moment, const Spell& spell) { return moment < spell.from; });
    for (auto it = after; it != spells_.begin();) {
      --it;
      if (it->to + kUsual < from) break;
      most = std::max(most, it->most);
    }
    return most;
  }

 private:
  struct Spell {
    base::MonoTime from;
    base::MonoTime to;
    base::Millis most;
  };
  void join_last() {
    const Spell late = spells_.back();
    spells_.pop_back();
    Spell& last = spells_.back();
    last = {std::min(last.from, late.from), std::max(last.to, late.to), std::max(last.most, late.most)};
  }

  std::vector<Spell> spells_;  // in the order of time, apart
};

}  // namespace presenced::sim
