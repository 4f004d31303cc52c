#include "config/api_url.h"

#include "base/host.h"
#include "base/url.h"

namespace presenced::config {
namespace {

constexpr std::size_t kLongestApiUrl = 2'000;  // no address of the Web API comes near it

constexpr std::string_view kUser = "names a user or a password; expected neither, the token is enough";
constexpr std::string_view kQuery = "has a query or a fragment; expected neither";
constexpr std::string_view kTooLong = "is longer than 2000 bytes; expected an address such as https://HOST/PATH/";
constexpr std::string_view kScheme = "has no known scheme; expected https://...";

std::string_view in_words(base::UrlFault fault) {
  using base::UrlFault;
  switch (fault) {
    case UrlFault::too_long:
      return kTooLong;
    case UrlFault::character:
      return "contains a space or a non-ASCII letter; expected a plain https address";
    case UrlFault::scheme:
      return kScheme;
    case UrlFault::fragment:
      return kQuery;
    case UrlFault::user:
      return kUser;
    case UrlFault::bracket:
    case UrlFault::ipv6:
    case UrlFault::after_host:
    case UrlFault::host:
      return "has no valid host; expected https://HOST/PATH/";
    case UrlFault::port:
      return "has no valid port; expected a number from 1 to 65535";
  }
  return {};
}

}  // namespace

base::Result<std::string, UrlError> checked_api_url(std::string_view text) {
  const auto refused = [](std::string_view why) { return UrlError{std::string(why)}; };
  const auto url = base::parse_url(text);
  if (!url) return refused(in_words(url.error()));
  if (text.size() > kLongestApiUrl) return refused(kTooLong);
  if (url.value().web_socket()) return refused(kScheme);
  if (url.value().target.find('?') != std::string::npos) return refused(kQuery);
  if (!url.value().credentials.empty()) return refused(kUser);
  if (!url.value().tls() && !base::is_loopback(url.value().host))
    return refused("is plain http to another machine; expected https (http is for 127.0.0.0/8, [::1] and localhost)");
  return text.back() == '/' ? std::string(text) : std::string(text) + '/';
}

}  // namespace presenced::config
