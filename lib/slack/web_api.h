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

#include "slack/events.h"

namespace presenced::slack {

enum class Method : std::uint8_t { rtm_connect, auth_test, users_info, users_list, users_set_presence };

std::string_view name_of(Method method);  // "rtm.connect"

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

// What came back over HTTP. `status` 0: nothing did, and `failure` says why.
struct HttpReply {
  int status = 0;
  std::string body;
  std::optional<std::chrono::seconds> retry_after;  // the header, where it is a number of seconds
  std::string failure;                              // "connection refused", "timed out in TLS"; for the log
};

// PROTOCOL 2: what to do about an error.
enum class ErrorClass : std::uint8_t {
  credential,  // no fast retry: say it loudly, probe slowly
  slow,        // retry in minutes
  transient,   // back off, for ever
  absent,      // the thing asked for is not there (user_not_found, user_not_visible); nothing is wrong with us
};

struct ApiError {
  ErrorClass kind = ErrorClass::transient;
  std::string error;   // Slack's word, or "http 503", "not json", or the HttpReply's failure
  std::string needed;  // scopes, where Slack names them
  std::string provided;
  std::optional<std::chrono::seconds> retry_after;  // from the header; 0 to 24 h
};

struct RtmConnected {
  std::string url;  // a credential: single use, 30 s
  std::string team_id;
  std::string team_name;
  base::UserId self;
};
struct AuthTested {
  std::string team;
  std::string team_id;
  base::UserId user;
};
struct UserInfo {
  User user;
};
struct UserPage {
  std::vector<User> users;
  std::string next_cursor;  // empty: the last page
};
struct PresenceSet {};

using Reply = std::variant<RtmConnected, AuthTested, UserInfo, UserPage, PresenceSet, ApiError>;

ErrorClass classify(std::string_view error);

// A reply that lacks what its method promises (url, user_id, user, members; names are not promised) is an
// ApiError{transient}. The strings of an ApiError are cut to one short line and fit for the log. `absent` comes only
// from users.info.
Reply decode_reply(Method method, const HttpReply& reply);

}  // namespace presenced::slack
