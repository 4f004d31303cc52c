#include "fake_slack/cookie.h"

#include "fake_slack/form.h"

namespace presenced::fake_slack {
namespace {

// RFC 3986's unreserved characters and percent escapes, nothing else.
bool is_url_encoded(std::string_view text) {
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%";
  return text.find_first_not_of(kPlain) == std::string_view::npos;
}

}  // namespace

CookieVerdict judge_cookie(std::string_view came, std::string_view expected) {
  if (came.empty()) return {false, "it is missing"};
  const std::string once = percent_decoded(came);
  if (once == expected && is_url_encoded(came)) return {true, {}};
  if (came == expected) return {false, "it is not URL-encoded"};
  if (percent_decoded(once) == expected) return {false, "it is URL-encoded twice"};
  return {};
}

}  // namespace presenced::fake_slack
