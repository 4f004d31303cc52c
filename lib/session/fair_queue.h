// Whom or what to ask about next, where questions are asked one at a time: in the order in which they came. What Slack
// does not answer for pauses by itself, longer each time, so that one bad answer holds up nobody else. It is asked
// about again for ever, in the end about once an hour. Pure.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <utility>

#include "base/random.h"
#include "base/time.h"
#include "session/backoff.h"

namespace presenced::session {

template <class Key>
class FairQueue {
 public:
  // After so many failures in a row nobody should wait for it any longer: two minutes, by the pauses.
  static constexpr int kPatience = 5;
  static constexpr BackoffPolicy kPauses{base::Millis{10'000}, base::Millis{60 * 60'000}};

  // It is to be asked about: now, or when its pause is over. What waits already keeps its place.
  void add(const Key& key, base::MonoTime now) {
    if (contains(key)) return;
    const auto trouble = troubles_.find(key);
    enter(key, trouble == troubles_.end() ? now : trouble->second.until);
  }
  // It need not be asked about any more.
  void remove(const Key& key) {
    leave(key);
    troubles_.erase(key);
  }
  // Its failures are forgotten; when it waits, it is asked about without a pause.
  void forgive(const Key& key, base::MonoTime now) {
    if (troubles_.erase(key) > 0 && contains(key)) enter(key, now);
  }
  void forgive_all(base::MonoTime now) {
    for (const auto& [key, trouble] : std::exchange(troubles_, {}))
      if (contains(key)) enter(key, now);
  }

  // Slack does not answer for this one. How many times in a row that was.
  int failed(const Key& key, base::MonoTime now, base::Random& random) {
    Trouble& trouble = troubles_[key];
    const base::Millis most = Backoff(kPauses).ceiling(++trouble.failures);
    trouble.until = now + most / 2 + random.up_to(most / 2);
    enter(key, trouble.until);
    return trouble.failures;
  }
  // Slack's answer will hardly be another one soon. True when it is the first of the kind.
  bool rest(const Key& key, base::MonoTime now, base::Random& random) {
    Trouble& trouble = troubles_[key];
    const bool first = std::exchange(trouble.failures, kPatience) < kPatience;
    trouble.until = now + kPauses.most + random.up_to(kPauses.most / 10);
    enter(key, trouble.until);
    return first;
  }
  // The question failed for a reason that is not this one's: it takes its turn behind the others.
  void defer(const Key& key, base::MonoTime now) { enter(key, std::max(now, until(key))); }

  bool contains(const Key& key) const { return places_.contains(key); }
  bool empty() const { return places_.empty(); }
  std::size_t size() const { return places_.size(); }
  // When the next one is due; max() when nothing waits.
  base::MonoTime due() const { return order_.empty() ? base::MonoTime::max() : order_.begin()->first; }
  // The next one; it keeps its place. Only while `due()` has come.
  const Key& front() const { return order_.begin()->second; }
  // Takes the next one out: it is being asked about. Its failures are remembered until `remove` or `forgive`.
  Key take() {
    Key key = front();
    leave(key);
    return key;
  }
  // Somebody waits of whom an answer can be expected soon.
  bool expects_answers() const {
    return std::any_of(places_.begin(), places_.end(), [&](const auto& one) {
      const auto trouble = troubles_.find(one.first);
      return trouble == troubles_.end() || trouble->second.failures < kPatience;
    });
  }

 private:
  struct Trouble {
    int failures = 0;
    base::MonoTime until{};
  };

  base::MonoTime until(const Key& key) const {
    const auto trouble = troubles_.find(key);
    return trouble == troubles_.end() ? base::MonoTime::min() : trouble->second.until;
  }
  void enter(const Key& key, base::MonoTime at) {
    leave(key);
    places_.emplace(key, at);
    order_.emplace(at, key);
  }
  void leave(const Key& key) {
    const auto place = places_.find(key);
    if (place == places_.end()) return;
    order_.erase({place->second, key});
    places_.erase(place);
  }

  std::map<Key, base::MonoTime> places_;            // when each that waits is due
  std::set<std::pair<base::MonoTime, Key>> order_;  // the same, the next one first
  std::map<Key, Trouble> troubles_;
};

}  // namespace presenced::session
