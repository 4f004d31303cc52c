// Slack's Web API, as far as presenced calls it: tokens, rate limits, faults on command, answers (docs/PROTOCOL.md).
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

  void refuse_token(std::string word) { refusal_ = std::move(word); }  // as if an administrator had revoked it
  void accept_token() { refusal_.clear(); }
  void accept_only(std::string token) { token_ = std::move(token); }  // a rotation
  void expire_cursors() { cursors_.expire_all(); }                    // all that were handed out so far
  void client_started() { tiers_.client_started(); }                  // Tiers::client_started
  void migrate_until(base::MonoTime end) { migrating_until_ = end; }

  void set_self(base::UserId id) { self_ = std::move(id); }
  std::uint64_t calls(std::string_view method) const { return tiers_.calls(method); }

 private:
  struct PendingFault {
    std::string method;
    ApiFault fault;
    int times = 1;
  };

  std::optional<ApiFault> next_fault(const std::string& method);
  HttpAnswer failed(base::Instant now, const HttpCall& call, const ApiFault& fault);
  std::string why_refused(const HttpCall& call);
  HttpAnswer right_answer(base::Instant now, const HttpCall& call);
  // The refusal of a token that has none of these scopes; nothing: it has one.
  std::optional<HttpAnswer> lacks(std::initializer_list<std::string_view> any_of) const;
  std::optional<HttpAnswer> lacks_scope_of(slack::Method method) const { return lacks({slack::row_of(method).scope}); }
  std::size_t page_size(const HttpCall& call) const;

  HttpAnswer socket_url(base::Instant now, const HttpCall& call, bool expired);

  // The methods, in web_api_methods.cpp
  HttpAnswer rtm_connect(base::Instant now, const HttpCall& call);
  HttpAnswer auth_test(base::Instant now, const HttpCall& call);
  HttpAnswer users_list(base::Instant now, const HttpCall& call);
  HttpAnswer users_info(base::Instant now, const HttpCall& call);
  HttpAnswer users_lookup_by_email(base::Instant now, const HttpCall& call);
  HttpAnswer users_get_presence(base::Instant now, const HttpCall& call);
  HttpAnswer users_set_presence(base::Instant now, const HttpCall& call);

  // and in web_api_groups.cpp
  HttpAnswer usergroups_list(base::Instant now, const HttpCall& call);
  HttpAnswer usergroups_users_list(base::Instant now, const HttpCall& call);
  HttpAnswer conversations_list(base::Instant now, const HttpCall& call);
  HttpAnswer conversations_members(base::Instant now, const HttpCall& call);

  const Options& options_;
  const Directory& directory_;
  const Groups& groups_;
  Tickets& tickets_;
  Rulebook& rulebook_;
  base::Random& random_;
  base::UserId self_;
  std::string token_;
  std::string refusal_;
  std::optional<base::MonoTime> migrating_until_;
  Tiers tiers_;
  Cursors cursors_;
  std::deque<PendingFault> faults_;
};

}  // namespace presenced::fake_slack
