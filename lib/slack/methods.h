// Slack's Web API methods, one row each. Whatever treats methods alike reads the row: how a call is named and paced,
// how its reply is read, and what a refusal means. Adding a method is a word in `Method`, a row, and its reader, both
// in methods.cpp (and, where it answers something new, a type in replies.h). Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "slack/replies.h"

namespace simdjson::dom {
class object;
}

namespace presenced::slack {

enum class Method : std::uint8_t {
  rtm_connect,
  auth_test,
  users_info,
  users_list,
  users_set_presence,
  users_get_presence,
  users_lookup_by_email,
  usergroups_list,
  usergroups_users_list,
  conversations_list,
  conversations_members,
  apps_connections_open,
  dnd_team_info,
};
inline constexpr std::size_t kMethodCount = static_cast<std::size_t>(Method::dnd_team_info) + 1;

// Which token of the workspace's goes with a call.
enum class Credential : std::uint8_t {
  token,      // of the bot or user
  app_token,  // app-level ("xapp-")
};

struct MethodRow {
  Method method;
  std::string_view name;  // "rtm.connect"
  int calls_a_minute;     // what Slack allows (docs/PROTOCOL.md); where it says "hundreds": 300
  // Reads an answer with "ok":true. Empty: it lacks what the method promises.
  std::optional<Reply> (*read)(simdjson::dom::object body);
  // It names one person, user group or channel. "There is no such thing" is then an answer, and an unknown error may be
  // about that one alone.
  bool asks_for_one;
  std::string_view scope;      // that the token needs; Slack's own word on it counts more. Empty: none
  std::string_view scope_for;  // what presenced needs the scope for: "to read statuses"
  Credential credential = Credential::token;
  std::string_view without_plan = "the workspace's Slack plan does not include it";  // advice for ErrorClass::plan
};

std::span<const MethodRow, kMethodCount> method_rows();  // in the order of Method
const MethodRow& row_of(Method method);

}  // namespace presenced::slack
