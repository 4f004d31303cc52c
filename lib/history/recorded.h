// What the history holds, as its readers get it: plain data that the store reads and the answers are computed from.
// The records that were written to get there are in record.h; a transition is the same in both.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/facets.h"
#include "base/ids.h"
#include "base/time.h"
#include "history/end_reason.h"
#include "history/feed_name.h"
#include "history/record.h"

namespace presenced::history {

// One person in one workspace; a row of the view `people`.
struct Person {
  // The database's own numbers, for further questions about the person. Good for the file that they came from.
  struct Key {
    std::int64_t person = 0;
    std::int64_t workspace = 0;
    auto operator<=>(const Key&) const = default;
  };

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
  Key key{};

  // How answers call them: the label, else the name, else the id.
  const std::string& called() const { return !label.empty() ? label : !name.empty() ? name : id.text; }
};

// A group of the watchlist with the people it stands for; a row of the view `groups` for each of them.
struct Group {
  std::string workspace;
  std::string name;
  std::vector<base::UserId> users;  // may be empty
};

// Somebody in a group of the watchlist; a row of the view `group_memberships`.
struct Membership {
  std::string workspace;
  std::string group;
  base::UserId user;
  base::WallTime since;
  std::optional<base::WallTime> until;  // empty: a member still
};

// What the answers need of a transition: from `at` on the state was `after`, for as long as it is covered. A person's
// year is held in memory as these, so they are small.
struct Change {
  base::WallTime at;
  base::WallTime earliest;
  base::State after;
  Source source = Source::push;
};

// A span of coverage as it stands in the database. `to` empty: open, known up to `Recorder::alive_at`.
struct Covered {
  base::WallTime from;
  std::optional<base::WallTime> to;
  Mode mode = Mode::subscribed;
  std::optional<EndReason> reason;  // empty: open
};

struct Session {  // a row of the view `sessions`
  std::int64_t number = 0;
  std::string workspace;
  base::WallTime connected_at;
  std::optional<base::WallTime> ready_at;
  std::optional<base::WallTime> ended_at;  // empty: open
  std::optional<EndReason> reason;
  FeedName feed = FeedName::rtm;
};

// Marks of life come at least every 10 s; twice that, and the daemon is gone or stuck.
inline constexpr base::Millis kAliveFor{20'000};

// The newest run of the daemon; the view `recorder`.
struct Recorder {
  base::WallTime alive_at;
  base::WallTime started_at;
  bool clean = false;
  std::string version;
};

// A transition with its place in the log.
struct LogEntry {
  std::int64_t seq = 0;
  Person::Key who;
  std::int64_t session = 0;  // as in the view `sessions`; 0: none had to do with it. `transition.session` is left 0
  Transition transition;
};

}  // namespace presenced::history
