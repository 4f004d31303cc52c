// One facet of a person as the history should have it: the rules of lib/tracker/facet_track.h once more, in ticks,
// worked out beside the tracker. For the drawn days.
#pragma once

#include <cstddef>
#include <optional>

#include "presencectl/drawn_days.h"
#include "tracker/facet_track.h"

namespace presenced::commands::test {

class FacetTruth {
 public:
  explicit FacetTruth(DrawnFacet& drawn) : drawn_(drawn) {}

  // What is seen at a tick. Returns what is news, if it is.
  std::optional<Seen> see(std::size_t tick, char sign, tracker::How how) {
    std::optional<Seen> news;
    if (known_ == '?')
      news = {tick, tick, "first", sign};
    else if (sign != known_ && !covered_)
      news = {tick, known_until_, "resync", sign};
    else if (sign != known_)
      news = how == tracker::How::sampled ? Seen{tick, confirmed_, "sample", sign} : Seen{tick, tick, "push", sign};
    if (!covered_) since_ = tick;
    covered_ = true;
    sampled_ = how == tracker::How::sampled;
    known_ = sign;
    confirmed_ = tick;
    known_until_ = tick;
    if (!news) return news;
    drawn_.seen.push_back(*news);
    written_until_ = tick;
    return news;
  }

  // The coverage ends; where it did, if there is any of it.
  std::optional<std::size_t> end(std::size_t tick) {
    const std::size_t at = sampled_ ? confirmed_ : tick;
    for (std::size_t i = at; i < drawn_.signs.size(); ++i) drawn_.signs[i] = '?';
    covered_ = false;
    known_until_ = at;
    if (at == since_) return std::nullopt;
    written_until_ = at;
    return at;
  }
  // The daemon starts again, and knows what is written.
  void forget() { known_until_ = written_until_; }

  void pass(bool silent) { drawn_.signs += covered_ && !silent ? known_ : '?'; }
  bool covered() const { return covered_; }
  bool sampled() const { return sampled_; }

 private:
  DrawnFacet& drawn_;
  char known_ = '?';
  bool covered_ = false;
  bool sampled_ = false;
  std::size_t since_ = 0;  // of the coverage
  std::size_t confirmed_ = 0;
  std::size_t known_until_ = 0;
  std::size_t written_until_ = 0;
};

}  // namespace presenced::commands::test
