#include "net/proxy.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <string_view>

#include "base/ascii.h"
#include "base/host.h"

namespace presenced::net {
namespace {

namespace ip = boost::asio::ip;
using boost::system::error_code;

bool same(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return base::ascii_lower(x) == base::ascii_lower(y); });
}

// An entry's port, taken off it. Colons within an IPv6 address are none of a port.
std::string_view take_port(std::string_view& entry) {
  const auto bracket = entry.rfind(']');
  const auto colon = entry.find(':', bracket == entry.npos ? 0 : bracket);
  if (colon == entry.npos || (bracket == entry.npos && entry.rfind(':') != colon)) return {};
  const auto port = entry.substr(colon + 1);
  entry = entry.substr(0, colon);
  return port;
}

template <class Network, class Address>
bool within(const Address& address, const Network& network, int bits) {
  return Network(address, static_cast<unsigned short>(bits)).canonical() == network.canonical();
}

// `entry` is an address, with or without "/BITS"; for both, equal addresses may be spelt differently.
bool covers_address(std::string_view entry, const ip::address& address) {
  const auto slash = entry.find('/');
  error_code wrong;
  const auto plain = ip::make_address(std::string(entry.substr(0, slash)), wrong);
  if (wrong || plain.is_v4() != address.is_v4()) return false;
  if (slash == entry.npos) return plain == address;
  if (plain.is_v4()) {
    const auto network = ip::make_network_v4(std::string(entry), wrong);
    return !wrong && within(address.to_v4(), network, network.prefix_length());
  }
  const auto network = ip::make_network_v6(std::string(entry), wrong);
  return !wrong && within(address.to_v6(), network, network.prefix_length());
}

bool covers_name(std::string_view entry, std::string_view host) {
  if (entry.starts_with('.')) entry.remove_prefix(1);
  if (entry.empty() || host.size() < entry.size()) return false;
  const auto rest = host.size() - entry.size();
  return same(host.substr(rest), entry) && (rest == 0 || host[rest - 1] == '.');
}

bool covers(std::string_view entry, const Url& url) {
  const auto port = take_port(entry);
  if (!port.empty() && port != std::to_string(url.port)) return false;
  if (entry.starts_with('[') && entry.ends_with(']')) entry = entry.substr(1, entry.size() - 2);
  error_code not_an_address;
  const auto address = ip::make_address(url.host, not_an_address);
  return not_an_address ? covers_name(entry, url.host) : covers_address(entry, address);
}

bool excepted(const Url& url, std::string_view list) {
  constexpr std::string_view kSeparators = ", \t";
  if (list == "*") return true;
  while (!list.empty()) {
    const auto end = std::min(list.find_first_of(kSeparators), list.size());
    if (covers(list.substr(0, end), url)) return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

}  // namespace

std::optional<Proxy> proxy_for(const Url& url, const ProxyRules& rules) {
  if (rules.always) return rules.always;
  if (base::is_loopback(url.host) || excepted(url, rules.except)) return std::nullopt;
  return rules.otherwise;
}

}  // namespace presenced::net
