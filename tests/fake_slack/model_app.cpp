// What happens to the modern app, where it is more than Socket Mode (socket_mode.h): its tokens, too.
#include <utility>

#include "fake_slack/model.h"

namespace presenced::fake_slack {

void Model::grant(std::set<std::string> scopes, TokenKind kind) {
  switch (kind) {
    case TokenKind::classic:
      options_.scopes = std::move(scopes);
      return;
    case TokenKind::bot:
      options_.modern.scopes = std::move(scopes);
      return;
    case TokenKind::app:
      options_.modern.app_scopes = std::move(scopes);
      return;
  }
}

void Model::revoke_bot_token(base::Instant now) {
  tick(now);
  socket_mode_.tokens_revoked(now, self_id());
  socket_mode_.set_installed(false);
  api_.refuse_token("token_revoked", TokenKind::bot);
}

void Model::uninstall_app(base::Instant now) {
  tick(now);
  socket_mode_.app_uninstalled(now);
  socket_mode_.tokens_revoked(now, self_id());
  socket_mode_.set_installed(false);
  api_.refuse_token("account_inactive", TokenKind::bot);
}

void Model::reinstall_app(base::Instant now) {
  tick(now);
  socket_mode_.set_installed(true);
  api_.accept_token(TokenKind::bot);
}

void Model::enable_socket_mode(base::Instant now, bool enabled) {
  tick(now);
  api_.enable_socket_mode(enabled);
  if (enabled) return socket_mode_.enable();
  socket_mode_.disable(now);
}

SocketId Model::add_ghost(base::Instant now, AppSocket::Holder holder) {
  tick(now);
  const SocketId ghost{next_socket_++};
  socket_mode_.links().add_ghost(now, ghost, holder);
  return ghost;
}

void Model::lie_from_another_team(base::Instant now, const base::UserId& user, base::Status status) {
  tick(now);
  Person person = *directory_.find(user);
  person.status = std::move(status);
  socket_mode_.foreign_event(now, std::move(person));
}

void Model::misbehave(base::Instant now, SocketId id, LinkFault fault) {
  tick(now);
  socket_mode_.links().misbehave(now, id, fault);
}

// What befalls any socket befalls an app's, too; what RTM alone has becomes what Socket Mode has in its place.
void Model::misbehave_link(base::Instant now, SocketId id, SocketFault fault) {
  switch (fault) {
    case SocketFault::reset:
      return socket_mode_.links().end(now, id, Deed::reset);
    case SocketFault::vanish:
      return socket_mode_.links().end(now, id, Deed::fin);
    case SocketFault::close:
    case SocketFault::error_frame_and_close:
    case SocketFault::team_migration_started:
      return socket_mode_.links().end(now, id, Deed::close, 1001);
    case SocketFault::close_and_linger:
      return socket_mode_.links().end(now, id, Deed::close_and_linger, 1001);
    case SocketFault::silence:
      return socket_mode_.links().fall_silent(now, id);
    case SocketFault::goodbye:
      return socket_mode_.links().misbehave(now, id, LinkFault::rotation);
    case SocketFault::goodbye_only:
      return socket_mode_.links().misbehave(now, id, LinkFault::warning);
    case SocketFault::token_refused:
      return socket_mode_.links().misbehave(now, id, LinkFault::link_disabled);
    default:
      return send_strange(now, id, fault);
  }
}

}  // namespace presenced::fake_slack
