#include "fake_slack/wire.h"

#include <algorithm>

namespace presenced::fake_slack {

void Wire::set_delay(SocketId socket, base::Millis delay) { lanes_[socket].delay = delay; }

void Wire::send(base::Instant now, Output output, Facts facts) {
  Waiting waiting{std::move(output), std::move(facts)};
  const auto lane = lanes_.find(waiting.output.socket);
  if (lane == lanes_.end()) return let_go(now, std::move(waiting));
  const base::MonoTime due = std::max(now.mono + lane->second.delay, lane->second.last_due);
  lane->second.last_due = due;
  waiting_.emplace(std::pair{due, next_number_++}, std::move(waiting));
  release(now);
}

void Wire::forget(SocketId socket) {
  std::erase_if(waiting_, [&](const auto& entry) { return entry.second.output.socket == socket; });
  lanes_.erase(socket);
}

void Wire::release(base::Instant now) {
  while (!waiting_.empty() && waiting_.begin()->first.first <= now.mono)
    let_go(now, std::move(waiting_.extract(waiting_.begin()).mapped()));
}

std::optional<base::MonoTime> Wire::next_due() const {
  if (waiting_.empty()) return std::nullopt;
  return waiting_.begin()->first.first;
}

void Wire::let_go(base::Instant now, Waiting waiting) {
  const SocketId socket = waiting.output.socket;
  for (auto& [user, what] : waiting.facts) told_.push_back({socket, now.wall, std::move(user), std::move(what)});
  if (keep_frames_ && waiting.output.deed == Deed::text) frames_.push_back({socket, now.wall, waiting.output.payload});
  ready_.push_back(std::move(waiting.output));
}

}  // namespace presenced::fake_slack
