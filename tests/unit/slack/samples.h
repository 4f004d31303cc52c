// Frames and replies as docs/PROTOCOL.md shows them: what the tests of broken and mutated input start from.
#pragma once

#include <array>
#include <string_view>

#include "slack/web_api.h"

namespace presenced::slack {

inline constexpr std::string_view kUserChangeFrame =
    R"({"type":"user_change","user":{"id":"U1234567","team_id":"T1234567","name":"some-user","deleted":false,)"
    R"("real_name":"Some User","tz":"America/Los_Angeles","is_bot":false,"updated":1648596421,)"
    R"("profile":{"real_name":"Some User","display_name":"","status_text":"riding a train",)"
    R"("status_emoji":":mountain_railway:","status_emoji_display_info":[],"status_expiration":0,)"
    R"("status_text_canonical":"","fields":{}}},"cache_ts":1648596421,"event_ts":"1648596712.000001"})";

inline constexpr std::array<std::string_view, 20> kSampleFrames{
    R"({"type":"hello"})",
    R"({"type":"hello","fast_reconnect":false,"region":"us-west-2","start":true,"host_id":"gs-fra-rqkx"})",
    R"({"reply_to":1234,"type":"pong","time":1403299273342})",
    R"({"ok":false,"reply_to":27,"error":{"code":-1,"msg":"slow down, too many messages..."}})",
    R"({"type":"error","error":{"code":1,"msg":"Socket URL has expired","source":"gs"}})",
    R"({"type":"goodbye"})",
    R"({"type":"team_migration_started"})",
    R"({"type":"reconnect_url","url":"wss://wss-primary.slack.com/websocket/secret"})",
    R"({})",
    R"({"type":"presence_change","user":"U024BE7LH","presence":"away"})",
    R"({"type":"presence_change","users":["U024BE7LH","U012EA2U1"],"presence":"away"})",
    R"({"users":["U024BE7LH","U012EA2U1"],"user":"U061F7AUR","presence":"active","type":"presence_change_batch"})",
    R"({"type":"manual_presence_change","presence":"away"})",
    kUserChangeFrame,
    R"({"type":"user_status_changed","user":{"id":"W1","profile":{"status_text":"a &amp; b","status_expiration":1}}})",
    R"({"type":"team_join","user":{"id":"U1234567","name":"new","is_bot":true,"profile":{"fields":null}}})",
    R"({"type":"dnd_updated_user","user":"U1234","dnd_status":{"dnd_enabled":true,"next_dnd_start_ts":1450387800}})",
    R"({"type":"user_invalidated","user":{"id":"U1234"}})",
    R"({"type":"user_invalidated","user":"U1234"})",
    R"({"type":"user_invalidated","users":["U1234",{"id":"U5678"}]})",
};

struct SampleReply {
  Method method;
  std::string_view body;
};
inline constexpr std::array<SampleReply, 6> kSampleReplies{{
    {Method::rtm_connect,
     R"({"ok":true,"url":"wss://wss-primary.slack.com/websocket/x?a=b","team":{"id":"T2U81E2FP","name":"SlackDemo",)"
     R"("domain":"slackdemo"},"self":{"id":"U4X318ZMZ","name":"robotoverlord"}})"},
    {Method::rtm_connect, R"({"ok":false,"error":"missing_scope","needed":"rtm:stream","provided":"users:read"})"},
    {Method::auth_test,
     R"({"ok":true,"url":"https://acme.slack.com/","team":"Acme","user":"bot","team_id":"T1","user_id":"U1234567"})"},
    {Method::users_info, R"({"ok":true,"user":{"id":"W012A3CDE","name":"spengler","profile":{"status_text":"x"}}})"},
    {Method::users_list,
     R"({"ok":true,"members":[{"id":"W012A3CDE"},{"id":"W07QCRPA4"}],"response_metadata":{"next_cursor":"dXNlcjpVMEc5V0ZYTlo="}})"},
    {Method::users_set_presence, R"({"ok":true})"},
}};

}  // namespace presenced::slack
