// What the engine carries between its feeds: who is to restate what another feed has lost.
#include "engine/feed_set.h"

#include <doctest/doctest.h>

#include "support/captured_log.h"
#include "unit/engine/people.h"

using namespace presenced;
using namespace presenced::engine::testing;
using base::Facet;
using base::UserId;
using tracker::FeedId;

namespace {

std::vector<UserId> restated;  // by the feed of worse rank

class IdleFeed final : public feeds::Feed {
 public:
  explicit IdleFeed(const feeds::Context& context) : id_(context.id) {}

  void watch(std::span<const watch::Person> people, base::Instant) override { watched = people.size(); }
  void restate(const UserId& user, base::Facets) override {
    if (id_ == FeedId{1}) restated.push_back(user);
  }
  void replied(base::CallId, slack::Method, const slack::Reply&, base::Instant) override {}
  void tend(base::Instant) override {}
  void settings_changed(base::Instant) override {}
  void retry_now(base::Instant) override {}
  void claims_begin() override {}
  void claims_end(history::EndReason) override {}
  void rewound(base::WallTime) override {}
  void stop(base::Instant) override {}
  base::MonoTime deadline(base::MonoTime) const override { return base::MonoTime::max(); }
  bool live() const override { return false; }
  bool quiet() const override { return true; }
  void add_to(feeds::Activity&, base::MonoTime) const override {}

  std::size_t watched = 0;

 private:
  FeedId id_;
};

std::unique_ptr<feeds::Feed> make_idle(const feeds::Context& context) { return std::make_unique<IdleFeed>(context); }

const std::vector<feeds::FeedRow> kTwoIdleFeeds{{history::FeedName::rtm, base::Facets::all(), make_idle},
                                                {history::FeedName::poll, base::Facets{Facet::presence}, make_idle}};

struct TwoFeeds {
  TwoFeeds() {
    restated.clear();
    context.keeper.watch(pair());
    session = context.keeper.sessions().open(FeedId{0}, now.wall);
    context.keeper.observe(session, kAnn, base::Presence::active, tracker::How::pushed, now.wall);
    context.keeper.lose(FeedId{0}, kAnn, Facet::presence, history::EndReason::peer_closed);
  }

  base::Instant now{base::MonoTime{base::Millis{1}}, base::WallTime{base::Millis{1'000}}};
  support::CapturedLog log;
  engine::Context context{{}, kTwoIdleFeeds, {}, base::Random(1), log};
  engine::FeedSet feeds{context, kTwoIdleFeeds, {}};
  base::SessionNumber session{};
};

}  // namespace

TEST_CASE("what a feed has lost, the next one is asked to restate before anything else is due") {
  TwoFeeds two;
  two.feeds.tend(two.now, true);
  CHECK(restated == std::vector<UserId>{kAnn});
  two.feeds.tend(two.now, true);
  CHECK(restated.size() == 1);
}

TEST_CASE("while nothing may be claimed nobody is asked: all begin again when it may") {
  TwoFeeds two;
  two.feeds.tend(two.now, false);
  CHECK(restated.empty());
}

TEST_CASE("a feed is given only the people of whom it supplies something") {
  TwoFeeds two;
  two.feeds.watch(std::vector<watch::Person>{person(kAnn), person(kBob, {Facet::status})}, two.now);
  CHECK(static_cast<IdleFeed&>(two.feeds[FeedId{0}]).watched == 2);
  CHECK(static_cast<IdleFeed&>(two.feeds[FeedId{1}]).watched == 1);
}
