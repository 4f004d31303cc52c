// What lib/slack promises of what it decodes (slack/events.h, slack/envelope.h, slack/web_api.h), as rules that a
// fuzzer can hold results against. Each ends the process when a promise is broken (expect.h).
#pragma once

#include "slack/envelope.h"
#include "slack/events.h"
#include "slack/web_api.h"

namespace presenced::fuzz {

void expect_promises(const slack::Event& event);
void expect_promises(const slack::Envelope& envelope);
void expect_promises(slack::Method method, const slack::HttpReply& reply, const slack::Reply& meaning);

}  // namespace presenced::fuzz
