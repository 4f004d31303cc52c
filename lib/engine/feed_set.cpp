#include "engine/feed_set.h"

#include <algorithm>
#include <utility>

namespace presenced::engine {

using base::Instant;
using base::MonoTime;
using tracker::FeedId;

// The orders of one feed.
class FeedSet::Line final : public feeds::Orders {
 public:
  Line(Context& context, FeedId feed, const FeedSet& set, const Listeners& listeners)
      : context_(context), feed_(feed), set_(set), listeners_(listeners) {}

  base::CallId call(slack::Request request) override {
    return context_.desk.call(std::move(request), Caller::feed, feed_);
  }
  base::LinkId new_link() override { return context_.desk.new_link(); }
  void open(base::LinkId link, base::Secret url) override { context_.desk.open(feed_, link, std::move(url)); }
  void send(base::LinkId link, std::string frame) override { context_.desk.ask(SendFrame{link, std::move(frame)}); }
  void send_when_durable(base::LinkId link, std::string frame, MonoTime until) override {
    context_.durable.add(link, std::move(frame), until);
  }
  Between our_time_of(base::WallTime slack, Instant now) const override { return listeners_.our_time_of(slack, now); }
  bool better_may_come(base::Facet facet) const override { return set_.better_may_come(feed_, facet); }
  void close(base::LinkId link) override {
    context_.durable.closing(link);
    context_.desk.ask(CloseSocket{link});
  }
  void note(base::LogLevel level, std::string_view event, std::string message) override {
    context_.note(level, event, std::move(message));
  }
  void event(const slack::Event& one, Instant now) override { listeners_.event(one, now); }
  void seen(const slack::User& user) override { listeners_.seen(user); }

 private:
  Context& context_;
  FeedId feed_;
  const FeedSet& set_;
  const Listeners& listeners_;
};

FeedSet::FeedSet(Context& context, std::span<const feeds::FeedRow> table, Listeners listeners)
    : context_(context), listeners_(std::move(listeners)) {
  for (const feeds::FeedRow& row : table) {
    const auto id = static_cast<FeedId>(members_.size());
    auto member = std::make_unique<Member>();
    member->facets = row.facets;
    member->line = std::make_unique<Line>(context_, id, *this, listeners_);
    member->feed = row.make(
        {id, context_.settings, context_.keeper, *member->line, context_.random, context_.backlog, context_.pace});
    members_.push_back(std::move(member));
  }
}

FeedSet::~FeedSet() = default;

feeds::Feed& FeedSet::operator[](FeedId feed) const { return *members_[static_cast<std::size_t>(feed)]->feed; }

feeds::Feed* FeedSet::owner_of(base::LinkId link) const {
  const auto owner = context_.desk.owner_of(link);
  return owner ? &(*this)[*owner] : nullptr;
}

void FeedSet::watch(std::span<const watch::Person> people, Instant now) const {
  for (const auto& member : members_) {
    std::vector<watch::Person> supplied;
    for (const watch::Person& person : people) {
      const base::Facets facets = person.track & member->facets;
      if (facets == base::Facets{} && person.track != facets) continue;
      supplied.push_back(person);
      supplied.back().track = facets;
    }
    member->feed->watch(supplied, now);
  }
}

// At once after each feed: nobody may report an older answer between the loss and the question.
void FeedSet::restate(bool claims) const {
  for (const tracker::Restatement& one : context_.keeper.take_restatements())
    if (claims) (*this)[one.feed].restate(one.user, one.facets);
}

void FeedSet::tend(Instant now, bool claims) const {
  restate(claims);
  for (const auto& member : members_) {
    member->feed->tend(now);
    restate(claims);
  }
}

MonoTime FeedSet::deadline(MonoTime now) const {
  MonoTime at = MonoTime::max();
  for (const auto& member : members_) at = std::min(at, member->feed->deadline(now));
  return at;
}

bool FeedSet::better_may_come(FeedId feed, base::Facet facet) const {
  return std::any_of(members_.begin(), members_.begin() + static_cast<std::ptrdiff_t>(feed),
                     [&](const auto& member) { return member->facets.contains(facet) && !member->feed->out_of_use(); });
}

bool FeedSet::live() const {
  return std::any_of(members_.begin(), members_.end(), [](const auto& member) { return member->feed->live(); });
}

bool FeedSet::quiet() const {
  return std::all_of(members_.begin(), members_.end(), [](const auto& member) { return member->feed->quiet(); });
}

}  // namespace presenced::engine
