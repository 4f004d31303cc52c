#include "config/api_url.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace presenced::config {
namespace {

// A number of 1-5 digits up to `most`.
std::optional<int> small_number(std::string_view text, int most) {
  int number = 0;
  const bool digits = !text.empty() && text.size() <= 5 &&
                      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) return std::nullopt;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number <= most ? std::optional(number) : std::nullopt;
}

// 127.0.0.0/8 as four decimal numbers. Short and octal forms ("127.1") mean different things to different resolvers.
bool loopback_ipv4(std::string_view host) {
  for (int part = 0; part < 4; ++part) {
    const std::size_t dot = host.find('.');
    const std::string_view digits = host.substr(0, dot);
    const std::optional<int> number = small_number(digits, 255);
    if (!number || (digits.size() > 1 && digits[0] == '0') || (part == 0 && *number != 127)) return false;
    if ((dot == host.npos) != (part == 3)) return false;
    host.remove_prefix(part == 3 ? host.size() : dot + 1);
  }
  return true;
}

bool loopback(std::string_view host) { return host == "localhost" || host == "[::1]" || loopback_ipv4(host); }

bool valid_host(std::string_view host) {
  const bool bracketed = host.size() > 4 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  return !host.empty() && std::all_of(host.begin(), host.end(), [&](char c) {
    const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (bracketed) return hex || c == ':' || c == '.';
    return hex || (c >= 'g' && c <= 'z') || (c >= 'G' && c <= 'Z') || c == '-' || c == '.';
  });
}

}  // namespace

base::Result<std::string, UrlError> checked_api_url(std::string_view text) {
  const auto visible = [](char c) { return c > ' ' && c <= '~'; };
  if (!std::all_of(text.begin(), text.end(), visible)) {
    return UrlError{"holds a space or a letter beyond ASCII; expected a plain https address"};
  }
  const bool https = text.starts_with("https://");
  if (!https && !text.starts_with("http://")) return UrlError{"has no known scheme; expected https://..."};
  if (text.find_first_of("?#") != text.npos) return UrlError{"has a query or a fragment; expected neither"};

  const std::string_view rest = text.substr(https ? 8 : 7);
  const std::string_view authority = rest.substr(0, rest.find('/'));
  if (authority.find('@') != authority.npos) {
    return UrlError{"names a user or a password; expected neither, the token is enough"};
  }
  const std::size_t bracket = authority.rfind(']');
  const std::size_t colon = authority.find(':', bracket == authority.npos ? 0 : bracket);
  const std::string_view host = authority.substr(0, colon);
  if (!valid_host(host)) return UrlError{"has no valid host; expected https://HOST/PATH/"};
  if (colon != authority.npos && small_number(authority.substr(colon + 1), 65535).value_or(0) == 0) {
    return UrlError{"has no valid port; expected a number from 1 to 65535"};
  }
  if (!https && !loopback(host)) {
    return UrlError{"is plain http to another machine; expected https (http is for 127.0.0.0/8, [::1] and localhost)"};
  }
  return text.back() == '/' ? std::string(text) : std::string(text) + '/';
}

}  // namespace presenced::config
