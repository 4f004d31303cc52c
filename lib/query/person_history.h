// What the answers are computed from: who there is, and what the history holds of one person. Plain data; whoever reads
// the database fills it in (presencectl, through lib/store), one person at a time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/facets.h"
#include "base/ids.h"
#include "base/time.h"
#include "history/record.h"
#include "query/span.h"

namespace presenced::query {

// One person in one workspace; a row of the view `people`.
struct Person {
  std::string workspace;
  base::UserId id;
  std::string name;   // display name at Slack, else the handle; empty: not known
  std::string label;  // the name given in the watchlist; empty: none
  std::string real_name;
  std::string email;  // empty: not known
  std::string tz;
  bool is_bot = false;
  bool deleted = false;
  bool watched = false;

  // How answers call them: the label, else the name, else the id.
  const std::string& called() const { return !label.empty() ? label : !name.empty() ? name : id.text; }
};

// A group of the watchlist with the people it stands for; a row of the view `groups` for each of them.
struct Group {
  std::string workspace;
  std::string name;
  std::vector<base::UserId> users;
};

// From `at` on the state was `state`, for as long as it is covered. earliest <= at: the last moment the state before
// was confirmed.
template <class State>
struct Change {
  base::WallTime at;
  base::WallTime earliest;
  State state{};
  history::Source source = history::Source::push;
};

// Coverage as it stands in the database. `to` empty: open, and then it counts up to `known_until`, no further.
struct Covered {
  base::WallTime from;
  std::optional<base::WallTime> to;
  history::Mode mode = history::Mode::subscribed;
  std::optional<history::EndReason> reason;  // empty: open
};

// One facet of one person, as far as a window needs it:
// - changes: ascending by `at`, those of one millisecond in the order they were committed; all inside the window, and
//   the newest one before it, however old (without it the state at the window's start would be unknown);
// - coverage: ascending; all that overlaps the window. More of either does no harm.
template <class State>
struct FacetHistory {
  std::vector<Change<State>> changes;
  std::vector<Covered> coverage;
};
using PresenceHistory = FacetHistory<base::Presence>;
using StatusHistory = FacetHistory<base::Status>;

// The coverage as moments; what is open ends at `known_until`.
SpanSet covered_time(const std::vector<Covered>& coverage, base::WallTime known_until);

// The newest run of the daemon; the view `recorder`.
struct Recorder {
  base::WallTime alive_at;
  base::WallTime started_at;
  bool clean = false;
  std::string version;
};

// Marks of life come at least every 10 s; twice that, and the daemon is gone or stuck.
inline constexpr base::Millis kAliveFor = base::Millis{20'000};

// The moment that "now" means: the last one the recorder is known to have seen while it is alive, else the clock's.
// Without it, an answer about the present would always end in a few unknown seconds.
base::WallTime present(const Recorder& recorder, base::WallTime clock);

// Where open coverage ends for an answer about a moment: at the last mark of life, as in a timeline. While that mark is
// "now", it counts itself. A window up to now does not contain it; but a change is a mark of life, too, and has to show
// in an answer about now.
base::WallTime known_until(const Recorder& recorder, base::WallTime now);

}  // namespace presenced::query
