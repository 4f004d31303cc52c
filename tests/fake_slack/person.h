// The people of the fake workspace, and what really happened to each of them: what a history is compared with.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/facets.h"
#include "base/ids.h"
#include "base/time.h"

namespace presenced::fake_slack {

struct Person {
  base::UserId id;
  std::string name;       // the handle
  std::string real_name;  // plain text, UTF-8
  std::string tz = "Europe/Berlin";
  std::string email;  // empty: none
  bool is_bot = false;
  bool deleted = false;
  bool guest = false;  // of another workspace: in channels and known by their id, but not in users.list
  base::Presence presence = base::Presence::away;
  base::Status status;
  base::Dnd dnd;
  base::Huddle huddle = base::Huddle::out;
  std::optional<base::WallTime> huddle_ends_at;  // without an event; empty: it does not end by itself
  std::int64_t updated = 0;                      // UNIX seconds of the record's last change; kept by the model
};

// One change. `announced`: an event was made of it for whoever was listening; false where it was lost on purpose or a
// status ran out in silence, or a huddle or do-not-disturb window ended, so that only a query can find it. The first
// entry is how the person joined.
template <class State>
struct Change {
  base::WallTime at;
  State state;
  bool announced = true;
};

// In the order in which it happened; never two equal states in a row.
struct Truth {
  std::vector<Change<base::Presence>> presence;
  std::vector<Change<base::Status>> status;
  std::vector<Change<base::Dnd>> dnd;
  std::vector<Change<base::Huddle>> huddle;

  // Those of the facet of this state.
  const auto& of(base::Presence) const { return presence; }
  const auto& of(const base::Status&) const { return status; }
  const auto& of(const base::Dnd&) const { return dnd; }
  const auto& of(base::Huddle) const { return huddle; }
};

}  // namespace presenced::fake_slack
