#include "web/credential.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string_view>

#include "base/ascii.h"

namespace presenced::web {
namespace {

constexpr std::string_view kCookie = "presenced";
constexpr std::chrono::seconds kLongest = std::chrono::hours{24} * 400;  // of a cookie in a browser

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

// "a=1; presenced=SECRET"; empty: it is not there.
std::string_view cookie_in(std::string_view field) {
  while (!field.empty()) {
    const std::size_t end = std::min(field.find(';'), field.size());
    const std::string_view one = trimmed(field.substr(0, end));
    if (one.size() > kCookie.size() && one.starts_with(kCookie) && one[kCookie.size()] == '=')
      return one.substr(kCookie.size() + 1);
    field.remove_prefix(std::min(end + 1, field.size()));
  }
  return {};
}

}  // namespace

Credential credential_of(const net::HttpQuestion& question) {
  constexpr std::string_view kScheme = "bearer ";
  const std::string_view authorization = question.header("Authorization").value_or("");
  if (base::ascii_lower(authorization.substr(0, kScheme.size())) == kScheme)
    return {Credential::Kind::bearer, base::Secret(std::string(trimmed(authorization.substr(kScheme.size()))))};
  const std::string_view cookie = cookie_in(question.header("Cookie").value_or(""));
  if (!cookie.empty()) return {Credential::Kind::cookie, base::Secret(std::string(cookie))};
  return {};
}

std::string set_cookie(const base::Secret& cookie, std::optional<base::Millis> lasts, bool https) {
  const auto seconds = std::min(kLongest, std::chrono::ceil<std::chrono::seconds>(lasts.value_or(kLongest)));
  return fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict{}", kCookie, cookie.reveal(),
                     seconds.count(), https ? "; Secure" : "");
}

bool over_https(const net::HttpQuestion& question) {
  return base::ascii_lower(question.header("X-Forwarded-Proto").value_or("")) == "https";
}

}  // namespace presenced::web
