#include "net/url.h"

#include "base/host.h"

namespace presenced::net {
namespace {

std::string in_words(base::UrlFault fault) {
  using base::UrlFault;
  switch (fault) {
    case UrlFault::too_long:
      return "the url is longer than 8192 bytes";
    case UrlFault::character:
      return "the url contains a blank, a control character or a non-ASCII character";
    case UrlFault::scheme:
      return "the url does not start with https://, wss://, http:// or ws://";
    case UrlFault::fragment:
      return "the url has a fragment (#...)";
    case UrlFault::user:
      return "the url has a user name in it";
    case UrlFault::bracket:
      return "the IPv6 address of the url has no closing bracket";
    case UrlFault::ipv6:
      return "the url has no valid IPv6 address between its brackets";
    case UrlFault::after_host:
      return "the url has something other than a port after its host";
    case UrlFault::host:
      return "the url has no valid host name";
    case UrlFault::port:
      return "the port of the url is not a number from 1 to 65535";
  }
  return {};
}

}  // namespace

base::Result<Url, std::string> parse_url(std::string_view text) {
  auto url = base::parse_url(text);
  if (!url) return in_words(url.error());
  if (!url.value().credentials.empty()) return in_words(base::UrlFault::user);
  if (!url.value().tls() && !base::is_loopback(url.value().host))
    return std::string("plain http and ws are for loopback addresses only");
  return std::move(url.value());
}

std::string host_header(const Url& url) {
  std::string header = base::host_and_port(url.host, url.port);
  if (url.port == (url.tls() ? 443 : 80)) header.resize(header.rfind(':'));
  return header;
}

}  // namespace presenced::net
