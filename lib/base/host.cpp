#include "base/host.h"

#include <algorithm>
#include <boost/url/ipv4_address.hpp>
#include <boost/url/ipv6_address.hpp>

#include "base/ascii.h"

namespace presenced::base {
namespace {

// Not std::isdigit: the locale must have no say in it.
bool digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool is_host_name(std::string_view host) {
  if (host.empty() || host.size() > 253) return false;
  std::size_t label = 0;
  for (const char c : host) {
    if (c == '.') {
      if (label == 0) return false;
      label = 0;
      continue;
    }
    const bool allowed = (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z') || digit(c) || c == '-' || c == '_';
    if (!allowed || ++label > 63) return false;
  }
  return label != 0;
}

bool is_ipv4(std::string_view host) { return boost::urls::parse_ipv4_address(host).has_value(); }

bool is_ipv6(std::string_view host) { return boost::urls::parse_ipv6_address(host).has_value(); }

bool is_loopback(std::string_view host) {
  constexpr std::string_view kName = "localhost";
  if (std::equal(host.begin(), host.end(), kName.begin(), kName.end(),
                 [](char a, char b) { return ascii_lower(a) == b; }))
    return true;
  if (const auto address = boost::urls::parse_ipv4_address(host)) return address->to_bytes()[0] == 127;
  const auto address = boost::urls::parse_ipv6_address(host);
  return address && address->is_loopback();
}

}  // namespace presenced::base
