#include "base/host.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

#include "base/ascii.h"

namespace presenced::base {
namespace {

using Groups = std::array<std::uint16_t, 8>;  // of an IPv6 address

// Not std::isdigit and its kin: the locale must have no say in it.
bool digit(char c) { return c >= '0' && c <= '9'; }
bool hex(char c) { return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

std::optional<std::uint16_t> number(std::string_view text, int radix) {
  std::uint16_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, radix);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// 0 to 255 without leading zeros.
std::optional<std::uint16_t> octet(std::string_view text) {
  const bool digits = !text.empty() && text.size() <= 3 && std::all_of(text.begin(), text.end(), digit);
  if (!digits || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  const auto value = number(text, 10);
  return value && *value <= 255 ? value : std::nullopt;
}

std::optional<std::array<std::uint16_t, 4>> ipv4(std::string_view text) {
  std::array<std::uint16_t, 4> octets{};
  for (std::size_t part = 0; part < octets.size(); ++part) {
    const std::size_t dot = part < 3 ? text.find('.') : text.size();
    if (dot == text.npos) return std::nullopt;
    const auto value = octet(text.substr(0, dot));
    if (!value) return std::nullopt;
    octets[part] = *value;
    text.remove_prefix(std::min(dot + 1, text.size()));
  }
  return octets;
}

// The groups of one side of "::", or of the whole; an IPv4 address may stand for the last two. Returns how many, or
// nothing when it is no such list.
std::optional<std::size_t> groups_of(std::string_view text, bool last, Groups& groups) {
  std::size_t count = 0;
  while (!text.empty()) {
    const std::string_view group = text.substr(0, text.find(':'));
    if (const auto octets = last && group.size() == text.size() ? ipv4(group) : std::nullopt) {
      if (count > 6) return std::nullopt;
      for (const std::size_t half : {0u, 2u})
        groups[count++] = static_cast<std::uint16_t>((*octets)[half] << 8 | (*octets)[half + 1]);
      return count;
    }
    const bool digits = !group.empty() && group.size() <= 4 && std::all_of(group.begin(), group.end(), hex);
    if (!digits || count == groups.size()) return std::nullopt;
    groups[count++] = *number(group, 16);
    text.remove_prefix(group.size());
    if (text.size() == 1) return std::nullopt;  // ends in a colon
    text.remove_prefix(std::min<std::size_t>(1, text.size()));
  }
  return count;
}

std::optional<Groups> ipv6(std::string_view text) {
  Groups groups{};
  const std::size_t gap = text.find("::");
  if (gap == text.npos) {
    const auto count = groups_of(text, true, groups);
    return count == groups.size() ? std::optional(groups) : std::nullopt;
  }
  Groups tail{};
  const auto before = groups_of(text.substr(0, gap), false, groups);
  const auto after = groups_of(text.substr(gap + 2), true, tail);
  if (!before || !after || *before + *after >= groups.size()) return std::nullopt;
  std::copy_n(tail.begin(), *after, groups.end() - static_cast<std::ptrdiff_t>(*after));
  return groups;
}

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

bool is_ipv4(std::string_view host) { return ipv4(host).has_value(); }

bool is_ipv6(std::string_view host) { return ipv6(host).has_value(); }

bool is_loopback(std::string_view host) {
  constexpr std::string_view kName = "localhost";
  if (std::equal(host.begin(), host.end(), kName.begin(), kName.end(),
                 [](char a, char b) { return ascii_lower(a) == b; }))
    return true;
  if (const auto octets = ipv4(host)) return octets->front() == 127;
  return ipv6(host) == Groups{0, 0, 0, 0, 0, 0, 0, 1};
}

}  // namespace presenced::base
