#include "service/workspace_status.h"

#include <algorithm>

namespace presenced::service {
namespace {

bool is_live(const engine::StreamSnapshot& stream) { return stream.state == "live"; }

// It has nothing to do: nobody is left in its set, or another feed does its work.
bool is_idle(const engine::StreamSnapshot& stream) {
  return stream.state == "retired" || stream.state == "stand_by" || stream.state == "idle";
}

bool is_down(const engine::StreamSnapshot& stream) { return !is_live(stream) && !is_idle(stream); }

// Its streams together: what is down shows first.
void add_feed(std::vector<control::FeedStatus>& feeds, const engine::StreamSnapshot& stream) {
  if (feeds.empty() || feeds.back().name != stream.feed)
    feeds.push_back({std::string(stream.feed), std::string(stream.state), stream.trouble, 0, 0});
  control::FeedStatus& feed = feeds.back();
  if (is_down(stream) || feed.state == "retired") feed.state = stream.state;
  if (feed.trouble.empty()) feed.trouble = stream.trouble;
  feed.people += stream.sampled;
  if (stream.sample_round) feed.round_ms = std::max<std::int64_t>(feed.round_ms, stream.sample_round->count());
}

}  // namespace

control::WorkspaceStatus workspace_status(const engine::Snapshot& snapshot, base::WallTime now) {
  control::WorkspaceStatus status;
  status.name = snapshot.workspace;
  status.watched = snapshot.watched;
  for (const auto& one : snapshot.unresolved) status.unresolved.push_back({one.where, one.name, one.trouble});
  status.covered = snapshot.facet_covered;
  status.sampled = snapshot.sampled;
  status.uncommitted = snapshot.uncommitted;
  status.uncommitted_bytes = snapshot.uncommitted_bytes;
  status.held = snapshot.held;
  status.last_event = snapshot.last_event;
  const engine::ClockSnapshot& clock = snapshot.clock;
  status.clock = {std::string(engine::name_of(clock.state)), clock.ahead.count(), clock.confirmed,
                  std::max<std::int64_t>(0, (clock.recorded_until - now).count())};
  status.connected = std::any_of(snapshot.streams.begin(), snapshot.streams.end(), is_live) &&
                     std::none_of(snapshot.streams.begin(), snapshot.streams.end(), is_down);
  status.state = status.connected ? "live" : "disconnected";
  for (const engine::StreamSnapshot& stream : snapshot.streams) {
    if (is_idle(stream) || is_down(stream) == status.connected) continue;
    const base::WallTime began = now - stream.standing_for;
    if (!status.connected && !status.since) status.state = stream.state;
    status.since = status.connected ? std::max(status.since.value_or(began), began)
                                    : std::min(status.since.value_or(began), began);
    if (status.trouble.empty()) status.trouble = stream.trouble;
    if (status.needed.empty()) {
      status.needed = stream.needed;
      status.provided = stream.provided;
    }
  }
  for (const engine::StreamSnapshot& stream : snapshot.streams) {
    add_feed(status.feeds, stream);
    status.confirmed += stream.confirmed;
    status.unconfirmed.insert(status.unconfirmed.end(), stream.unconfirmed.begin(), stream.unconfirmed.end());
    if (!stream.next_attempt_in || is_idle(stream)) continue;
    const base::WallTime at = now + *stream.next_attempt_in;
    status.next_attempt_at = std::min(status.next_attempt_at.value_or(at), at);
  }
  return status;
}

}  // namespace presenced::service
