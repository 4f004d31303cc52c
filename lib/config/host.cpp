#include "config/host.h"

#include <algorithm>
#include <charconv>

namespace presenced::config {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }
bool hex(char c) { return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// 0 to 255 without leading zeros.
bool octet(std::string_view text) {
  int number = 0;
  const bool digits = !text.empty() && text.size() <= 3 && std::all_of(text.begin(), text.end(), digit);
  if (!digits || (text.size() > 1 && text[0] == '0')) return false;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number <= 255;
}

bool ipv4(std::string_view text) {
  for (int part = 0; part < 3; ++part) {
    const std::size_t dot = text.find('.');
    if (dot == text.npos || !octet(text.substr(0, dot))) return false;
    text.remove_prefix(dot + 1);
  }
  return octet(text);
}

// Eight groups, or fewer with one "::"; an IPv4 address may stand for the last two.
bool ipv6(std::string_view text) {
  bool gap = text.starts_with("::");
  if (gap) text.remove_prefix(2);
  int groups = 0;
  while (!text.empty()) {
    if (ipv4(text)) {
      groups += 2;
      break;
    }
    const auto end = std::find_if_not(text.begin(), text.end(), hex);
    const auto digits = static_cast<std::size_t>(end - text.begin());
    if (digits == 0 || digits > 4) return false;
    ++groups;
    text.remove_prefix(digits);
    if (text.empty()) break;
    if (text.starts_with("::")) {
      if (gap) return false;
      gap = true;
      text.remove_prefix(2);
    } else {
      if (text.size() < 2 || text[0] != ':') return false;
      text.remove_prefix(1);
    }
  }
  return gap ? groups < 8 : groups == 8;
}

bool name(std::string_view host) {
  if (host.empty() || host.size() > 253) return false;
  std::size_t label = 0;
  for (const char c : host) {
    if (c == '.') {
      if (label == 0) return false;
      label = 0;
    } else if (!(letter(c) || digit(c) || c == '-') || ++label > 63) {
      return false;
    }
  }
  return label != 0;
}

}  // namespace

bool valid_host(std::string_view host) {
  if (!host.starts_with('[')) return name(host);
  return host.ends_with(']') && ipv6(host.substr(1, host.size() - 2));
}

bool loopback_host(std::string_view host) {
  return host == "localhost" || host == "[::1]" || (host.starts_with("127.") && ipv4(host));
}

}  // namespace presenced::config
