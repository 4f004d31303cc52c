// How to reach a workspace, and as whom; and the one way to make a Web API call.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/time.h"
#include "config/secret.h"
#include "net/headers.h"
#include "net/http_call.h"
#include "net/proxy.h"
#include "net/tls.h"
#include "slack/web_api.h"

namespace presenced::runtime {

struct Access {
  std::string api_url;  // ends in "/"
  base::Secret token;
  std::optional<base::Secret> app_token = {};  // for the methods whose row says so
  std::optional<base::Secret> cookie = {};     // the value of the `d` cookie of a browser-session token
  std::string team_id = {};                    // goes with every call made with `token`; empty: the token's own team
  net::TlsContext tls;
  net::ProxyRules proxies = {};
};

// What goes with calls and sockets alike: a browser-session token is worth nothing without its cookie.
net::Headers session_headers(const Access& access);

// As net::http_post: `done` is called once, from the loop, unless the handle is destroyed first. A method that needs
// the app-level token is answered with `not_authed` where there is none, and Slack is not asked.
[[nodiscard]] std::unique_ptr<net::HttpCall> call_web_api(boost::asio::io_context& loop, const Access& access,
                                                          const slack::Request& request, base::Millis limit,
                                                          std::function<void(slack::HttpReply)> done);

// The same with the token that the caller chooses: auth.test is asked about either.
[[nodiscard]] std::unique_ptr<net::HttpCall> call_web_api_with(slack::Credential credential,
                                                               boost::asio::io_context& loop, const Access& access,
                                                               const slack::Request& request, base::Millis limit,
                                                               std::function<void(slack::HttpReply)> done);

}  // namespace presenced::runtime
