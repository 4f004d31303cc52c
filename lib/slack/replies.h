// What the Web API answers, as types. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/secret.h"
#include "base/time.h"
#include "slack/api_errors.h"
#include "slack/events.h"

namespace presenced::slack {

// What came back over HTTP. `status` 0: nothing did, and `failure` says why.
struct HttpReply {
  int status = 0;
  std::string body;
  std::optional<std::chrono::seconds> retry_after;  // the header, where it is a number of seconds
  std::string failure;                              // "connection refused", "timed out in TLS"; for the log
  std::optional<base::WallTime> date = {};          // the header: Slack's clock, to the second
  std::string scopes = {};                          // the header X-OAuth-Scopes: "users:read,dnd:read"
};

struct ApiError {
  ErrorClass kind = ErrorClass::transient;
  std::string error;   // Slack's word, or "http 503", "not json", or the HttpReply's failure
  std::string needed;  // scopes, where Slack names them
  std::string provided;
  std::optional<std::chrono::seconds> retry_after;  // from the header; 0 to 24 h
  // Slack gave a word that we do not know to a question about one person, group or channel: the same question about
  // another one may well be answered.
  bool of_this_one = false;
};

struct SocketOffered {  // by rtm.connect and apps.connections.open
  base::Secret url;     // single use, 30 s
};
// Whose token it is. Each is empty where Slack does not say it: an app-level token has an app alone.
struct AuthTested {
  std::string team_id;
  std::string team;
  std::string user_id;
  std::string user;
  std::string bot_id;               // the token is a bot's
  std::string app_id;               // of an app-level token
  bool whole_organisation = false;  // the app is installed for an Enterprise Grid organisation
  std::vector<std::string> scopes;  // that Slack has granted; empty: it does not say
};
struct UserInfo {  // of users.info and users.lookupByEmail
  User user;
};
struct UserPage {
  std::vector<User> users;
  std::string next_cursor;  // empty: the last page
};
struct PresenceSet {};
struct UserPresence {
  base::Presence presence = base::Presence::away;
};
struct DndTeam {  // of dnd.teamInfo: those of the people asked about whom Slack shows
  std::vector<DndChange> people;
};
struct Usergroup {
  std::string id;
  std::string handle;  // without "@"
};
struct Usergroups {
  std::vector<Usergroup> usergroups;
};
struct UsergroupUsers {
  std::vector<base::UserId> users;
};
struct Channel {
  std::string id;
  std::string name;  // without "#"
};
struct ChannelPage {
  std::vector<Channel> channels;
  std::string next_cursor;  // empty: the last page
};
struct ChannelMemberPage {
  std::vector<base::UserId> members;
  std::string next_cursor;  // empty: the last page
};

using Reply = std::variant<SocketOffered, AuthTested, UserInfo, UserPage, PresenceSet, UserPresence, DndTeam,
                           Usergroups, UsergroupUsers, ChannelPage, ChannelMemberPage, ApiError>;

}  // namespace presenced::slack
