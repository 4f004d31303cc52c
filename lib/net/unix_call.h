// One HTTP request over a Unix socket, asked and waited for: how presencectl speaks with the daemon. Blocks the caller,
// for `limit` at most; needs no loop. Thread-safe: it keeps nothing.
#pragma once

#include <filesystem>
#include <string>

#include "base/time.h"

namespace presenced::net {

struct UnixRequest {
  std::string method = "GET";  // GET or POST
  std::string target = "/";
  std::string body = {};       // sent as application/json when there is one
  base::Millis limit{10'000};  // for connection, request and answer together
};

struct UnixReply {
  int status = 0;  // 0: not answered
  std::string body = {};
  std::string failure = {};     // why it was not answered; empty exactly when it was. For people
  bool nobody_listens = false;  // not answered, because there is no socket, or nobody behind it any more
};

// An answer has at most kMaxHttpBodyBytes (http_call.h).
UnixReply unix_call(const std::filesystem::path& socket, const UnixRequest& request);

}  // namespace presenced::net
