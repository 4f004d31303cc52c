// Everything Slack says on an RTM socket that presenced knows, as types. Pure data.
// Where the shapes come from: docs/PROTOCOL.md, sections 3 and 4.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/facets.h"
#include "base/ids.h"

namespace presenced::slack {

struct Hello {};
struct Goodbye {};
struct TeamMigrationStarted {};

// The answer to one of our pings. `reply_to` is the id we gave it.
struct Pong {
  std::int64_t reply_to = 0;
};

// A frame of ours was refused. Codes -1 and 17 mean: too fast; they are this event in whichever shape they come.
// `reply_to` is 0 when Slack did not say which frame.
struct ReplyError {
  std::int64_t reply_to = 0;
  std::int64_t code = 0;
  std::string message;
  bool too_fast() const { return code == -1 || code == 17; }
};

// The socket itself is in trouble: code 1 "Socket URL has expired", 3 "Cannot create connection"; open-ended.
struct ConnectionError {
  std::int64_t code = 0;
  std::string message;
};

// One or many people; Slack sends `user`, `users`, or both. No duplicates within one event.
struct PresenceChange {
  std::vector<base::UserId> users;
  base::Presence presence = base::Presence::away;
};

// The token's own user; of no interest to the history beyond the log.
struct ManualPresenceChange {
  base::Presence presence = base::Presence::away;
};

// A member record, as `user_change` pushes and users.info / users.list return it.
struct User {
  base::UserId id;
  std::string name;       // profile.display_name where set, else `name`
  std::string handle;     // `name`, unique in its workspace
  std::string email;      // profile.email; empty where the token may not see it
  std::string real_name;  // `real_name`, else profile.real_name
  std::string tz;         // IANA name; empty when absent
  bool is_bot = false;
  bool deleted = false;
  base::Status status;                  // HTML entities &amp; &lt; &gt; decoded
  bool has_profile = false;             // without one, `status` says nothing
  std::optional<std::int64_t> updated;  // Slack's time of the record's last change, UNIX seconds
};

// user_change, user_status_changed, user_huddle_changed, user_profile_changed: all carry the same body.
struct UserChange {
  User user;
  std::optional<std::int64_t> event_us;  // `event_ts`, Slack's time, in microseconds since 1970
};

struct TeamJoin {
  User user;
};

// Somebody entered or left a user group, or the group was made, renamed, disabled: what is known of it is to be asked
// for anew. Told to everybody in the workspace.
struct SubteamMembersChanged {
  std::string subteam;  // its id
};
struct SubteamUpdated {  // subteam_updated, subteam_created
  std::string subteam;
};

// Told of the channels that the token's user or bot is in.
struct MemberJoinedChannel {
  base::UserId user;
  std::string channel;  // its id
};
struct MemberLeftChannel {
  base::UserId user;
  std::string channel;
};

// Browser-session sockets only: these records changed, fetch them anew.
struct UserInvalidated {
  std::vector<base::UserId> users;
};

// Valid JSON that we have no use for: an unknown or ignored type (reconnect_url, dnd_updated_user, messages...), `{}`,
// or an event whose needed keys are missing. `type` is cut to 64 bytes and holds only [a-z0-9_.]; it can be logged.
struct Ignored {
  std::string type;
};

// Not a JSON object: broken, too deep, invalid UTF-8. `why` names the error, never the content.
struct Malformed {
  std::string why;
};

using Event = std::variant<Hello, Goodbye, TeamMigrationStarted, Pong, ReplyError, ConnectionError, PresenceChange,
                           ManualPresenceChange, UserChange, TeamJoin, SubteamMembersChanged, SubteamUpdated,
                           MemberJoinedChannel, MemberLeftChannel, UserInvalidated, Ignored, Malformed>;

}  // namespace presenced::slack
