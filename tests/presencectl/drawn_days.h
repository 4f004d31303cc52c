// Four days of two workspaces that share people, drawn from a seed: what was true and seen, and a history that the
// tracker wrote of it. For the oracle.
//
// Time goes by in ticks; everything happens at the beginning of one. Connections come and go, each workspace's by
// itself; the clock steps and the daemon crashes, for both of them at once. Within a connection people are subscribed
// or sampled, and change from one to the other, with and without a gap.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "unit/commands/fixture.h"

namespace presenced::commands::test {

inline constexpr std::int64_t kTickSeconds = 20;
inline constexpr std::size_t kTicks = 4 * 86'400 / kTickSeconds;

struct DrawnPerson {
  const char* workspace;
  const char* id;
  const char* name;
  const char* real_name;
  const char* label;
  const char* email;
};
// By workspace and id, as answers have them.
inline constexpr std::array<DrawnPerson, 7> kPeople{{
    {"acme", "U0ALEX001", "alex", "Alex Abel", "Lex", ""},
    {"acme", "U0BEA0002", "bea", "Bea Berg", "", "bea@example.com"},
    {"acme", "U0CHEN003", "chen", "Chen Li", "", ""},
    {"acme", "U0DORA004", "dora", "Dora Dahl", "", ""},
    {"beta", "U0ALEX001", "alex.a", "Alexandra", "", ""},
    {"beta", "U0BEA0002", "bea", "Bea Berg", "", ""},
    {"beta", "U0EVE0005", "evelyn", "Evelyn Ek", "", ""},
}};
inline constexpr std::array<const char*, 2> kWorkspaces{"acme", "beta"};

struct DrawnGroup {
  const char* workspace;
  const char* name;
  std::vector<std::size_t> people;  // in kPeople
};
const std::vector<DrawnGroup>& drawn_groups();

// A facet of a person: what was known at each tick, a letter each, '?' for nothing; presence 'a' and 'w' (away), status
// '0' (cleared) to '3'.
using Signs = std::string;

// What was seen for the first time, or seen to have changed.
struct Seen {
  std::size_t tick = 0;
  std::size_t earliest = 0;  // the tick of it
  const char* source = "";
  char sign = '?';
};

struct DrawnFacet {
  Signs signs;
  std::vector<Seen> seen;
};

struct DrawnDays {
  std::int64_t first = 0;  // second, since 1970
  std::array<DrawnFacet, kPeople.size()> presence;
  std::array<DrawnFacet, kPeople.size()> status;
  std::array<std::map<std::size_t, std::string>, kPeople.size()> coverage_ends;  // of presence: tick, why
  std::size_t alive_until = kTicks;  // the last mark of life; before the end: the daemon is silent since

  struct Session {
    std::size_t workspace = 0;
    std::size_t from = 0;
    std::optional<std::size_t> to;
    std::string reason;
  };
  std::vector<Session> sessions;  // in the order of their beginning

  struct Change {
    std::size_t person = 0;
    bool status = false;
    Seen seen;
  };
  std::vector<Change> changes;  // that of seq 1, and so on

  std::int64_t ms(std::size_t tick) const { return (first + static_cast<std::int64_t>(tick) * kTickSeconds) * 1000; }
};

base::Status drawn_status(char sign);

// From `first` on; the clock stands at the end.
DrawnDays write_drawn_days(WrittenHistory& history, std::int64_t first, std::uint64_t seed);

}  // namespace presenced::commands::test
