#include "slack/user.h"

#include "slack/entities.h"
#include "slack/timestamps.h"

namespace presenced::slack {
namespace {

std::string first_set(std::string_view preferred, std::string_view otherwise) {
  return std::string(preferred.empty() ? otherwise : preferred);
}

// A profile without the status keys belongs to somebody who never set one (an example in Slack's users.list reference
// shows such a profile), so it says: cleared.
base::Status read_status(json::Object profile) {
  base::Status status;
  status.text = decode_entities(json::string_or_empty(profile, "status_text"));
  status.emoji = std::string(json::string_or_empty(profile, "status_emoji"));
  if (!status.cleared()) status.expires_at = expiry_of(json::integer(profile, "status_expiration").value_or(0));
  return status;
}

}  // namespace

std::optional<User> read_user(json::Object record) {
  const std::string_view id = json::string_or_empty(record, "id");
  if (id.empty()) return std::nullopt;
  User user;
  user.id.text = std::string(id);
  user.handle = std::string(json::string_or_empty(record, "name"));
  user.name = user.handle;
  user.real_name = std::string(json::string_or_empty(record, "real_name"));
  user.tz = std::string(json::string_or_empty(record, "tz"));
  user.is_bot = json::boolean(record, "is_bot").value_or(false);
  user.deleted = json::boolean(record, "deleted").value_or(false);
  user.updated = json::integer(record, "updated");
  if (const auto profile = json::object(record, "profile")) {
    user.has_profile = true;
    user.name = first_set(json::string_or_empty(*profile, "display_name"), user.name);
    user.email = std::string(json::string_or_empty(*profile, "email"));
    user.real_name = first_set(user.real_name, json::string_or_empty(*profile, "real_name"));
    user.status = read_status(*profile);
  }
  return user;
}

}  // namespace presenced::slack
