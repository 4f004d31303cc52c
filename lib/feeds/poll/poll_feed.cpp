#include "feeds/poll/poll_feed.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/counted.h"

namespace presenced::feeds::poll {

using base::Facet;
using base::Instant;
using base::MonoTime;
using base::WallTime;
using history::EndReason;

namespace {

// The first trouble stays. `always`: what this method tells is recorded without being asked for; where it is not, a
// token that lacks its scope is no worse for all else.
void describe_trouble(const Lane& lane, std::string_view method, bool always, StreamSnapshot& stream, MonoTime now) {
  if (!lane.in_trouble() || !stream.trouble.empty()) return;
  const slack::ApiError& error = lane.error();
  stream.trouble = fmt::format("{}: {}", method, error.error);
  stream.needed = error.needed;
  stream.provided = error.provided;
  stream.next_attempt_in = std::max(base::Millis{0}, lane.due() - now);
  if (!always) return;
  stream.obstacle = slack::obstacle_of(error);
  stream.credential_refused = error.kind == slack::ErrorClass::credential;
}

}  // namespace

std::unique_ptr<Feed> make_feed(const feeds::Context& context) { return std::make_unique<PollFeed>(context); }

void PollFeed::watch(std::span<const watch::Person> people, Instant now) {
  std::vector<watch::Person> with_presence;
  std::copy_if(people.begin(), people.end(), std::back_inserter(with_presence),
               [](const watch::Person& person) { return person.track.contains(Facet::presence); });
  presences_.watch(with_presence, now.mono);
  for (Statuses& listing : listings_) listing.watch(people, now.mono);
}

// ---- answers ----

void PollFeed::replied(base::CallId call, slack::Method, const slack::Reply& reply, Instant now) {
  if (presences_.replied(call, reply, now)) return;
  for (Statuses& listing : listings_)
    if (listing.replied(call, reply, now)) return;
}

// ---- what is due ----

void PollFeed::tend(Instant now) {
  if (context_.stopping) return;
  if (std::exchange(beginning_, false)) {
    presences_.restart(now.mono);
    for (Statuses& listing : listings_) listing.restart(now.mono);
  }
  heed_better_feeds(now.mono);
  for (const Restated& one : std::exchange(restated_, {})) {
    if (one.facets.contains(Facet::presence)) presences_.restate(one.user, now.mono);
    for (Statuses& listing : listings_)
      if (!(one.facets & listing.facets()).empty()) listing.restate(one.user, now.mono);
  }
  presences_.tend(now);
  for (Statuses& listing : listings_) listing.tend(now);
  if (context_.session && now.mono >= check_at_) check(now);
}

void PollFeed::heed_better_feeds(MonoTime now) {
  base::Facets hoped_for;
  for (const base::FacetRow& row : base::kFacets)
    if (context_.orders.better_may_come(row.facet)) hoped_for.insert(row.facet);
  const base::Facets before = std::exchange(hoped_for_, hoped_for);
  const base::Facets given_up = before.without(hoped_for);
  if (given_up.contains(Facet::presence)) presences_.wait_no_longer(now);
  for (Statuses& listing : listings_)
    if (!(given_up & listing.facets()).empty()) listing.wait_no_longer(now);
}

void PollFeed::check(Instant now) {
  check_at_ = now.mono + kCheckInterval;
  if (!live_since_) live_since_ = now.mono;
  const WallTime wall = context_.keeper.stamp(now.wall);
  const auto presences = presences_.give_up_overdue(wall);
  std::optional<WallTime> oldest = presences;
  for (Statuses& listing : listings_)
    if (const auto sampled = listing.give_up_overdue(wall)) oldest = std::min(oldest.value_or(*sampled), *sampled);
  if (!oldest) {
    const bool replaced = presences_.people() == 0 && !presences_.lane().in_trouble();
    return end_session(replaced ? EndReason::polling_ended : presences_.lane().reason(), now);
  }
  note_round();
  if (claimed_since_ && *oldest <= *claimed_since_) return;
  claimed_since_ = *oldest;
  context_.keeper.sessions().sampled(*context_.session, *oldest);
}

void PollFeed::end_session(EndReason reason, Instant now) {
  if (!context_.session) return;
  context_.keeper.sessions().end(*context_.session, now.wall, reason);
  context_.note(reason == EndReason::polling_ended || reason == EndReason::shutdown ? base::LogLevel::info
                                                                                    : base::LogLevel::warning,
                "polling_ended",
                fmt::format("session {} ended: {}", static_cast<std::int64_t>(*context_.session), name_of(reason)));
  context_.session.reset();
  claimed_since_.reset();
  live_since_.reset();
}

void PollFeed::note_round() {
  const base::Millis round = presences_.round();
  if (round <= kLongRound) return noted_round_.reset();
  if (std::exchange(noted_round_, round) == round) return;
  context_.note(base::LogLevel::warning, "long_round",
                fmt::format("polling {} takes {} minutes at {} calls a minute, so shorter activity is missed; watch "
                            "fewer people, or give the important ones `priority: high`",
                            base::counted_people(presences_.people()), round.count() / 60'000,
                            context_.settings.tuning.polls_per_minute));
}

MonoTime PollFeed::deadline(MonoTime now) const {
  if (context_.stopping) return MonoTime::max();
  if (beginning_ || !restated_.empty()) return now;
  MonoTime asks = presences_.deadline();
  for (const Statuses& listing : listings_) asks = std::min(asks, listing.deadline());
  return context_.session ? std::min(asks, check_at_) : asks;
}

// ---- the rest of the contract ----

void PollFeed::settings_changed(Instant now) {
  if (context_.enabled()) return;
  presences_.lose_all(EndReason::polling_ended);
  for (Statuses& listing : listings_) listing.lose_all(EndReason::polling_ended);
  end_session(EndReason::polling_ended, now);
}

void PollFeed::retry_now(Instant now) {
  presences_.retry_now(now.mono);
  for (Statuses& listing : listings_) listing.retry_now(now.mono);
}

void PollFeed::claims_begin() {
  context_.claims = true;
  beginning_ = true;
}

void PollFeed::claims_end(EndReason reason) {
  presences_.lose_all(reason);
  for (Statuses& listing : listings_) listing.lose_all(reason);
  context_.claims = false;
}

void PollFeed::stop(Instant now) {
  presences_.lose_all(EndReason::shutdown);
  for (Statuses& listing : listings_) listing.lose_all(EndReason::shutdown);
  end_session(EndReason::shutdown, now);
  context_.claims = false;
  context_.stopping = true;
}

void PollFeed::add_to(Activity& activity, MonoTime now) const {
  if (!context_.enabled()) return;
  StreamSnapshot stream;
  stream.feed = name_of(history::FeedName::poll);
  const bool needed = presences_.people() > 0 || presences_.lane().in_trouble();
  stream.state = context_.session ? "live" : needed ? "disconnected" : "idle";
  if (live_since_) stream.standing_for = now - *live_since_;
  stream.sampled = presences_.people();
  if (stream.sampled > 0) stream.sample_round = presences_.round();
  describe_trouble(presences_.lane(), slack::row_of(slack::Method::users_get_presence).name, true, stream, now);
  for (const Statuses& listing : listings_) {
    const bool always = !(listing.facets() & base::Facets::tracked_by_default()).empty();
    describe_trouble(listing.lane(), listing.method(), always, stream, now);
  }
  activity.sampled += stream.sampled;
  activity.streams.push_back(std::move(stream));
}

}  // namespace presenced::feeds::poll
