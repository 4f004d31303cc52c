// The `d` cookie that the token of a browser session is worth nothing without.
#pragma once

#include <string>
#include <string_view>

namespace presenced::fake_slack {

struct CookieVerdict {
  bool good = false;
  std::string breach;  // what the client did wrong; empty also when the cookie is just not the right one
};

// `came`: the value of `d` as it stood in the header, which must be `expected`, URL-encoded once.
CookieVerdict judge_cookie(std::string_view came, std::string_view expected);

}  // namespace presenced::fake_slack
