// Which team is recorded. An app-level token brings the events of every workspace that the app is installed in, so it
// has to be known before the first event: from the configuration (`team`), else from auth.test, which says whose the
// token is that asks for people. Never from an event.
#pragma once

#include <optional>
#include <string>

#include "feeds/socket_mode/context.h"
#include "session/reconnect.h"

namespace presenced::feeds::socket_mode {

class Team {
 public:
  explicit Team(Context& context) : context_(context), again_(context.settings.reconnect) { again_.want({}); }

  bool known() const { return !id().empty(); }
  const std::string& id() const {
    return context_.settings.tuning.team.empty() ? told_ : context_.settings.tuning.team;
  }
  // Whose token it is; empty: not known yet.
  const base::UserId& self() const { return self_; }

  // The app was removed from the team, or the token revoked: until Slack takes the token again. It is tried in minutes.
  void removed(base::MonoTime now);
  bool gone() const { return gone_; }
  // The configuration was read again, tokens included.
  void ask_again(base::MonoTime now) { again_.want(now); }

  void tend(base::MonoTime now);
  base::MonoTime deadline() const;
  // False: the call is not one of these.
  bool replied(base::CallId call, const slack::Reply& reply, base::MonoTime now);

 private:
  void failed(const slack::ApiError& error, base::MonoTime now);

  Context& context_;
  session::Reconnect again_;
  std::optional<base::CallId> call_;
  std::string told_;
  base::UserId self_;
  bool gone_ = false;
};

}  // namespace presenced::feeds::socket_mode
