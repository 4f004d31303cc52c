// How Web API requests are written.
#include <string_view>

#include "slack/web_api.h"

namespace presenced::slack {
namespace {

// RFC 3986, section 2.3.
bool is_unreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

void append_encoded(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kHex[byte >> 4];
    out += kHex[byte & 0xF];
  }
}

Request paged(Request request, const std::string& cursor, int limit) {
  request.parameters.emplace_back("limit", std::to_string(limit));
  if (!cursor.empty()) request.parameters.emplace_back("cursor", cursor);
  return request;
}

}  // namespace

std::string form_body(const Request& request) {
  std::string body;
  for (const auto& [key, value] : request.parameters) {
    if (!body.empty()) body += '&';
    append_encoded(body, key);
    body += '=';
    append_encoded(body, value);
  }
  return body;
}

Request rtm_connect() { return {Method::rtm_connect, {{"batch_presence_aware", "1"}, {"presence_sub", "true"}}}; }

Request auth_test() { return {Method::auth_test, {}}; }

Request users_info(const base::UserId& user) { return {Method::users_info, {{"user", user.text}}}; }

Request users_list(const std::string& cursor, int limit) { return paged({Method::users_list, {}}, cursor, limit); }

Request users_set_presence(bool away) { return {Method::users_set_presence, {{"presence", away ? "away" : "auto"}}}; }

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
