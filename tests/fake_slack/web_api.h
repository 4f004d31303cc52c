// Slack's Web API, as far as presenced calls it: tokens, rate limits, faults on command, answers (PROTOCOL 2 and 5).
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/random.h"
#include "base/time.h"
#include "fake_slack/directory.h"
#include "fake_slack/faults.h"
#include "fake_slack/form.h"
#include "fake_slack/options.h"
#include "fake_slack/pace.h"
#include "fake_slack/rulebook.h"
#include "fake_slack/tickets.h"

namespace presenced::fake_slack {

struct HttpCall {
  std::string method;  // "rtm.connect"
  Form parameters;
  std::string token;   // of the Authorization header; empty: none came
  std::string cookie;  // the decoded value of `d`; empty: none came
};

struct HttpAnswer {
  int status = 200;
  std::string body;
  std::string content_type = "application/json; charset=utf-8";
  std::optional<std::int64_t> retry_after;  // seconds, for the header
  std::string location;                     // of a redirect
  base::Millis delay{};                     // to be waited before answering
  bool ok = false;                          // the method did what it was asked
};

class WebApi {
 public:
  WebApi(const Options& options, const Directory& directory, Tickets& tickets, Rulebook& rulebook,
         base::Random& random);

  HttpAnswer answer(base::Instant now, const HttpCall& call);

  // The next `times` calls of `method` (empty: of any) fail like this, in the order in which faults were given.
  void fail_next(std::string method, ApiFault fault, int times);
  void heal() { faults_.clear(); }

  void refuse_token(std::string word) { refusal_ = std::move(word); }  // as if an administrator had revoked it
  void accept_token() { refusal_.clear(); }
  void accept_only(std::string token) { token_ = std::move(token); }  // a rotation
  void migrate_until(base::MonoTime end) { migrating_until_ = end; }

  void set_self(base::UserId id) { self_ = std::move(id); }
  std::uint64_t calls(std::string_view method) const;  // how often it was called, refused calls included

 private:
  struct Limit {
    Pace pace;
    std::optional<base::MonoTime> closed_until;  // a Retry-After runs
    std::uint64_t calls = 0;
  };
  struct PendingFault {
    std::string method;
    ApiFault fault;
    int times = 1;
  };

  Limit& limit_of(const std::string& method);
  std::optional<HttpAnswer> too_often(base::Instant now, const HttpCall& call);
  std::optional<ApiFault> next_fault(const std::string& method);
  HttpAnswer failed(base::Instant now, const HttpCall& call, const ApiFault& fault);
  std::string why_refused(const HttpCall& call) const;
  HttpAnswer right_answer(base::Instant now, const HttpCall& call);

  HttpAnswer rtm_connect(base::Instant now, const HttpCall& call, bool expired);
  HttpAnswer auth_test();
  HttpAnswer users_list(const HttpCall& call);
  HttpAnswer users_info(const HttpCall& call);
  HttpAnswer users_get_presence(const HttpCall& call);
  HttpAnswer users_set_presence(const HttpCall& call);

  const Options& options_;
  const Directory& directory_;
  Tickets& tickets_;
  Rulebook& rulebook_;
  base::Random& random_;
  base::UserId self_;
  std::string token_;
  std::string refusal_;
  std::optional<base::MonoTime> migrating_until_;
  std::map<std::string, Limit, std::less<>> limits_;
  std::deque<PendingFault> faults_;
};

}  // namespace presenced::fake_slack
