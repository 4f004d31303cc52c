// Member records out of JSON: one reader for the events and the Web API, which carry the same record.
// Internal to lib/slack.
#pragma once

#include <optional>

#include "slack/events.h"
#include "slack/json.h"

namespace presenced::slack {

// Nothing without an `id`; everything else may be missing, null or of the wrong type.
std::optional<User> read_user(json::Object record);

}  // namespace presenced::slack
