// Web API calls: how a request is written, and how its reply is read. Which methods there are: methods.h; what they
// answer: replies.h. Pure. Whoever makes a call adds the token, so no request built here holds a secret.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "slack/methods.h"
#include "slack/replies.h"

namespace presenced::slack {

// A POST to api_url + the method's name, body application/x-www-form-urlencoded.
struct Request {
  Method method = Method::auth_test;
  std::vector<std::pair<std::string, std::string>> parameters;  // not yet encoded
  bool operator==(const Request&) const = default;
};

std::string form_body(const Request& request);

// batch_presence_aware=1, literally `1`: the word `true` did not switch batching on. And presence_sub=true.
Request rtm_connect();
Request apps_connections_open();  // with the app-level token
Request auth_test();
Request users_info(const base::UserId& user);
Request users_list(const std::string& cursor, int limit);  // empty cursor: the first page
Request users_set_presence(bool away);
Request users_get_presence(const base::UserId& user);
inline constexpr std::size_t kMostInDndCall = 50;  // people [documented by Slack]
Request dnd_team_info(const std::vector<base::UserId>& users);
Request users_lookup_by_email(const std::string& address);
Request usergroups_list();  // those that are not disabled
Request usergroups_users_list(const std::string& usergroup_id);
// Archived ones are left out. With `private_too`, also the private ones that the token's user or bot is in (needs a
// scope more).
Request conversations_list(const std::string& cursor, int limit, bool private_too);
Request conversations_members(const std::string& channel_id, const std::string& cursor, int limit);

// A reply that lacks what its method promises (url, user_id, user, members, usergroups, users, channels) is an
// ApiError{transient}. The strings of an ApiError are cut to one short line and fit for the
// log. `absent` comes only where a person, a user group or a channel was asked for.
Reply decode_reply(Method method, const HttpReply& reply);

}  // namespace presenced::slack
