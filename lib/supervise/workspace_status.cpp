#include "supervise/workspace_status.h"

#include <algorithm>

namespace presenced::supervise {

control::WorkspaceStatus workspace_status(const engine::Snapshot& snapshot, base::WallTime now) {
  control::WorkspaceStatus status;
  status.name = snapshot.workspace;
  status.watched = snapshot.watched;
  status.presence_covered = snapshot.presence_covered;
  status.status_covered = snapshot.status_covered;
  status.sampled = snapshot.sampled;
  status.uncommitted = snapshot.uncommitted;
  status.last_event = snapshot.last_event;
  const auto is_live = [](const engine::StreamSnapshot& stream) {
    return stream.state == "live" || stream.state == "retired";  // nobody is left in its set
  };
  const auto down = std::find_if_not(snapshot.streams.begin(), snapshot.streams.end(), is_live);
  status.connected = !snapshot.streams.empty() && down == snapshot.streams.end();
  status.state = snapshot.streams.empty() ? "disconnected" : status.connected ? "live" : std::string(down->state);
  if (down != snapshot.streams.end()) status.trouble = down->trouble;
  for (const engine::StreamSnapshot& stream : snapshot.streams) {
    status.confirmed += stream.confirmed;
    status.unconfirmed.insert(status.unconfirmed.end(), stream.unconfirmed.begin(), stream.unconfirmed.end());
    if (!stream.next_attempt_in) continue;
    const base::WallTime at = now + *stream.next_attempt_in;
    status.next_attempt_at = std::min(status.next_attempt_at.value_or(at), at);
  }
  return status;
}

}  // namespace presenced::supervise
