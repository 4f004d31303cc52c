#include "config/proxy_url.h"

#include <string>

namespace presenced::config {
namespace {

constexpr std::string_view kScheme = "http://";
constexpr std::size_t kLongestProxyUrl = 2'000;

constexpr std::string_view kCharacters =
    "contains a space or a non-ASCII letter, or is too long; expected http://HOST:PORT";
constexpr std::string_view kPort = "has no valid port; expected http://HOST:PORT with a number from 1 to 65535";

std::string_view in_words(base::UrlFault fault) {
  using base::UrlFault;
  switch (fault) {
    case UrlFault::too_long:
    case UrlFault::character:
      return kCharacters;
    case UrlFault::user:
      return "has a user or password that cannot be read; expected USER:PASSWORD, % written as %25";
    case UrlFault::port:
      return kPort;
    default:
      return "has no valid host; expected http://HOST:PORT";
  }
}

}  // namespace

base::Result<base::Proxy, UrlError> checked_proxy(std::string_view text) {
  const auto refused = [](std::string_view why) { return UrlError{std::string(why)}; };
  auto url = base::parse_url(text);
  if (text.size() > kLongestProxyUrl || (!url && url.error() == base::UrlFault::character)) return refused(kCharacters);
  if (!text.starts_with(kScheme))
    return refused("has no scheme that is known here; expected http://HOST:PORT (https goes through it by CONNECT)");
  std::string_view rest = text.substr(kScheme.size());
  if (rest.ends_with('/')) rest.remove_suffix(1);
  if (rest.find_first_of("/?#") != rest.npos)
    return refused("has a path, a query or a fragment; expected http://HOST:PORT alone (in a password: as %2F, ...)");
  if (!url) return refused(in_words(url.error()));
  if (!url.value().port_is_written) return refused(kPort);
  return base::Proxy{std::move(url.value().host), url.value().port, std::move(url.value().credentials)};
}

}  // namespace presenced::config
