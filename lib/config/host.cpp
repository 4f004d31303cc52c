#include "config/host.h"

#include <charconv>

#include "base/host.h"

namespace presenced::config {

bool valid_host(std::string_view host) {
  if (!host.starts_with('[')) return base::is_host_name(host);
  return host.ends_with(']') && base::is_ipv6(without_brackets(host));
}

std::string_view without_brackets(std::string_view host) {
  return host.starts_with('[') && host.ends_with(']') ? host.substr(1, host.size() - 2) : host;
}

std::optional<std::uint16_t> port_number(std::string_view text) {
  std::uint16_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number == 0) return std::nullopt;
  return number;
}

}  // namespace presenced::config
