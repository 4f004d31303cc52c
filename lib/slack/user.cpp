#include "slack/user.h"

#include <chrono>

#include "slack/entities.h"

namespace presenced::slack {
namespace {

std::optional<std::string> text(json::Object object, std::string_view key) {
  const auto found = json::string(object, key);
  return found ? std::optional(std::string(*found)) : std::nullopt;
}

std::optional<std::chrono::seconds> whole_seconds(json::Object object, std::string_view key) {
  const auto micros = json::moment(object, key);
  if (!micros) return std::nullopt;
  return std::chrono::floor<std::chrono::seconds>(std::chrono::microseconds{*micros});
}

// Every whole record has these; the reduced ones that events carry lack them.
bool is_complete(json::Object record) {
  return json::string(record, "name") && json::boolean(record, "deleted") && json::boolean(record, "is_bot");
}

// A profile without the status keys: in a whole record it belongs to somebody who never set a status (an example in
// Slack's users.list reference shows one), so it says: cleared. In a reduced record it says nothing.
std::optional<base::Status> read_status(json::Object record, json::Object profile) {
  const auto words = json::string(profile, "status_text");
  const auto emoji = json::string(profile, "status_emoji");
  if (!words && !emoji && !is_complete(record)) return std::nullopt;
  base::Status status;
  status.text = decode_entities(words.value_or(std::string_view{}));
  status.emoji = std::string(emoji.value_or(std::string_view{}));
  // 0 means that it does not expire, and so do here a negative number and one past the year 9999 (milliseconds by
  // mistake, overflow).
  const auto expiry = whole_seconds(profile, "status_expiration");
  if (expiry && !status.cleared()) status.expires_at = base::WallTime{*expiry};
  return status;
}

// A word that is not known says nothing.
std::optional<base::Huddle> read_huddle(json::Object record) {
  const auto state = json::string(record, "huddle_state");
  if (!state) return std::nullopt;
  if (*state == "in_a_huddle") return base::Huddle::in;
  if (*state == "default_unset") return base::Huddle::out;
  return std::nullopt;
}

}  // namespace

std::string_view User::shown_name() const {
  if (display_name && !display_name->empty()) return *display_name;
  return handle ? std::string_view(*handle) : std::string_view{};
}

std::optional<User> read_user(json::Object record) {
  const std::string_view id = json::string_or_empty(record, "id");
  if (id.empty()) return std::nullopt;
  User user;
  user.id.text = std::string(id);
  user.handle = text(record, "name");
  user.real_name = text(record, "real_name");
  user.tz = text(record, "tz");
  user.is_bot = json::boolean(record, "is_bot");
  user.deleted = json::boolean(record, "deleted");
  if (const auto updated = whole_seconds(record, "updated")) user.updated = updated->count();
  user.huddle = read_huddle(record);
  if (user.huddle == base::Huddle::in)
    if (const auto end = whole_seconds(record, "huddle_state_expiration_ts"))
      user.huddle_ends_at = base::WallTime{*end};
  if (const auto profile = json::object(record, "profile")) {
    user.display_name = text(*profile, "display_name");
    user.email = text(*profile, "email");
    if (!user.real_name || user.real_name->empty())
      if (auto real_name = text(*profile, "real_name")) user.real_name = std::move(real_name);
    user.status = read_status(record, *profile);
  }
  return user;
}

}  // namespace presenced::slack
