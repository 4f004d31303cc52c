// Misbehaviour on command.
#include <algorithm>
#include <utility>

#include "fake_slack/model.h"

namespace presenced::fake_slack {

void Model::misbehave(base::Instant now, SocketId id, SocketFault fault) {
  tick(now);
  if (socket_mode_.links().has(id)) return misbehave_link(now, id, fault);
  Socket* socket = find(id);
  if (socket == nullptr) return;
  switch (fault) {
    case SocketFault::reset:
      return end(now, id, Deed::reset);
    case SocketFault::vanish:
      return end(now, id, Deed::fin);
    case SocketFault::close:
      return end(now, id, Deed::close, 1001);
    case SocketFault::close_and_linger:
      return end(now, id, Deed::close_and_linger, 1001);
    case SocketFault::silence:
      socket->phase = Socket::Phase::silent;
      socket->next_step.reset();
      return wire_.send(now, {id, Deed::stall, {}, 0});
    case SocketFault::goodbye:
      socket->phase = Socket::Phase::leaving;
      socket->next_step = now.mono + options_.goodbye_grace;
      return say(now, id, writer_.bare("goodbye"));
    case SocketFault::goodbye_only:
      return say(now, id, writer_.bare("goodbye"));
    case SocketFault::team_migration_started:
      api_.migrate_until(now.mono + options_.migration_life);
      say(now, id, writer_.bare("team_migration_started"));
      return end(now, id, Deed::close, 1000);
    case SocketFault::error_frame_and_close:
      say(now, id, writer_.connection_error(2, "message text is missing"));
      return end(now, id, Deed::close, 1000);
    case SocketFault::token_refused:
      say(now, id, writer_.connection_error(401, "invalid_auth"));
      return end(now, id, Deed::close, 1000);
    default:
      return send_strange(now, id, fault);
  }
}

void Model::send_strange(base::Instant now, SocketId id, SocketFault fault) {
  constexpr std::size_t kHuge = 5 * 1024 * 1024;
  constexpr std::size_t kDeep = 100'000;
  switch (fault) {
    case SocketFault::error_frame:
      return say(now, id, writer_.connection_error(2, "message text is missing"));
    case SocketFault::garbage_frame:
      return say(now, id, "<html>not JSON at all</html>");
    case SocketFault::truncated_frame:
      return say(now, id, R"({"type":"presence_change","user":"U024)");
    case SocketFault::invalid_utf8:
      return say(now, id, "{\"type\":\"presence_change\",\"user\":\"\xC3\x28\xFF\"}");
    case SocketFault::binary_frame:
      return wire_.send(now, {id, Deed::binary, std::string("\x00\x01\xFE\xFF", 4), 0});
    case SocketFault::oversized_frame:
      return say(now, id, R"({"type":"message","text":")" + std::string(kHuge, 'x') + "\"}");
    case SocketFault::deep_nesting:
      return say(now, id, std::string(kDeep, '[') + std::string(kDeep, ']'));
    case SocketFault::empty_object:
      return say(now, id, "{}");
    default:
      return say(now, id, R"({"type":"something_nobody_knows","user":{"id":["U1"]}})");
  }
}

void Model::misbehave_all(base::Instant now, SocketFault fault) {
  for (const SocketId id : sockets()) misbehave(now, id, fault);
  for (const SocketId id : socket_mode_.links().ids()) misbehave(now, id, fault);
}

void Model::fail_next_upgrade(UpgradeFault fault, int times) {
  upgrade_faults_.insert(upgrade_faults_.begin(), static_cast<std::size_t>(times), fault);
}

void Model::send_premade(base::Instant now, SocketId socket, std::string bytes) {
  wire_.send(now, {socket, Deed::premade, std::move(bytes)});
}

void Model::send_raw(base::Instant now, SocketId socket, std::string text) {
  tick(now);
  if (find(socket) != nullptr || socket_mode_.links().has(socket)) say(now, socket, std::move(text));
}

void Model::heal() {
  upgrade_faults_.clear();
  socket_mode_.heal();
  api_.heal();
}

}  // namespace presenced::fake_slack
