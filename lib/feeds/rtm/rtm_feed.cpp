#include "feeds/rtm/rtm_feed.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace presenced::feeds::rtm {

using base::Instant;
using base::LogLevel;
using base::MonoTime;
using slack::Method;

std::unique_ptr<Feed> make_feed(const feeds::Context& context) { return std::make_unique<RtmFeed>(context); }

void RtmFeed::restate(const base::UserId& user, base::Facets facets) {
  for (const auto& shard : sets_.shards()) shard->restate(user, facets);
}

// ---- sockets ----

template <class Act>
void RtmFeed::with_socket(base::LinkId link, const Act& act) {
  for (const auto& shard : sets_.shards())
    if (Socket* socket = shard->find(link)) return act(*shard, *socket);
}

void RtmFeed::opened(base::LinkId link, Instant now) {
  with_socket(link, [&](Shard& shard, Socket& socket) { shard.opened(socket, now); });
}

void RtmFeed::alive(base::LinkId link, Instant now) {
  with_socket(link, [&](Shard& shard, Socket& socket) { shard.alive(socket, now); });
}

void RtmFeed::closed(base::LinkId link, history::EndReason reason, const std::string& detail, Instant now) {
  with_socket(link, [&](Shard& shard, Socket& socket) { shard.closed(socket, reason, detail, now); });
}

void RtmFeed::held(Instant now) {
  for (const auto& shard : sets_.shards()) shard->held(now.mono);
}

void RtmFeed::released(Instant now) {
  for (const auto& shard : sets_.shards()) shard->released(now.mono);
}

void RtmFeed::frame(base::LinkId link, std::string_view text, Instant now) {
  with_socket(link, [&](Shard& shard, Socket& socket) {
    shard.alive(socket, now);
    const slack::Event event = decoder_.decode(text);
    count(event, now.wall);
    if (const auto* change = std::get_if<slack::UserChange>(&event))
      context_.slack_clock.received(change->user.updated, now.mono);
    context_.orders.event(event, now);
    take_names(shard, event);
    shard.handle(socket, event, now);
  });
  queue_.heed_refusals();
}

void RtmFeed::count(const slack::Event& event, base::WallTime wall) {
  ++activity_.frames;
  if (std::holds_alternative<slack::Ignored>(event)) ++activity_.frames_ignored;
  if (const auto* bad = std::get_if<slack::Malformed>(&event); bad && ++activity_.frames_malformed == 1)
    context_.note(LogLevel::warning, "malformed_frame",
                  fmt::format("ignoring a frame that cannot be read ({}); further ones are only counted", bad->why));
  if (std::holds_alternative<slack::PresenceChange>(event) || std::holds_alternative<slack::UserChange>(event) ||
      std::holds_alternative<slack::DndChange>(event))
    activity_.last_event = wall;
}

// The sockets of the other shards report the same.
void RtmFeed::take_names(const Shard& shard, const slack::Event& event) {
  if (const auto* change = std::get_if<slack::UserChange>(&event); change && shard.has(change->user.id))
    context_.orders.seen(change->user);
  if (const auto* joined = std::get_if<slack::TeamJoin>(&event); joined && shard.has(joined->user.id))
    context_.orders.seen(joined->user);
}

// ---- calls ----

void RtmFeed::replied(base::CallId call, Method method, const slack::Reply& reply, Instant now) {
  if (method == Method::rtm_connect) return queue_.replied(call, reply, now);
  if (method == Method::users_set_presence) return context_.own_presence.replied(reply, context_, now.mono);
  fetched(method, reply, now);
}

void RtmFeed::fetched(Method method, const slack::Reply& reply, Instant now) {
  const auto outcome = context_.questions.replied(context_, method, reply, now.mono);
  if (context_.backlog.since()) return ask_again(outcome.found, now.mono);
  for (const auto& found : outcome.found) context_.slack_clock.received(found.report.updated, now.mono);
  for (const auto& found : outcome.found)
    if (Shard* shard = sets_.home_of(found.report.user)) shard->statuses().fetched(found.report, found.asked_at, now);
}

void RtmFeed::ask_again(const std::vector<Questions::Found>& answers, MonoTime now) {
  for (const auto& found : answers) {
    base::Facets facets;
    for (const base::State& state : found.report.states) facets.insert(base::facet_of(state));
    if (sets_.home_of(found.report.user)) context_.questions.need(found.report.user, facets, now);
  }
}

// ---- all of it ----

void RtmFeed::tend(Instant now) {
  for (const auto& shard : sets_.shards()) shard->tend(now);
  sets_.share_samples();
  queue_.tend(now);
  if (!may_ask()) return;
  context_.own_presence.tend(context_, now.mono);
  context_.questions.ask(context_, now.mono);
}

MonoTime RtmFeed::deadline(MonoTime now) const {
  MonoTime at = queue_.deadline(now);
  for (const auto& shard : sets_.shards()) at = std::min(at, shard->deadline());
  if (!may_ask()) return at;
  return std::min({at, context_.questions.due(context_), context_.own_presence.deadline(context_)});
}

void RtmFeed::settings_changed(Instant now) {
  context_.own_presence.set(context_.settings.tuning.appear_away);
  sets_.settings_changed(now);
  if (std::exchange(switched_off_, context_.switched_off()) == switched_off_) return;
  for (const auto& shard : sets_.shards()) {
    if (switched_off_)
      shard->stop(history::EndReason::polling_began, now);
    else
      shard->resume(now.mono);
  }
}

void RtmFeed::retry_now(Instant now) {
  for (const auto& shard : sets_.shards()) shard->connecting().retry_now(now.mono);
  context_.questions.retry_now(now.mono);
}

void RtmFeed::claims_begin() {
  context_.claims = true;
  for (const auto& shard : sets_.shards()) shard->claims_begin();
}

void RtmFeed::claims_end(history::EndReason reason) {
  for (const auto& shard : sets_.shards()) shard->claims_end(reason);
  context_.claims = false;
}

void RtmFeed::rewound(base::WallTime until) {
  for (const auto& shard : sets_.shards()) shard->rewound(until);
}

void RtmFeed::stop(Instant now) {
  context_.stopping = true;
  for (const auto& shard : sets_.shards()) shard->stop(history::EndReason::shutdown, now);
  context_.claims = false;
}

bool RtmFeed::quiet() const {
  return std::all_of(sets_.shards().begin(), sets_.shards().end(), [](const auto& shard) { return shard->quiet(); });
}

void RtmFeed::add_to(Activity& activity, MonoTime now) const {
  activity.sampled += sets_.sampled();
  activity.last_event = std::max(activity.last_event, activity_.last_event);
  activity.connection_attempts += context_.connection_attempts;
  activity.frames += activity_.frames;
  activity.frames_ignored += activity_.frames_ignored;
  activity.frames_malformed += activity_.frames_malformed;
  for (const auto& shard : sets_.shards()) activity.streams.push_back(shard->snapshot(now));
}

}  // namespace presenced::feeds::rtm
