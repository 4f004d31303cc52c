// Web API calls: which there are, how a request is written, what a reply means. Pure; the token is added by lib/net's
// caller, so no request built here holds a secret. Replies may (RtmConnected::url is a credential: never log it).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "slack/api_errors.h"
#include "slack/events.h"

namespace presenced::slack {

enum class Method : std::uint8_t {
  rtm_connect,
  auth_test,
  users_info,
  users_list,
  users_set_presence,
  users_lookup_by_email,
  usergroups_list,
  usergroups_users_list,
  conversations_list,
  conversations_members,
};

std::string_view name_of(Method method);   // "rtm.connect"
std::string_view scope_of(Method method);  // that the token needs for it; Slack's own word on it counts more

// A POST to api_url + name_of(method), body application/x-www-form-urlencoded.
struct Request {
  Method method = Method::auth_test;
  std::vector<std::pair<std::string, std::string>> parameters;  // not yet encoded
  bool operator==(const Request&) const = default;
};

std::string form_body(const Request& request);

// batch_presence_aware=1, literally `1`: the word `true` did not switch batching on. And presence_sub=true.
Request rtm_connect();
Request auth_test();
Request users_info(const base::UserId& user);
Request users_list(const std::string& cursor, int limit);  // empty cursor: the first page
Request users_set_presence(bool away);
Request users_lookup_by_email(const std::string& address);
Request usergroups_list();  // those that are not disabled
Request usergroups_users_list(const std::string& usergroup_id);
// Archived ones are left out. With `private_too`, also the private ones that the token's user or bot is in (needs a
// scope more).
Request conversations_list(const std::string& cursor, int limit, bool private_too);
Request conversations_members(const std::string& channel_id, const std::string& cursor, int limit);

// What came back over HTTP. `status` 0: nothing did, and `failure` says why.
struct HttpReply {
  int status = 0;
  std::string body;
  std::optional<std::chrono::seconds> retry_after;  // the header, where it is a number of seconds
  std::string failure;                              // "connection refused", "timed out in TLS"; for the log
  std::optional<base::WallTime> date = {};          // the header: Slack's clock, to the second
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

struct RtmConnected {
  std::string url;  // a credential: single use, 30 s
};
struct AuthTested {};  // asked for the Date of its reply
struct UserInfo {      // of users.info and users.lookupByEmail
  User user;
};
struct UserPage {
  std::vector<User> users;
  std::string next_cursor;  // empty: the last page
};
struct PresenceSet {};
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

using Reply = std::variant<RtmConnected, AuthTested, UserInfo, UserPage, PresenceSet, Usergroups, UsergroupUsers,
                           ChannelPage, ChannelMemberPage, ApiError>;

// A reply that lacks what its method promises (url, user_id, user, members, usergroups, users, channels) is an
// ApiError{transient}. The strings of an ApiError are cut to one short line and fit for the
// log. `absent` comes only where a person, a user group or a channel was asked for.
Reply decode_reply(Method method, const HttpReply& reply);

}  // namespace presenced::slack
