#include "slack/decode.h"

#include <array>
#include <cassert>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "slack/dnd.h"
#include "slack/json.h"
#include "slack/log_text.h"
#include "slack/read_event.h"
#include "slack/user.h"

namespace presenced::slack {
namespace {

// Ids in the order they came, each once.
class Ids {
 public:
  // A bare id, a record with an `id`, or a list of either: all three have been seen under `user` and `users`.
  void add_from(json::Object frame, std::string_view key) {
    json::Element element;
    if (frame.at_key(key).get(element) != simdjson::SUCCESS) return;
    add(element);
    json::Array list;
    if (element.get(list) != simdjson::SUCCESS) return;
    for (const json::Element entry : list) add(entry);
  }
  std::vector<base::UserId> take() { return std::move(ids_); }

 private:
  void add(json::Element element) {
    std::string_view id;
    json::Object record;
    if (element.get(record) == simdjson::SUCCESS)
      id = json::string_or_empty(record, "id");
    else if (element.get(id) != simdjson::SUCCESS)
      return;
    if (!id.empty() && seen_.insert(id).second) ids_.push_back(base::UserId{std::string(id)});
  }

  std::vector<base::UserId> ids_;
  std::unordered_set<std::string_view> seen_;  // views into the parser's buffers, which outlive this object
};

std::vector<base::UserId> read_ids(json::Object frame) {
  Ids ids;
  ids.add_from(frame, "user");
  ids.add_from(frame, "users");
  return ids.take();
}

Event ignored(std::string_view type) { return Ignored{log_type(type)}; }

template <class E>
Event bare(json::Object, std::string_view) {
  return E{};
}

Event read_pong(json::Object frame, std::string_view type) {
  const auto reply_to = json::integer(frame, "reply_to");
  if (!reply_to) return ignored(type);
  return Pong{*reply_to};
}

Event read_presence_change(json::Object frame, std::string_view type) {
  const auto presence = base::presence_named(json::string_or_empty(frame, "presence"));
  std::vector<base::UserId> users = read_ids(frame);
  if (!presence || users.empty()) return ignored(type);
  return PresenceChange{std::move(users), *presence};
}

std::optional<User> read_user_of(json::Object frame) {
  const auto record = json::object(frame, "user");
  return record ? read_user(*record) : std::nullopt;
}

Event read_user_change(json::Object frame, std::string_view type) {
  std::optional<User> user = read_user_of(frame);
  if (!user) return ignored(type);
  UserChange change{std::move(*user), json::moment(frame, "event_ts")};
  if (type == "user_status_changed") change.about = base::Facet::status;
  if (type == "user_huddle_changed") change.about = base::Facet::huddle;
  return change;
}

Event read_dnd_change(json::Object frame, std::string_view type) {
  std::vector<base::UserId> users = read_ids(frame);
  const auto status = json::object(frame, "dnd_status");
  const auto dnd = status ? read_dnd(*status) : std::nullopt;
  if (!dnd || users.size() != 1) return ignored(type);
  return DndChange{std::move(users.front()), *dnd, json::moment(frame, "event_ts")};
}

Event read_team_join(json::Object frame, std::string_view type) {
  std::optional<User> user = read_user_of(frame);
  if (!user) return ignored(type);
  return TeamJoin{std::move(*user)};
}

Event read_subteam_members_changed(json::Object frame, std::string_view type) {
  const std::string_view id = json::string_or_empty(frame, "subteam_id");
  if (id.empty()) return ignored(type);
  return SubteamMembersChanged{std::string(id)};
}

Event read_subteam_updated(json::Object frame, std::string_view type) {
  const auto record = json::object(frame, "subteam");
  const std::string_view id = record ? json::string_or_empty(*record, "id") : std::string_view{};
  if (id.empty()) return ignored(type);
  return SubteamUpdated{std::string(id)};
}

Event read_channel_members_changed(json::Object frame, std::string_view type) {
  const std::string_view channel = json::string_or_empty(frame, "channel");
  if (channel.empty()) return ignored(type);
  return ChannelMembersChanged{std::string(channel)};
}

Event read_user_invalidated(json::Object frame, std::string_view type) {
  std::vector<base::UserId> users = read_ids(frame);
  if (users.empty()) return ignored(type);
  return UserInvalidated{std::move(users)};
}

// Slack complains in two shapes: with `reply_to` about one frame of ours, with type "error" about the socket. Too fast
// is about our frames whatever the shape, so the one event for it is ReplyError.
Event read_complaint(json::Object frame, std::string_view type) {
  const auto error = json::object(frame, "error");
  const auto bare_word = json::string(frame, "error");
  if (!error && !bare_word) return ignored(type);
  const auto reply_to = json::integer(frame, "reply_to");
  const ReplyError refused{error ? json::integer(*error, "code").value_or(0) : 0,
                           log_text(error ? json::string_or_empty(*error, "msg") : *bare_word)};
  const bool about_the_socket = type == "error" && !reply_to && !refused.too_fast();
  if (about_the_socket) return ConnectionError{refused.code, refused.message};
  return refused;
}

using Read = Event (*)(json::Object, std::string_view type);
struct Known {
  std::string_view type;
  Read read;
};
constexpr std::array<Known, 18> kKnown{{
    {"presence_change", read_presence_change},
    {"presence_change_batch", read_presence_change},
    {"user_change", read_user_change},
    {"user_status_changed", read_user_change},
    {"user_huddle_changed", read_user_change},
    {"user_profile_changed", read_user_change},
    {"dnd_updated_user", read_dnd_change},
    {"pong", read_pong},
    {"user_invalidated", read_user_invalidated},
    {"team_join", read_team_join},
    {"subteam_members_changed", read_subteam_members_changed},
    {"subteam_updated", read_subteam_updated},
    {"subteam_created", read_subteam_updated},
    {"member_joined_channel", read_channel_members_changed},
    {"member_left_channel", read_channel_members_changed},
    {"hello", bare<Hello>},
    {"goodbye", bare<Goodbye>},
    {"team_migration_started", bare<TeamMigrationStarted>},
}};

}  // namespace

Event read_event(json::Object frame) {
  const std::string_view type = json::string_or_empty(frame, "type");
  for (const Known& known : kKnown)
    if (known.type == type) return known.read(frame, type);
  const bool complaint = type == "error" || json::boolean(frame, "ok") == false;
  return complaint ? read_complaint(frame, type) : ignored(type);
}

struct Decoder::Parser {
  json::Parser json;
};

Decoder::Decoder() : parser_(std::make_unique<Parser>()) {}
Decoder::~Decoder() = default;
Decoder::Decoder(Decoder&&) noexcept = default;
Decoder& Decoder::operator=(Decoder&&) noexcept = default;

Event Decoder::decode(std::string_view frame) {
  assert(parser_ && "decode() of a moved-from Decoder");
  auto parsed = parser_->json.parse(frame);
  if (!parsed) return Malformed{std::move(parsed.error())};
  return read_event(parsed.value());
}

}  // namespace presenced::slack
