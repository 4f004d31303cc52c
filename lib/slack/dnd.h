// Do-not-disturb out of JSON: events and the Web API carry the same object. Internal to lib/slack.
#pragma once

#include <optional>

#include "base/facets.h"
#include "slack/json.h"

namespace presenced::slack {

// Nothing where the object does not tell it.
std::optional<base::Dnd> read_dnd(json::Object status);

}  // namespace presenced::slack
