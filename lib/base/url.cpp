#include "base/url.h"

#include <algorithm>
#include <array>
#include <boost/url/pct_string_view.hpp>
#include <charconv>

#include "base/ascii.h"
#include "base/host.h"

namespace presenced::base {
namespace {

struct SchemeRow {
  std::string_view prefix;
  Url::Scheme scheme;
  std::uint16_t port;
};
constexpr std::array<SchemeRow, 4> kSchemes{{
    {"http://", Url::Scheme::http, 80},
    {"https://", Url::Scheme::https, 443},
    {"ws://", Url::Scheme::ws, 80},
    {"wss://", Url::Scheme::wss, 443},
}};

std::optional<std::uint16_t> port_number(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

// Without its %XX. Empty: half an escape, or a control character.
std::optional<std::string> decoded(std::string_view text) {
  const auto escaped = boost::urls::make_pct_string_view(text);
  if (!escaped) return std::nullopt;
  std::string plain = escaped->decode();
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (std::any_of(plain.begin(), plain.end(), control)) return std::nullopt;
  return plain;
}

// RFC 7617: the user cannot hold a colon, and one stands between the two.
std::optional<Secret> credentials(std::string_view text) {
  const std::size_t colon = text.find(':');
  const auto user = decoded(text.substr(0, colon));
  const auto password = decoded(colon == text.npos ? std::string_view{} : text.substr(colon + 1));
  if (!user || !password || user->empty() || user->find(':') != std::string::npos) return std::nullopt;
  return Secret(*user + ':' + *password);
}

}  // namespace

Result<HostAndPort, UrlFault> parse_host_and_port(std::string_view text) {
  HostAndPort found;
  std::size_t end = text.find(':');
  if (text.starts_with('[')) {
    const std::size_t bracket = text.find(']');
    if (bracket == text.npos) return UrlFault::bracket;
    found.host = ascii_lower(text.substr(1, bracket - 1));
    if (!is_ipv6(found.host)) return UrlFault::ipv6;
    end = bracket + 1 == text.size() ? text.npos : bracket + 1;
    if (end != text.npos && text[end] != ':') return UrlFault::after_host;
  } else {
    found.host = ascii_lower(text.substr(0, end));
    if (!is_host_name(found.host)) return UrlFault::host;
  }
  if (end == text.npos) return found;
  found.port = port_number(text.substr(end + 1));
  if (!found.port) return UrlFault::port;
  return found;
}

std::string host_and_port(std::string_view host, std::uint16_t port) {
  const bool ipv6 = host.find(':') != host.npos;
  return (ipv6 ? "[" : "") + std::string(host) + (ipv6 ? "]:" : ":") + std::to_string(port);
}

Result<Url, UrlFault> parse_url(std::string_view text) {
  if (text.size() > kMaxUrlBytes) return UrlFault::too_long;
  if (std::any_of(text.begin(), text.end(), [](char c) { return c <= ' ' || c > '~'; })) return UrlFault::character;
  const std::string start = ascii_lower(text.substr(0, 8));
  const auto* known =
      std::find_if(kSchemes.begin(), kSchemes.end(), [&](const auto& row) { return start.starts_with(row.prefix); });
  if (known == kSchemes.end()) return UrlFault::scheme;
  if (text.find('#') != text.npos) return UrlFault::fragment;

  Url url{.scheme = known->scheme, .host = {}, .port = known->port, .target = {}};
  const std::string_view rest = text.substr(known->prefix.size());
  std::string_view authority = rest.substr(0, rest.find_first_of("/?"));
  url.target = rest.substr(authority.size());
  if (!url.target.starts_with('/')) url.target.insert(0, 1, '/');
  if (const std::size_t at = authority.rfind('@'); at != authority.npos) {
    auto found = credentials(authority.substr(0, at));
    if (!found) return UrlFault::user;
    url.credentials = std::move(*found);
    authority.remove_prefix(at + 1);
  }
  auto found = parse_host_and_port(authority);
  if (!found) return found.error();
  url.host = std::move(found.value().host);
  url.port_is_written = found.value().port.has_value();
  url.port = found.value().port.value_or(url.port);
  return url;
}

}  // namespace presenced::base
