// A web server as a receiver: one HTTP POST a change. It acknowledges by a status from 200 to 299.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/secret.h"
#include "base/time.h"
#include "hooks/ending.h"
#include "hooks/receiver.h"
#include "net/proxy.h"
#include "net/tls.h"

namespace presenced::hooks {

struct PostTarget {
  base::Secret url;  // https, or http to loopback; may hold a token in its path, so no message shows it
  std::vector<std::pair<std::string, base::Secret>> headers = {};  // further ones, such as Authorization
  net::ProxyRules proxies = {};
};

class Post final : public Receiver {
 public:
  // `limit`: for one request and its answer. kGrace after the end is wished, the request is dropped and has failed.
  Post(PostTarget target, net::TlsContext tls, base::Millis limit, Ending ending);

  // As application/json. Redirects are not followed: a receiver elsewhere was not asked for.
  Outcome deliver(std::string_view object) override;

 private:
  PostTarget target_;
  net::TlsContext tls_;
  base::Millis limit_;
  Ending ending_;
};

}  // namespace presenced::hooks
