// The sets of an engine: who belongs to which, who is sampled where, and whose socket is opened next.
#include <fmt/format.h>

#include <algorithm>

#include "engine/engine.h"

namespace presenced::engine {

using base::Instant;
using base::LogLevel;
using base::MonoTime;
using base::UserId;
using history::EndReason;
using history::Mode;

void Engine::watch_people(std::vector<watch::Person> people, Instant now) {
  context_.people = std::move(people);
  context_.tracker.watch(
      context_.people, [&](const UserId& user) { return proven(user); }, context_.records());
  assign_sets(now);
}

void Engine::assign_sets(Instant now) {
  const std::size_t sampled_before = plan_.left_over.size();
  plan_ = watch::plan(context_.people, plan_, context_.settings.plan_limits());
  if (!plan_.left_over.empty() && plan_.left_over.size() != sampled_before)
    context_.note(LogLevel::warning, "sampled",
                  fmt::format("{} people on the watchlist find no room in {} subscription(s) of {}; their presence is "
                              "asked about every {} s",
                              plan_.left_over.size(), plan_.sets.size(), context_.settings.ids_per_set,
                              context_.settings.tuning.sample_interval.count() / 1000));
  while (streams_.size() < plan_.sets.size()) streams_.push_back(std::make_unique<Stream>(context_, streams_.size()));

  const auto homes_before = std::exchange(homes_, {});
  for (std::size_t i = 0; i < plan_.sets.size(); ++i)
    for (const auto* people : {&plan_.sets[i].ids, &plan_.sets[i].guests})
      for (const UserId& id : *people) homes_.emplace(id, streams_[i].get());
  for (const auto& [user, stream] : homes_before)
    if (!homes_.contains(user)) context_.fetch.cancel(user);

  // Whoever has a seat now is sampled no longer.
  const std::unordered_set<UserId> sampled(plan_.left_over.begin(), plan_.left_over.end());
  for (const auto& share : shares_)
    for (const UserId& user : share)
      if (!sampled.contains(user))
        context_.tracker.close(user, Mode::sampled, base::WallTime::max(), EndReason::unwatched, context_.records());
  live_.clear();  // they are shared out anew
  share_samples();
  for (std::size_t i = 0; i < plan_.sets.size(); ++i) streams_[i]->assign(plan_.sets[i], now);
  for (std::size_t i = plan_.sets.size(); i < streams_.size(); ++i) streams_[i]->assign({}, now);
}

void Engine::handle(const TuningChanged& input, Instant now) {
  const Tuning before = std::exchange(context_.settings.tuning, input.tuning);
  context_.own_presence.set(input.tuning.appear_away);
  if (before.sample_interval != input.tuning.sample_interval) context_.coarse_noted = false;
  roster_.set_interval(input.tuning.resolve_interval, now.mono);
  for (const auto& stream : streams_) stream->intervals_changed();
  if (before.max_sockets != input.tuning.max_sockets) assign_sets(now);
}

// Those who are sampled go to the sockets that are live, again whenever one has come or gone.
void Engine::share_samples() {
  const bool same = std::equal(streams_.begin(), streams_.end(), live_.begin(), live_.end(),
                               [](const auto& stream, bool live) { return stream->live() == live; });
  if (same) return;
  live_.clear();
  for (const auto& stream : streams_) live_.push_back(stream->live());
  shares_ = watch::share_out(plan_.left_over, shares_, live_);
  for (std::size_t i = 0; i < streams_.size(); ++i) streams_[i]->sample(shares_[i]);
}

// ---- whose socket is opened next ----

// While the token is refused, one attempt is enough to learn that it still is.
bool Engine::probing() const {
  return refused_ && std::any_of(streams_.begin(), streams_.end(), [](const auto& one) { return one->calling(); });
}

Stream* Engine::next_to_connect(MonoTime now) const {
  Stream* next = nullptr;
  for (const auto& stream : streams_)
    if (stream->due() && *stream->due() <= now && (!next || stream->place() < next->place())) next = stream.get();
  return next;
}

void Engine::connect(Instant now) {
  while (!context_.stopping && !probing() && context_.pacer.earliest(now.mono) <= now.mono) {
    Stream* next = next_to_connect(now.mono);
    if (!next) return;
    next->attempt(now);
  }
}

MonoTime Engine::next_connect(MonoTime now) const {
  MonoTime due = MonoTime::max();
  if (context_.stopping || probing()) return due;
  for (const auto& stream : streams_) due = std::min(due, stream->due().value_or(MonoTime::max()));
  return due == MonoTime::max() ? due : std::max(due, context_.pacer.earliest(now));
}

void Engine::connect_replied(base::CallId call, const slack::Reply& reply, Instant now) {
  // Also when the attempt that asked has timed out meanwhile: Slack counts calls.
  if (const auto* error = std::get_if<slack::ApiError>(&reply); error && error->retry_after)
    context_.pacer.hold(now.mono + base::Millis{*error->retry_after});
  for (const auto& stream : streams_) {
    if (!stream->connect_replied(call, reply, now)) continue;
    refused_ = false;
    return heed_refusals();
  }
}

// A set whose session was refused has learnt that the others would be.
void Engine::heed_refusals() {
  for (const auto& stream : streams_) {
    if (!stream->take_refusal()) continue;
    refused_ = true;
    if (!stream->due()) continue;
    for (const auto& other : streams_) other->put_off(*stream->due());
  }
}

}  // namespace presenced::engine
