// How Web API requests are written.
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include "slack/web_api.h"

namespace presenced::slack {
namespace {

Request paged(Request request, const std::string& cursor, int limit) {
  request.parameters.emplace_back("limit", std::to_string(limit));
  if (!cursor.empty()) request.parameters.emplace_back("cursor", cursor);
  return request;
}

}  // namespace

std::string form_body(const Request& request) {
  namespace urls = boost::urls;
  std::string body;
  for (const auto& [key, value] : request.parameters) {
    if (!body.empty()) body += '&';
    body += urls::encode(key, urls::unreserved_chars) + '=' + urls::encode(value, urls::unreserved_chars);
  }
  return body;
}

Request rtm_connect() { return {Method::rtm_connect, {{"batch_presence_aware", "1"}, {"presence_sub", "true"}}}; }

Request apps_connections_open() { return {Method::apps_connections_open, {}}; }

Request auth_test() { return {Method::auth_test, {}}; }

Request users_info(const base::UserId& user) { return {Method::users_info, {{"user", user.text}}}; }

Request users_list(const std::string& cursor, int limit) { return paged({Method::users_list, {}}, cursor, limit); }

Request users_get_presence(const base::UserId& user) { return {Method::users_get_presence, {{"user", user.text}}}; }
Request users_set_presence(bool away) { return {Method::users_set_presence, {{"presence", away ? "away" : "auto"}}}; }

Request dnd_team_info(const std::vector<base::UserId>& users) {
  std::string ids;
  for (const base::UserId& user : users) ids += (ids.empty() ? "" : ",") + user.text;
  return {Method::dnd_team_info, {{"users", std::move(ids)}}};
}

Request users_lookup_by_email(const std::string& address) {
  return {Method::users_lookup_by_email, {{"email", address}}};
}

Request usergroups_list() { return {Method::usergroups_list, {}}; }

Request usergroups_users_list(const std::string& usergroup_id) {
  return {Method::usergroups_users_list, {{"usergroup", usergroup_id}}};
}

Request conversations_list(const std::string& cursor, int limit, bool private_too) {
  return paged(
      {Method::conversations_list,
       {{"types", private_too ? "public_channel,private_channel" : "public_channel"}, {"exclude_archived", "true"}}},
      cursor, limit);
}

Request conversations_members(const std::string& channel_id, const std::string& cursor, int limit) {
  return paged({Method::conversations_members, {{"channel", channel_id}}}, cursor, limit);
}

}  // namespace presenced::slack
