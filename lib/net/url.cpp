#include "net/url.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/ascii.h"
#include "base/host.h"

namespace presenced::net {
namespace {

struct SchemeName {
  std::string_view prefix;
  Url::Scheme scheme;
  std::uint16_t port;
};
constexpr std::array<SchemeName, 4> kSchemes{{
    {"http://", Url::Scheme::http, 80},
    {"https://", Url::Scheme::https, 443},
    {"ws://", Url::Scheme::ws, 80},
    {"wss://", Url::Scheme::wss, 443},
}};

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

// Splits "host", "host:port", "[::1]", "[::1]:port" into `url`. Returns what is wrong, or nothing.
std::string_view parse_authority(std::string_view authority, Url& url) {
  if (authority.find('@') != std::string_view::npos) return "the url has a user name in it";
  std::string_view port;
  bool has_port = false;
  if (authority.starts_with('[')) {
    const auto end = authority.find(']');
    if (end == std::string_view::npos) return "the IPv6 address of the url has no closing bracket";
    url.host = base::ascii_lower(authority.substr(1, end - 1));
    if (!base::is_ipv6(url.host)) return "the url has no valid IPv6 address between its brackets";
    const auto rest = authority.substr(end + 1);
    if (!rest.empty() && rest.front() != ':') return "the url has something other than a port after its host";
    has_port = !rest.empty();
    if (has_port) port = rest.substr(1);
  } else {
    const auto colon = authority.find(':');
    url.host = base::ascii_lower(authority.substr(0, colon));
    if (!base::is_host_name(url.host)) return "the url has no valid host name";
    has_port = colon != std::string_view::npos;
    if (has_port) port = authority.substr(colon + 1);
  }
  if (!has_port) return {};
  const auto number = parse_port(port);
  if (!number) return "the port of the url is not a number from 1 to 65535";
  url.port = *number;
  return {};
}

std::string bracketed(const std::string& host) { return host.find(':') == std::string::npos ? host : "[" + host + "]"; }

}  // namespace

base::Result<Url, std::string> parse_url(std::string_view text) {
  using namespace std::string_literals;
  if (text.size() > kMaxUrlBytes) return "the url is longer than 8192 bytes"s;
  if (std::any_of(text.begin(), text.end(), [](char c) { return c <= ' ' || c > '~'; }))
    return "the url holds a blank, a control character or a non-ASCII character"s;
  const auto start = base::ascii_lower(text.substr(0, 8));
  const auto known =
      std::find_if(kSchemes.begin(), kSchemes.end(), [&](const auto& s) { return start.starts_with(s.prefix); });
  if (known == kSchemes.end()) return "the url does not start with https://, wss://, http:// or ws://"s;
  if (text.find('#') != std::string_view::npos) return "the url has a fragment (#...)"s;

  Url url{.scheme = known->scheme, .host = {}, .port = known->port, .target = {}};
  const auto rest = text.substr(known->prefix.size());
  const auto authority = rest.substr(0, rest.find_first_of("/?"));
  if (const auto wrong = parse_authority(authority, url); !wrong.empty()) return std::string(wrong);
  url.target = rest.substr(authority.size());
  if (!url.target.starts_with('/')) url.target.insert(0, 1, '/');

  if (!url.tls() && !base::is_loopback(url.host)) return "plain http and ws are for loopback addresses only"s;
  return url;
}

std::string host_header(const Url& url) {
  const bool usual = url.port == (url.tls() ? 443 : 80);
  return usual ? bracketed(url.host) : host_and_port(url);
}

std::string host_and_port(const Url& url) { return bracketed(url.host) + ":" + std::to_string(url.port); }

}  // namespace presenced::net
