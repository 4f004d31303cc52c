// The Slack of an EngineWorld: what it answers, tells and hears.
#include <algorithm>
#include <cstdlib>

#include "support/engine_world.h"
#include "support/rtm_frames.h"

namespace presenced::support {

using base::Facet;
using base::Millis;
using base::UserId;

namespace {

std::string parameter(const slack::Request& request, std::string_view key) {
  for (const auto& [name, value] : request.parameters)
    if (name == key) return value;
  return "";
}

std::string dnd_json(const base::Dnd& dnd) {
  const auto seconds = [](const std::optional<base::WallTime>& at) {
    return std::to_string(at ? base::unix_ms(*at) / 1000 : 1);
  };
  return R"({"dnd_enabled":)" + std::string(dnd.enabled ? "true" : "false") + R"(,"next_dnd_start_ts":)" +
         seconds(dnd.starts_at) + R"(,"next_dnd_end_ts":)" + seconds(dnd.ends_at) + "}";
}

}  // namespace

std::size_t PeerSocket::count(std::string_view type) const {
  return static_cast<std::size_t>(
      std::count_if(frames.begin(), frames.end(), [&](const auto& frame) { return is_type(frame.second, type); }));
}

// ---- Slack ----

slack::HttpReply EngineWorld::reply_to(const slack::Request& request) {
  slack::HttpReply reply;
  reply.status = 200;
  switch (request.method) {
    case slack::Method::rtm_connect:
      if (!slack.connect_replies.empty()) {
        reply = slack.connect_replies.front();
        slack.connect_replies.pop_front();
      } else if (slack.connect_always) {
        reply = *slack.connect_always;
      } else {
        reply.body = R"({"ok":true,"url":"wss://rtm.example/)" + std::string(kSecret) +
                     std::to_string(connect_calls_.size()) +
                     R"(","team":{"id":"T0ACME","name":"Acme"},"self":{"id":"U0SELF","name":"watcher"}})";
      }
      return reply;
    case slack::Method::apps_connections_open:
      if (!slack.link_replies.empty()) {
        reply = slack.link_replies.front();
        slack.link_replies.pop_front();
      } else {
        reply.body = R"({"ok":true,"url":"wss://wss.example/link/?ticket=)" + std::string(kSecret) +
                     std::to_string(++links_offered_) + R"(&app_id=f00d"})";
      }
      return reply;
    case slack::Method::users_info:
    case slack::Method::users_list:
      if (slack.status_replies.empty()) return status_reply(request);
      reply = slack.status_replies.front();
      slack.status_replies.pop_front();
      return reply;
    case slack::Method::users_lookup_by_email:
    case slack::Method::usergroups_list:
    case slack::Method::usergroups_users_list:
    case slack::Method::conversations_list:
    case slack::Method::conversations_members:
      return name_reply(request);
    case slack::Method::users_set_presence:
      if (slack.presence_reply) return *slack.presence_reply;
      own_presence_ = request.parameters.front().second;
      reply.body = R"({"ok":true})";
      return reply;
    case slack::Method::users_get_presence:
      return poll_reply(UserId{parameter(request, "user")});
    case slack::Method::dnd_team_info:
      return dnd_reply(request);
    case slack::Method::auth_test:
      if (slack.time_reply) return *slack.time_reply;
      reply.body = R"({"ok":true,"team":"Acme","team_id":"T0ACME","user":"watcher","user_id":"U0SELF"})";
      return reply;
  }
  return reply;
}

slack::HttpReply EngineWorld::poll_reply(const UserId& user) {
  polled_.emplace_back(mono_, user);
  slack::HttpReply reply;
  reply.status = 200;
  if (!slack.poll_replies.empty()) {
    reply = slack.poll_replies.front();
    slack.poll_replies.pop_front();
    return reply;
  }
  if (slack.poll_always) return *slack.poll_always;
  const auto member = people_at_slack_.find(user);
  const bool there = member != people_at_slack_.end() && !slack.absent.contains(user);
  reply.body = there ? R"({"ok":true,"presence":")" + text_of(member->second.presence) + "\"}"
                     : R"({"ok":false,"error":"user_not_found"})";
  return reply;
}

