// An event out of JSON: the same on an RTM socket and inside of a Socket Mode envelope. Internal to lib/slack.
#pragma once

#include "slack/events.h"
#include "slack/json.h"

namespace presenced::slack {

Event read_event(json::Object frame);

}  // namespace presenced::slack
