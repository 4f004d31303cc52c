// What may stand for a host in an address of the configuration. Looks nothing up.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace presenced::config {

// A name or an IPv4 address as base::is_host_name has it, or an IPv6 address in brackets.
bool valid_host(std::string_view host);

// The host itself: an IPv6 address without its brackets.
std::string_view without_brackets(std::string_view host);

// A decimal number from 1 to 65535.
std::optional<std::uint16_t> port_number(std::string_view text);

}  // namespace presenced::config
