#include "feeds/table.h"

#include <array>

#include "feeds/poll/poll_feed.h"
#include "feeds/rtm/rtm_feed.h"
#include "feeds/socket_mode/socket_mode_feed.h"

namespace presenced::feeds {
namespace {

constexpr std::array kFeeds{
    FeedRow{history::FeedName::rtm, base::Facets::all(), rtm::make_feed},
    FeedRow{history::FeedName::socket_mode, base::Facets::asked_for(), socket_mode::make_feed},
    FeedRow{history::FeedName::poll, base::Facets::all(), poll::make_feed},
};

}  // namespace

std::span<const FeedRow> all_feeds() { return kFeeds; }

}  // namespace presenced::feeds
