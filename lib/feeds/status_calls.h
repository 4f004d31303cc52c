// The calls that StatusFetch decides on, for any feed: made at the pace of the workspace, with what they tell of names
// recorded and what stands in their way logged.
#pragma once

#include "feeds/context.h"
#include "feeds/status_fetch.h"

namespace presenced::feeds {

// Makes the call that is due, if any.
void ask_for_statuses(const Context& context, StatusFetch& fetch, base::MonoTime now);
base::MonoTime asking_due(const Context& context, const StatusFetch& fetch);
StatusFetch::Outcome take_answer(const Context& context, StatusFetch& fetch, const slack::Reply& reply,
                                 base::MonoTime now);

}  // namespace presenced::feeds
