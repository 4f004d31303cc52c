#include "config/proxy_url.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

#include "config/host.h"

namespace presenced::config {
namespace {

constexpr std::string_view kScheme = "http://";
constexpr std::size_t kLongestProxyUrl = 2'000;

// %XX decoded. Nothing for half an escape, or one that stands for a control character.
std::optional<std::string> unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned code = static_cast<unsigned char>(text[i]);
    if (text[i] == '%') {
      const std::string_view digits = text.substr(i + 1, 2);
      const char* end = digits.data() + digits.size();
      const auto [stop, error] = std::from_chars(digits.data(), end, code, 16);
      if (digits.size() != 2 || error != std::errc{} || stop != end) return std::nullopt;
      i += 2;
    }
    if (code < 0x20 || code == 0x7f) return std::nullopt;
    plain += static_cast<char>(code);
  }
  return plain;
}

// RFC 7617: the user cannot hold a colon, and one stands between the two.
std::optional<Secret> credentials(std::string_view text) {
  const std::size_t colon = text.find(':');
  const auto user = unescaped(text.substr(0, colon));
  const auto password = unescaped(colon == text.npos ? std::string_view{} : text.substr(colon + 1));
  if (!user || !password || user->empty() || user->find(':') != std::string::npos) return std::nullopt;
  return Secret(*user + ':' + *password);
}

}  // namespace

base::Result<Proxy, UrlError> checked_proxy(std::string_view text) {
  const auto visible = [](char c) { return c > ' ' && c <= '~'; };
  if (!std::all_of(text.begin(), text.end(), visible) || text.size() > kLongestProxyUrl)
    return UrlError{"holds a space or a letter beyond ASCII, or is too long; expected http://HOST:PORT"};
  if (!text.starts_with(kScheme))
    return UrlError{"has no scheme that is known here; expected http://HOST:PORT (https goes through it by CONNECT)"};
  std::string_view rest = text.substr(kScheme.size());
  if (rest.ends_with('/')) rest.remove_suffix(1);
  if (rest.find_first_of("/?#") != rest.npos)
    return UrlError{"has a path, a query or a fragment; expected http://HOST:PORT alone (in a password: as %2F, ...)"};

  Proxy proxy;
  if (const std::size_t at = rest.rfind('@'); at != rest.npos) {
    auto found = credentials(rest.substr(0, at));
    if (!found) return UrlError{"has a user or password that cannot be read; expected USER:PASSWORD, % written as %25"};
    proxy.credentials = std::move(*found);
    rest.remove_prefix(at + 1);
  }
  const std::size_t bracket = rest.rfind(']');
  const std::size_t colon = rest.find(':', bracket == rest.npos ? 0 : bracket);
  proxy.host = std::string(rest.substr(0, colon));
  if (!valid_host(proxy.host)) return UrlError{"has no valid host; expected http://HOST:PORT"};
  const auto port = colon == rest.npos ? std::nullopt : port_number(rest.substr(colon + 1));
  if (!port) return UrlError{"has no valid port; expected http://HOST:PORT with a number from 1 to 65535"};
  proxy.port = *port;
  return proxy;
}

}  // namespace presenced::config
