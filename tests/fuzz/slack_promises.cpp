#include "fuzz/slack_promises.h"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "fuzz/expect.h"
#include "fuzz/text_rules.h"

namespace presenced::fuzz {
namespace {

using namespace presenced::slack;

constexpr std::int64_t kYear10000 = 253'402'300'800;  // UNIX seconds: beyond what any calendar of ours can show

void expect_log_text(const std::string& text) {
  expect(text.size() <= 200, "what Slack says is cut before it is logged");
  expect(one_line(text), "what Slack says is one clean line before it is logged");
}

void expect_ids(const std::vector<base::UserId>& users) {
  expect(!users.empty(), "an event about people names somebody");
  std::unordered_set<base::UserId> once;
  for (const base::UserId& user : users) {
    expect(!user.text.empty(), "an id is never empty");
    expect(valid_utf8(user.text), "an id is valid UTF-8");
    expect(once.insert(user).second, "there are no duplicates within one event");
  }
}

void expect_user(const User& user) {
  expect(!user.id.text.empty(), "an id is never empty");
  for (const auto* text : {&user.handle, &user.display_name, &user.email, &user.real_name, &user.tz})
    expect(!*text || valid_utf8(**text), "text is valid UTF-8");
  if (!user.status) return;
  expect(valid_utf8(user.id.text) && valid_utf8(user.status->text) && valid_utf8(user.status->emoji),
         "text is valid UTF-8");
  if (!user.status->expires_at) return;
  expect(!user.status->cleared(), "a cleared status does not expire");
  const std::int64_t ms = base::unix_ms(*user.status->expires_at);
  expect(ms > 0 && ms < kYear10000 * 1000 && ms % 1000 == 0, "an expiry is a whole second of this era");
}

void expect_name(const std::string& text) {
  expect(!text.empty(), "an id is never empty");
  expect(valid_utf8(text), "text is valid UTF-8");
}

void expect_dnd(const DndChange& change) {
  expect_name(change.user.text);
  const auto& [enabled, starts_at, ends_at] = change.dnd;
  expect(starts_at.has_value() == ends_at.has_value(), "a window has two ends or none");
  if (!starts_at) return;
  expect(*starts_at < *ends_at, "a window is longer than nothing");
  expect(base::unix_ms(*starts_at) > 0 && base::unix_ms(*ends_at) < kYear10000 * 1000, "a window is of this era");
}

struct OfEvent {
  void operator()(const PresenceChange& event) const { expect_ids(event.users); }
  void operator()(const UserInvalidated& event) const { expect_ids(event.users); }
  void operator()(const SubteamMembersChanged& event) const { expect_name(event.subteam); }
  void operator()(const SubteamUpdated& event) const { expect_name(event.subteam); }
  void operator()(const ChannelMembersChanged& event) const { expect_name(event.channel); }
  void operator()(const UserChange& event) const {
    expect_user(event.user);
    const std::int64_t us = event.event_us.value_or(1);
    expect(us > 0 && us / 1'000'000 < kYear10000, "Slack's time is a moment of this era");
  }
  void operator()(const DndChange& event) const { expect_dnd(event); }
  void operator()(const TeamJoin& event) const { expect_user(event.user); }
  void operator()(const ReplyError& event) const { expect_log_text(event.message); }
  void operator()(const ConnectionError& event) const {
    expect_log_text(event.message);
    expect(event.code != -1 && event.code != 17, "too fast is a ReplyError, whatever its shape");
  }
  void operator()(const Ignored& event) const {
    expect(event.type.size() <= 64, "an ignored type is cut to 64 bytes");
    expect(event.type.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.") == event.type.npos,
           "an ignored type can be logged");
  }
  void operator()(const Malformed& event) const {
    expect(!event.why.empty() && event.why.size() < 60 && one_line(event.why), "a malformed frame is named, not shown");
  }
  template <class Other>
  void operator()(const Other&) const {}
};

struct OfEnvelope {
  void operator()(const SocketHello& one) const { expect(valid_utf8(one.app), "text is valid UTF-8"); }
  void operator()(const Delivery& one) const {
    expect_acknowledgeable(one.envelope);
    expect(valid_utf8(one.team) && valid_utf8(one.app), "text is valid UTF-8");
    if (const auto* event = std::get_if<Event>(&one.what)) std::visit(OfEvent{}, *event);
    if (const auto* removed = std::get_if<AppRemoved>(&one.what))
      for (const base::UserId& user : removed->users) expect_name(user.text);
    if (const auto* dropped = std::get_if<EventsDropped>(&one.what))
      expect(dropped->minute > 0 && dropped->minute < kYear10000, "a minute is one of this era");
  }
  void operator()(const Unwanted& one) const {
    expect_acknowledgeable(one.envelope);
    OfEvent{}(Ignored{one.type});
  }
  void operator()(const Disconnect& one) const { OfEvent{}(Ignored{one.word}); }
  void operator()(const Ignored& one) const { OfEvent{}(one); }
  void operator()(const Malformed& one) const { OfEvent{}(one); }

