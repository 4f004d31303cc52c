// The facets of a person: what they are, as values and as rows of one table. Whatever treats facets alike loops over
// `kFacets`; docs/ARCHITECTURE.md has the recipe for a further one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/time.h"

namespace presenced::base {

// The numbers are stored in the database: append only.
enum class Facet : std::uint8_t { presence = 0, status = 1, dnd = 2, huddle = 3 };

enum class Presence : std::uint8_t { away = 0, active = 1 };  // the numbers are stored in the database

constexpr std::string_view name_of(Presence presence) { return presence == Presence::active ? "active" : "away"; }
constexpr std::optional<Presence> presence_named(std::string_view word) {
  for (const Presence presence : {Presence::away, Presence::active})
    if (name_of(presence) == word) return presence;
  return std::nullopt;
}

// A person's status. Cleared: text and emoji empty, no expiry.
struct Status {
  std::string text;                    // UTF-8, decoded; Slack allows 100 characters, longer ones are kept whole
  std::string emoji;                   // ":name:" or empty
  std::optional<WallTime> expires_at;  // whole seconds at Slack; empty: it does not expire
  bool operator==(const Status&) const = default;
  bool cleared() const { return text.empty() && emoji.empty(); }
};

// Do-not-disturb as Slack has it: the window that is under way, or the next one.
struct Dnd {
  bool enabled = false;               // there is a schedule; whether it is on now, only the window tells
  std::optional<WallTime> starts_at;  // whole seconds at Slack; empty: there is no window
  std::optional<WallTime> ends_at;
  bool operator==(const Dnd&) const = default;
  bool on(WallTime at) const { return starts_at && ends_at && *starts_at <= at && at < *ends_at; }
};

enum class Huddle : std::uint8_t { out = 0, in = 1 };

constexpr std::string_view name_of(Huddle huddle) { return huddle == Huddle::in ? "in" : "out"; }

// The state of one facet: the alternatives stand in the order of Facet.
using State = std::variant<Presence, Status, Dnd, Huddle>;
inline constexpr std::size_t kFacetCount = std::variant_size_v<State>;

inline Facet facet_of(const State& state) { return static_cast<Facet>(state.index()); }

struct FacetRow {
  Facet facet;
  std::string_view word;         // in `track:`, `--facet`, messages and metrics
  bool tracked_by_default;       // where a group has no `track:`
  bool reported_on_subscribing;  // Slack sends the present state to a new subscriber; otherwise it has to be asked for
  bool in_member_record;         // users.info and users.list tell it
  std::string_view on, off;      // what its states are called where only two sides count (reads_on)
};

// clang-format off
inline constexpr std::array<FacetRow, kFacetCount> kFacets{{
    {Facet::presence, "presence", true,  true,  false, "active", "away"},
    {Facet::status,   "status",   true,  false, true,  "set",    "cleared"},
    {Facet::dnd,      "dnd",      false, false, false, "on",     "off"},
    {Facet::huddle,   "huddle",   false, false, true,  "in",     "out"},
}};
// clang-format on

constexpr bool facets_are_in_order() {
  for (std::size_t i = 0; i < kFacets.size(); ++i)
    if (static_cast<std::size_t>(kFacets[i].facet) != i) return false;
  return true;
}
static_assert(facets_are_in_order());

constexpr const FacetRow& row_of(Facet facet) { return kFacets[static_cast<std::size_t>(facet)]; }
constexpr std::string_view name_of(Facet facet) { return row_of(facet).word; }

constexpr std::optional<Facet> facet_named(std::string_view word) {
  for (const FacetRow& row : kFacets)
    if (row.word == word) return row.facet;
  return std::nullopt;
}

// When this state ends by its own clock; empty: it does not.
inline std::optional<WallTime> ends_at(const State& state) {
  const auto* status = std::get_if<Status>(&state);
  return status ? status->expires_at : std::nullopt;
}
// The state that follows on such an end.
inline State state_after_end(const State& state) { return std::holds_alternative<Status>(state) ? Status{} : state; }

// Slack often has no event for the end of such a state: it is asked for again after so long. Empty: it is believed.
inline std::optional<Millis> believed_for(const State& state) {
  const auto* huddle = std::get_if<Huddle>(&state);
  return huddle && *huddle == Huddle::in ? std::optional(Millis{60'000}) : std::nullopt;
}

// The moments at which a state reads differently from then on and stays the same: do-not-disturb goes on and off.
inline std::array<std::optional<WallTime>, 2> turns_of(const State& state) {
  const auto* dnd = std::get_if<Dnd>(&state);
  return dnd ? std::array{dnd->starts_at, dnd->ends_at} : std::array<std::optional<WallTime>, 2>{};
}
// Whether it can give way to another one without an event: by its own clock, or because Slack is silent about its end.
inline bool may_end_unreported(const State& state) {
  return ends_at(state) || believed_for(state) || turns_of(state).back();
}
// Whether two states read the same, each at its moment.
inline bool read_alike(const State& one, WallTime at_one, const State& other, WallTime at_other) {
  const auto* dnd_one = std::get_if<Dnd>(&one);
  const auto* dnd_other = std::get_if<Dnd>(&other);
  return dnd_one && dnd_other ? dnd_one->on(at_one) == dnd_other->on(at_other) : one == other;
}

// On which of its two sides a state is at this moment: active, a status set, do-not-disturb on, in a huddle.
inline bool reads_on(const State& state, WallTime at) {
  if (const auto* presence = std::get_if<Presence>(&state)) return *presence == Presence::active;
  if (const auto* status = std::get_if<Status>(&state)) return !status->cleared();
  if (const auto* dnd = std::get_if<Dnd>(&state)) return dnd->on(at);
  return std::get<Huddle>(state) == Huddle::in;
}

// One value a facet.
template <class T>
class ByFacet {
 public:
  constexpr T& operator[](Facet facet) { return values_[static_cast<std::size_t>(facet)]; }
  constexpr const T& operator[](Facet facet) const { return values_[static_cast<std::size_t>(facet)]; }
  constexpr auto begin() { return values_.begin(); }
  constexpr auto end() { return values_.end(); }
  constexpr auto begin() const { return values_.begin(); }
  constexpr auto end() const { return values_.end(); }
  friend constexpr bool operator==(const ByFacet& one, const ByFacet& other) { return one.values_ == other.values_; }

 private:
  std::array<T, kFacetCount> values_{};
};

// A set of facets: those of a person that are recorded (`track:` in the watchlist).
class Facets {
 public:
  constexpr Facets() = default;
  constexpr Facets(std::initializer_list<Facet> facets) {
    for (const Facet facet : facets) insert(facet);
  }
  static constexpr Facets all() {
    Facets facets;
    for (const FacetRow& row : kFacets) facets.insert(row.facet);
    return facets;
  }
  static constexpr Facets tracked_by_default() {
    Facets facets;
    for (const FacetRow& row : kFacets)
      if (row.tracked_by_default) facets.insert(row.facet);
    return facets;
  }

  // Those that Slack's member records tell, and those that it has to be asked about in either way.
  static constexpr Facets in_member_record() {
    Facets facets;
    for (const FacetRow& row : kFacets)
      if (row.in_member_record) facets.insert(row.facet);
    return facets;
  }
  static constexpr Facets asked_for() {
    Facets facets;
    for (const FacetRow& row : kFacets)
      if (!row.reported_on_subscribing) facets.insert(row.facet);
    return facets;
  }

  constexpr bool empty() const { return bits_ == 0; }
  constexpr bool contains(Facet facet) const { return (bits_ & bit(facet)) != 0; }
  constexpr void insert(Facet facet) { bits_ |= bit(facet); }
  constexpr Facets operator|(Facets other) const {
    other.bits_ |= bits_;
    return other;
  }
  constexpr Facets operator&(Facets other) const {
    other.bits_ &= bits_;
    return other;
  }
  constexpr Facets without(Facets other) const {
    other.bits_ = bits_ & ~other.bits_;
    return other;
  }
  constexpr bool operator==(const Facets&) const = default;

 private:
  static constexpr std::uint32_t bit(Facet facet) { return std::uint32_t{1} << static_cast<unsigned>(facet); }

  std::uint32_t bits_ = 0;
};

}  // namespace presenced::base
