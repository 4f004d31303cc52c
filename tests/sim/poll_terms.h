// How far apart two samples of one person may be for the coverage to go on from the one to the other, as the settings
// and the watchlist of that time have it: the next sample is due after a period, and overdue after two more rounds
// (feeds/poll). A person of high priority is asked about four times as often as one of low priority, one of normal
// priority twice as often.
#pragma once

#include <unordered_map>
#include <vector>

#include "base/facets.h"
#include "base/ids.h"
#include "base/time.h"
#include "feeds/settings.h"
#include "watch/people.h"

namespace presenced::sim {

// Somebody whose presence may be polled. What a name means is not known for sure, so neither is the priority.
struct Turn {
  base::UserId user;
  watch::Priority highest{};
  watch::Priority lowest{};
};

class PollTerms {
 public:
  // From now on.
  void change(base::MonoTime now, const feeds::Tuning& tuning, const std::vector<Turn>& turns);

  // Between two samples at these moments. Zero: polling was switched off in between. `listing`: the longest that a
  // listing of everybody took, on which the samples of all but presence depend.
  base::Millis most(const base::UserId& user, base::Facet facet, base::MonoTime from, base::MonoTime to,
                    base::Millis listing) const;

 private:
  struct Piece {
    base::MonoTime from;
    bool off = true;
    base::Millis sample_interval{};
    std::unordered_map<base::UserId, base::Millis> presence;
  };
  base::Millis most(const Piece& piece, const base::UserId& user, base::Facet facet, base::Millis listing) const;

  std::vector<Piece> pieces_;
};

}  // namespace presenced::sim
