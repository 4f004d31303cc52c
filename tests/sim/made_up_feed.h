// A feed that does not exist, beside RTM: asks about the presence of everybody in turn, over a line of its own
// (made_up_line.h), and ranks below RTM. So what the keeper does when one feed takes over from another is judged for
// truth.
//
// What it says on the line: "session N" when a session has begun; "NUMBER presence_query..." for each question. What it
// hears: "NUMBER ID active|away", or "NUMBER refused".
#pragma once

#include <memory>
#include <string_view>

#include "feeds/table.h"

namespace presenced::sim {

inline constexpr std::string_view kMadeUpUrl = "made-up:";

std::unique_ptr<feeds::Feed> make_made_up_feed(const feeds::Context& context);

// All feeds of the product, and this one.
std::span<const feeds::FeedRow> feeds_and_a_made_up_one();

}  // namespace presenced::sim