 private:
  static void expect_acknowledgeable(const std::string& envelope) {
    expect(!envelope.empty(), "what is to be acknowledged has an id");
    expect(valid_utf8(acknowledgement(envelope)), "what is sent is valid UTF-8");
  }
};

struct OfReply {
  Method method;
  const HttpReply& reply;

  void operator()(const SocketOffered& one) const {
    expect(method == Method::rtm_connect || method == Method::apps_connections_open,
           "a reply is what its method promises");
    expect(!one.url.empty(), "a socket has a url");
  }
  void operator()(const AuthTested& one) const {
    expect(method == Method::auth_test, "a reply is what its method promises");
    for (const std::string& text : {one.team_id, one.team, one.user_id, one.user, one.bot_id, one.app_id})
      expect(valid_utf8(text), "text is valid UTF-8");
  }
  void operator()(const UserInfo& one) const {
    expect(method == Method::users_info || method == Method::users_lookup_by_email,
           "a reply is what its method promises");
    expect_user(one.user);
  }
  void operator()(const UserPage& one) const {
    expect(method == Method::users_list, "a reply is what its method promises");
    for (const User& user : one.users) expect_user(user);
  }
  void operator()(const PresenceSet&) const {
    expect(method == Method::users_set_presence, "a reply is what its method promises");
  }
  void operator()(const UserPresence&) const {
    expect(method == Method::users_get_presence, "a reply is what its method promises");
  }
  void operator()(const DndTeam& one) const {
    expect(method == Method::dnd_team_info, "a reply is what its method promises");
    for (const DndChange& change : one.people) expect_dnd(change);
  }
  void operator()(const Usergroups& one) const {
    expect(method == Method::usergroups_list, "a reply is what its method promises");
    for (const Usergroup& usergroup : one.usergroups) expect_name(usergroup.id), expect_name(usergroup.handle);
  }
  void operator()(const UsergroupUsers& one) const {
    expect(method == Method::usergroups_users_list, "a reply is what its method promises");
    for (const base::UserId& user : one.users) expect_name(user.text);
  }
  void operator()(const ChannelPage& one) const {
    expect(method == Method::conversations_list, "a reply is what its method promises");
    for (const Channel& channel : one.channels) expect_name(channel.id), expect_name(channel.name);
  }
  void operator()(const ChannelMemberPage& one) const {
    expect(method == Method::conversations_members, "a reply is what its method promises");
    for (const base::UserId& user : one.members) expect_name(user.text);
  }
  void operator()(const ApiError& error) const {
    expect(!error.error.empty(), "an error has a name");
    for (const std::string* text : {&error.error, &error.needed, &error.provided}) expect_log_text(*text);
    const bool of_one = method == Method::users_info || method == Method::users_lookup_by_email ||
                        method == Method::usergroups_users_list || method == Method::conversations_members ||
                        method == Method::users_get_presence;
    expect(error.kind != ErrorClass::absent || of_one, "absent is what was asked for by name");
    const std::chrono::seconds wait = error.retry_after.value_or(std::chrono::seconds{0});
    expect(wait >= std::chrono::seconds{0} && wait <= std::chrono::hours{24}, "a pause is 0 to 24 h");
    expect(!is_refusal(error.kind) || reply.status == 200, "only Slack itself refuses");
    expect(!error.of_this_one || (of_one && reply.status == 200), "only Slack's own word is about one person or name");
  }
};

}  // namespace

void expect_promises(const Event& event) { std::visit(OfEvent{}, event); }

void expect_promises(const Envelope& envelope) { std::visit(OfEnvelope{}, envelope); }

void expect_promises(Method method, const HttpReply& reply, const Reply& meaning) {
  expect(reply.status == 200 || std::holds_alternative<ApiError>(meaning), "only 200 brings an answer");
  std::visit(OfReply{method, reply}, meaning);
}

}  // namespace presenced::fuzz