slack::HttpReply EngineWorld::dnd_reply(const slack::Request& request) {
  slack::HttpReply reply;
  reply.status = 200;
  if (!slack.dnd_replies.empty()) {
    reply = slack.dnd_replies.front();
    slack.dnd_replies.pop_front();
    return reply;
  }
  const std::string asked = "," + parameter(request, "users") + ",";
  if (slack.dnd_refuses && asked.find("," + slack.dnd_refuses->text + ",") != std::string::npos) {
    reply.body = R"({"ok":false,"error":"user_not_found"})";
    return reply;
  }
  std::string users;
  for (const auto& [user, member] : people_at_slack_) {
    if (slack.absent.contains(user) || asked.find("," + user.text + ",") == std::string::npos) continue;
    users += (users.empty() ? "\"" : ",\"") + user.text + "\":" + dnd_json(member.dnd);
  }
  reply.body = R"({"ok":true,"users":{)" + users + "}}";
  return reply;
}

slack::HttpReply EngineWorld::name_reply(const slack::Request& request) {
  slack::HttpReply reply;
  reply.status = 200;
  const auto given = slack.name_replies.find(slack::form_body(request));
  const auto any = slack.name_replies.find(std::string(slack::row_of(request.method).name));
  if (given != slack.name_replies.end())
    reply = given->second;
  else if (any != slack.name_replies.end())
    reply = any->second;
  else
    reply.body = R"({"ok":false,"error":"users_not_found"})";
  return reply;
}

slack::HttpReply EngineWorld::status_reply(const slack::Request& request) {
  slack::HttpReply reply;
  reply.status = 200;
  if (request.method == slack::Method::users_info) {
    const UserId user{parameter(request, "user")};
    if (const auto given = slack.info_replies.find(user); given != slack.info_replies.end()) return given->second;
    const bool there = people_at_slack_.contains(user) && !slack.absent.contains(user);
    reply.body = there ? R"({"ok":true,"user":)" + member_json(user) + "}" : R"({"ok":false,"error":"user_not_found"})";
    return reply;
  }
  const std::string cursor = parameter(request, "cursor");
  const std::size_t from = cursor.empty() ? 0 : std::stoul(cursor);
  const std::size_t limit = std::stoul(parameter(request, "limit"));
  std::string members;
  std::size_t index = 0;
  for (const auto& [user, member] : people_at_slack_) {
    if (slack.absent.contains(user)) continue;
    if (index >= from && index < from + limit) members += (members.empty() ? "" : ",") + member_json(user);
    ++index;
  }
  const std::string next = index > from + limit ? std::to_string(from + limit) : "";
  reply.body = R"({"ok":true,"members":[)" + members + R"(],"response_metadata":{"next_cursor":")" + next + R"("}})";
  return reply;
}

std::string EngineWorld::member_json(const UserId& user) const {
  const Member& member = people_at_slack_.at(user);
  const auto expires = member.status.expires_at ? base::unix_ms(*member.status.expires_at) / 1000 : 0;
  return R"({"id":")" + user.text + R"(","name":"name-of-)" + user.text + R"(","real_name":"Real )" + user.text +
         R"(","tz":"Europe/Berlin","deleted":false,"is_bot":false,"updated":)" + std::to_string(member.updated) +
         R"(,"huddle_state":")" + (member.huddle == base::Huddle::in ? "in_a_huddle" : "default_unset") +
         R"(","profile":{"display_name":"","status_text":")" + member.status.text + R"(","status_emoji":")" +
         member.status.emoji + R"(","status_expiration":)" + std::to_string(expires) + "}}";
}

void EngineWorld::answer(PeerSocket& socket, const std::string& frame) {
  if (socket.envelopes) return;
  if (is_type(frame, "ping")) {
    if (slack.answers_pings)
      say(socket,
          R"({"type":"pong","reply_to":)" + std::to_string(std::atol(frame.c_str() + frame.find("id\":") + 4)) + "}");
    return;
  }
  std::vector<std::string> ids = ids_in(frame);
  if (is_type(frame, "presence_sub")) {
    const std::set<std::string> before = std::exchange(socket.subscribed, {ids.begin(), ids.end()});
    std::erase_if(ids, [&](const std::string& id) { return before.contains(id); });
    if (slack.answers_subs) tell_presence(socket, ids);
  } else if (is_type(frame, "presence_query") && slack.answers_queries) {
    tell_presence(socket, ids);
  }
}

