#include "sim/poll_terms.h"

#include <algorithm>
#include <array>

#include "engine/loop_watch.h"

namespace presenced::sim {

using base::Facet;
using base::Millis;
using base::MonoTime;
using base::UserId;

namespace {

constexpr Millis kShortestRound{30'000};
// Who is overdue is noticed by a look every five seconds; and what arrives after a stop of the process that nobody need
// notice counts before that look.
constexpr Millis kNoticed = Millis{5'000} + engine::LoopWatch::kTurn + engine::LoopWatch::kTolerance;

constexpr int weight(watch::Priority priority) { return std::array{4, 2, 1}[static_cast<std::size_t>(priority)]; }

}  // namespace

void PollTerms::change(MonoTime now, const feeds::Tuning& tuning, const std::vector<Turn>& turns) {
  Piece piece{now, tuning.rtm == feeds::RtmUse::always || tuning.polls_per_minute == 0, tuning.sample_interval, {}};
  if (!piece.off) {
    const Millis spacing = Millis{60'000} / tuning.polls_per_minute;
    int all = 0;
    int least = 4;
    for (const Turn& turn : turns) {
      all += weight(turn.highest);
      least = std::min(least, weight(turn.lowest));
    }
    const Millis round = std::max(spacing * all / least, kShortestRound);
    for (const Turn& turn : turns)
      piece.presence[turn.user] = std::max(spacing * all / weight(turn.lowest), kShortestRound) + 2 * round;
  }
  pieces_.push_back(std::move(piece));
}

Millis PollTerms::most(const Piece& piece, const UserId& user, Facet facet, Millis listing) const {
  if (piece.off) return Millis{0};
  if (facet != Facet::presence) return 3 * std::max(piece.sample_interval, 2 * listing) + kNoticed;
  const auto found = piece.presence.find(user);
  return found == piece.presence.end() ? Millis{0} : found->second + kNoticed;
}

Millis PollTerms::most(const UserId& user, Facet facet, MonoTime from, MonoTime to, Millis listing) const {
  const auto after = std::upper_bound(pieces_.begin(), pieces_.end(), from,
                                      [](MonoTime moment, const Piece& piece) { return moment < piece.from; });
  Millis longest{0};
  for (auto piece = after == pieces_.begin() ? after : std::prev(after); piece != pieces_.end() && piece->from < to;
       ++piece) {
    const Millis one = most(*piece, user, facet, listing);
    if (one == Millis{0}) return one;
    longest = std::max(longest, one);
  }
  return longest;
}

}  // namespace presenced::sim
