// Everything Slack says on an RTM socket that presenced knows, as types. Pure data.
// Where the shapes come from: docs/PROTOCOL.md, "The socket" and "Events".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
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
// Which frame it was is not told: Slack does not say so reliably.
struct ReplyError {
  std::int64_t code = 0;
  std::string message;
  bool too_fast() const { return code == -1 || code == 17; }
};

// The socket itself is in trouble: code 1 "Socket URL has expired", 3 "Cannot create connection"; open-ended. The
// message may be a word of the Web API's errors ("invalid_auth", code 401): api_errors.h sorts it.
struct ConnectionError {
  std::int64_t code = 0;
  std::string message;
};

// One or many people; Slack sends `user`, `users`, or both. No duplicates within one event.
struct PresenceChange {
  std::vector<base::UserId> users;
  base::Presence presence = base::Presence::away;
};

// A member record, as `user_change` pushes and users.info / users.list return it. Slack also sends reduced records: a
// field that is empty here was not in it, and what is known of it stays.
struct User {
  base::UserId id;
  std::optional<std::string> handle;        // `name`, unique in its workspace
  std::optional<std::string> display_name;  // profile.display_name; "" is common
  std::optional<std::string> email;         // profile.email; only where the token may see it
  std::optional<std::string> real_name;     // `real_name`, else profile.real_name
  std::optional<std::string> tz;            // IANA name
  std::optional<bool> is_bot;
  std::optional<bool> deleted;
  std::optional<base::Status> status;  // HTML entities &amp; &lt; &gt; decoded
  std::optional<base::Huddle> huddle;
  std::optional<base::WallTime> huddle_ends_at;  // at the latest, by Slack's clock; empty: not told, or in none
  std::optional<std::int64_t> updated;           // Slack's time of the record's last change, UNIX seconds

  // As people see it: the display name where one is set, else the handle.
  std::string_view shown_name() const;
};

// user_change, user_status_changed, user_huddle_changed, user_profile_changed: all carry the same body.
struct UserChange {
  User user;
  std::optional<std::int64_t> event_us;  // `event_ts`, Slack's time, in microseconds since 1970
  // user_status_changed, user_huddle_changed: this has become so at that time, and all else at that time or before.
  std::optional<base::Facet> about = {};
};

// dnd_updated_user; and what dnd.teamInfo answers of one person.
struct DndChange {
  base::UserId user;
  base::Dnd dnd;
  std::optional<std::int64_t> event_us = {};
};

struct TeamJoin {
  User user;
};

// Somebody entered or left a user group, or the group was made, renamed, disabled: what is known of it has to be asked
// for again. Everybody in the workspace gets these events.
struct SubteamMembersChanged {
  std::string subteam;  // its id
};
struct SubteamUpdated {  // subteam_updated, subteam_created
  std::string subteam;
};

// Somebody joined or left a channel that the token's user or bot is in.
struct ChannelMembersChanged {
  std::string channel;  // its id
};

// Browser-session sockets only: these records changed and have to be fetched again.
struct UserInvalidated {
  std::vector<base::UserId> users;
};

// Valid JSON that we have no use for: an unknown or ignored type (reconnect_url, messages...), `{}`,
// or an event whose needed keys are missing. `type` is cut to 64 bytes and holds only [a-z0-9_.]; it can be logged.
struct Ignored {
  std::string type;
};

// Not a JSON object: broken, too deep, invalid UTF-8. `why` names the error, never the content.
struct Malformed {
  std::string why;
};

using Event = std::variant<Hello, Goodbye, TeamMigrationStarted, Pong, ReplyError, ConnectionError, PresenceChange,
                           UserChange, DndChange, TeamJoin, SubteamMembersChanged, SubteamUpdated,
                           ChannelMembersChanged, UserInvalidated, Ignored, Malformed>;

}  // namespace presenced::slack