// One event for the active, one for the away: Slack batches people of one state.
void EngineWorld::tell_presence(PeerSocket& socket, const std::vector<std::string>& ids) {
  for (const base::Presence presence : {base::Presence::active, base::Presence::away}) {
    std::string users;
    for (const std::string& id : ids) {
      const auto member = people_at_slack_.find(UserId{id});
      if (member == people_at_slack_.end() || slack.silent.contains(UserId{id})) continue;
      if (member->second.presence == presence) users += (users.empty() ? "\"" : ",\"") + id + "\"";
    }
    if (!users.empty())
      say(socket, R"({"type":"presence_change","users":[)" + users + R"(],"presence":")" + text_of(presence) + "\"}");
  }
}

void EngineWorld::set(const UserId& user, base::Presence presence) {
  people_at_slack_[user].presence = presence;
  truth_[{user, Facet::presence}].push_back({now().wall, text_of(presence), slack.tells_changes});
  if (!slack.tells_changes || slack.silent.contains(user)) return;
  for (const auto& socket : sockets_)
    if (socket->hello && socket->subscribed.contains(user.text)) tell_presence(*socket, {user.text});
}

void EngineWorld::set(const UserId& user, const base::Status& status) {
  people_at_slack_[user].status = status;
  truth_[{user, Facet::status}].push_back({now().wall, text_of(status), slack.tells_changes});
  tell_record(user, "user_status_changed");
}

void EngineWorld::set(const UserId& user, base::Huddle huddle) {
  people_at_slack_[user].huddle = huddle;
  truth_[{user, Facet::huddle}].push_back({now().wall, text_of(huddle), slack.tells_changes});
  tell_record(user, "user_huddle_changed");
}

void EngineWorld::set(const UserId& user, const base::Dnd& dnd) {
  people_at_slack_[user].dnd = dnd;
  truth_[{user, Facet::dnd}].push_back({now().wall, text_of(dnd), slack.tells_changes});
  if (!slack.tells_changes) return;
  for (const auto& socket : sockets_)
    if (socket->hello && !socket->envelopes)
      say(*socket, R"({"type":"dnd_updated_user","user":")" + user.text + R"(","dnd_status":)" + dnd_json(dnd) + "}");
}

// Told to every connection, twice.
void EngineWorld::tell_record(const UserId& user, std::string_view second_type) {
  people_at_slack_[user].updated = base::unix_ms(now().wall) / 1000;
  if (!slack.tells_changes) return;
  for (const auto& socket : sockets_) {
    if (!socket->hello || socket->envelopes) continue;
    if (slack.browser_session) {
      say(*socket, R"({"type":"user_invalidated","user":{"id":")" + user.text + R"("}})");
      continue;
    }
    for (const std::string_view type : {std::string_view("user_change"), second_type})
      say(*socket, R"({"type":")" + std::string(type) + R"(","user":)" + member_json(user) + "}");
  }
}

// ---- sockets ----

PeerSocket* EngineWorld::find(base::LinkId link) {
  for (const auto& socket : sockets_)
    if (socket->link == link) return socket.get();
  return nullptr;
}

void EngineWorld::say(PeerSocket& socket, std::string frame) {
  if (!socket.up || socket.mute) return;
  socket.newest_delivery = std::max(mono_ + socket.delay, socket.newest_delivery);
  agenda_.emplace(socket.newest_delivery, [this, &socket, frame = std::move(frame)] {
    if (socket.told_closed || socket.mute) return;
    if (held_) return unread_.emplace_back(&socket, frame), void();
    read(socket, frame);
  });
}

void EngineWorld::read(const PeerSocket& socket, const std::string& frame) {
  if (!socket.told_closed) feed(engine::FrameReceived{socket.link, frame});
}

void EngineWorld::close(PeerSocket& socket, history::EndReason reason, const std::string& detail) {
  end(socket, reason, detail);
}

void EngineWorld::end(PeerSocket& socket, history::EndReason reason, const std::string& detail) {
  socket.up = false;
  if (std::exchange(socket.told_closed, true)) return;
  feed(engine::SocketClosed{socket.link, reason, detail});
}

}  // namespace presenced::support
