#include "service/workspace_status.h"

#include <algorithm>

namespace presenced::service {
namespace {

constexpr std::string_view kRetired = "retired";  // nobody is left in its set

bool is_down(const engine::StreamSnapshot& stream) { return stream.state != "live" && stream.state != kRetired; }

}  // namespace

control::WorkspaceStatus workspace_status(const engine::Snapshot& snapshot, base::WallTime now) {
  control::WorkspaceStatus status;
  status.name = snapshot.workspace;
  status.watched = snapshot.watched;
  for (const auto& one : snapshot.unresolved) status.unresolved.push_back({one.where, one.name, one.trouble});
  status.covered = snapshot.facet_covered;
  status.sampled = snapshot.sampled;
  status.uncommitted = snapshot.uncommitted;
  status.last_event = snapshot.last_event;
  const engine::ClockSnapshot& clock = snapshot.clock;
  status.clock = {std::string(engine::name_of(clock.state)), clock.ahead.count(), clock.confirmed,
                  std::max<std::int64_t>(0, (clock.recorded_until - now).count())};
  status.connected =
      !snapshot.streams.empty() && std::none_of(snapshot.streams.begin(), snapshot.streams.end(), is_down);
  status.state = status.connected ? "live" : "disconnected";
  for (const engine::StreamSnapshot& stream : snapshot.streams) {
    if (stream.state == kRetired || is_down(stream) == status.connected) continue;
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
    status.confirmed += stream.confirmed;
    status.unconfirmed.insert(status.unconfirmed.end(), stream.unconfirmed.begin(), stream.unconfirmed.end());
    if (!stream.next_attempt_in) continue;
    const base::WallTime at = now + *stream.next_attempt_in;
    status.next_attempt_at = std::min(status.next_attempt_at.value_or(at), at);
  }
  return status;
}

}  // namespace presenced::service
