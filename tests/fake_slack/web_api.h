// Slack's Web API, as far as presenced calls it: the tokens of a classic and of a modern app, rate limits, faults on
// command, answers (docs/PROTOCOL.md).
#pragma once

#include <cstdint>
#include <deque>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/random.h"
#include "base/time.h"
#include "fake_slack/api_call.h"
#include "fake_slack/cursors.h"
#include "fake_slack/directory.h"
#include "fake_slack/faults.h"
#include "fake_slack/groups.h"
#include "fake_slack/options.h"
#include "fake_slack/rulebook.h"
#include "fake_slack/tickets.h"
#include "fake_slack/tiers.h"
#include "fake_slack/tokens.h"
#include "fake_slack/user_json.h"
#include "slack/methods.h"

namespace presenced::fake_slack {

class WebApi {
 public:
  WebApi(const Options& options, const Directory& directory, const Groups& groups, Tickets& tickets, Rulebook& rulebook,
         base::Random& random);

  HttpAnswer answer(base::Instant now, const HttpCall& call);

  // The next `times` calls of `method` (empty: of any) fail like this, in the order in which faults were given.
  void fail_next(std::string method, ApiFault fault, int times);
  void heal() { faults_.clear(); }

  // As if an administrator had revoked the token; accepted again; rotated.
  void refuse_token(std::string word, TokenKind kind = TokenKind::classic) { tokens_.refuse(kind, std::move(word)); }
  void accept_token(TokenKind kind = TokenKind::classic) { tokens_.accept(kind); }
  void accept_only(std::string token, TokenKind kind = TokenKind::classic) { tokens_.replace(kind, std::move(token)); }
  const Tokens& tokens() const { return tokens_; }

  void expire_cursors() { cursors_.expire_all(); }  // all that were handed out so far
  void client_started();                            // Tiers::client_started, of both apps
  void enable_socket_mode(bool enabled) { socket_mode_enabled_ = enabled; }
  void migrate_until(base::MonoTime end) { migrating_until_ = end; }

  void set_self(base::UserId id) { self_ = std::move(id); }
  std::uint64_t calls(std::string_view method) const {  // of both apps
    return classic_tiers_.calls(method) + modern_tiers_.calls(method);
  }

 private:
  struct Call : HttpCall {  // one whose token may make it
    TokenKind kind = TokenKind::classic;
    bool wants_expired_url = false;  // a fault: the socket url has run out already
  };
  struct PendingFault {
    std::string method;
    ApiFault fault;
    int times = 1;
  };

  std::optional<ApiFault> next_fault(const std::string& method);
  HttpAnswer failed(base::Instant now, const HttpCall& call, const ApiFault& fault);
  Tiers& tiers_of(const HttpCall& call);
  HttpAnswer answer_to(base::Instant now, const HttpCall& call);
  std::string why_refused(const HttpCall& call);
  HttpAnswer right_answer(base::Instant now, const Call& call);
  // The refusal of a token that has none of these scopes; nothing: it has one.
  std::optional<HttpAnswer> lacks(const Call& call, std::initializer_list<std::string_view> any_of) const;
  std::optional<HttpAnswer> lacks_scope_of(const Call& call, slack::Method method) const {
    return lacks(call, {slack::row_of(method).scope});
  }
  // The error for an org-wide token that does not name this workspace; empty: it does, or need not.
  std::string_view wrong_team(const Call& call) const;
  std::size_t page_size(const Call& call) const;
  RecordShape shape_for(const Call& call) const;

  // The methods, in web_api_methods.cpp
  HttpAnswer rtm_connect(base::Instant now, const Call& call);
  HttpAnswer users_list(base::Instant now, const Call& call);
  HttpAnswer users_info(base::Instant now, const Call& call);
  HttpAnswer users_lookup_by_email(base::Instant now, const Call& call);
  HttpAnswer users_get_presence(base::Instant now, const Call& call);
  HttpAnswer users_set_presence(base::Instant now, const Call& call);
  HttpAnswer dnd_team_info(base::Instant now, const Call& call);

  // in web_api_apps.cpp
  HttpAnswer auth_test(base::Instant now, const Call& call);
  HttpAnswer auth_test_of_app(const Call& call) const;
  HttpAnswer apps_connections_open(base::Instant now, const Call& call);

  // and in web_api_groups.cpp
  HttpAnswer usergroups_list(base::Instant now, const Call& call);
  HttpAnswer usergroups_users_list(base::Instant now, const Call& call);
  HttpAnswer conversations_list(base::Instant now, const Call& call);
  HttpAnswer conversations_members(base::Instant now, const Call& call);

  const Options& options_;
  const Directory& directory_;
  const Groups& groups_;
  Tickets& tickets_;
  Rulebook& rulebook_;
  base::Random& random_;
  base::UserId self_;
  Tokens tokens_;
  std::optional<base::MonoTime> migrating_until_;
  bool socket_mode_enabled_ = true;
  Tiers classic_tiers_;  // limits are per app
  Tiers modern_tiers_;
  Cursors cursors_;
  std::deque<PendingFault> faults_;
};

}  // namespace presenced::fake_slack
