// Whose turn it is to be asked about, one person a call. Pure.
//
// Whoever has not been asked about yet comes first, by priority. After an answer a person's next turn lies one period
// ahead, and the earliest turn is always the next one. The period is shorter for a higher priority: people of high
// priority are asked about four times as often as those of low priority, those of normal priority twice as often. So
// nobody starves, and calls go out at one steady pace whatever the mixture.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "watch/people.h"

namespace presenced::feeds::poll {

class Rota {
 public:
  // The people are these from now on. Who is new is asked about from `from` on; the others keep their turns.
  void replace(std::span<const watch::Person> people, base::MonoTime from);
  bool contains(const base::UserId& user) const { return listed(user) != nullptr; }

  // Takes out the person whose turn it is; empty: none is due. One of `answered`, `again`, `hold` and `dismiss`
  // follows.
  std::optional<base::UserId> next(base::MonoTime now);
  // `spacing`: between two calls.
  void answered(const base::UserId& user, base::MonoTime now, base::Millis spacing);
  // The question failed, for no fault of theirs.
  void again(const base::UserId& user, base::MonoTime now) { hold(user, now); }
  // They are not asked about before this moment, and then soon.
  void hold(const base::UserId& user, base::MonoTime until);
  // They are not asked about until a `hold` says so.
  void dismiss(const base::UserId& user);
  // Everybody is asked about again, from this moment on.
  void restart(base::MonoTime from);

  // How long it takes to ask about everybody; about one person again.
  base::Millis round(base::Millis spacing) const;
  base::Millis period(const base::UserId& user, base::Millis spacing) const;

  // Everybody who is not dismissed.
  template <class Act>
  void each(const Act& act) const {
    for (const auto& [user, entry] : people_) act(user);
  }

  std::size_t size() const;    // people who take turns
  base::MonoTime due() const;  // when `next` may have one

 private:
  enum class Place : std::uint8_t { nowhere, waiting, in_turn, out };
  struct Entry {
    watch::Priority priority = watch::Priority::normal;
    Place place = Place::nowhere;
    base::MonoTime at{};  // in `waiting_` or `turns_`
    bool takes_turns() const { return place == Place::in_turn || place == Place::out; }
  };
  using Order = std::set<std::pair<base::MonoTime, base::UserId>>;
  using Listed = std::pair<base::UserId, watch::Priority>;

  const Listed* listed(const base::UserId& user) const;
  void put(const base::UserId& user, Entry& entry, Place place, base::MonoTime at = {});
  void change_priority(const base::UserId& user, Entry& entry, watch::Priority priority);
  void remove(const base::UserId& user);
  void ripen(base::MonoTime now);

  std::vector<Listed> list_;                        // everybody, in the order of ids
  std::unordered_map<base::UserId, Entry> people_;  // who is not dismissed
  Order waiting_;
  Order turns_;
  std::array<std::size_t, 3> counts_{};  // who takes turns, by priority
};

}  // namespace presenced::feeds::poll
