#include "config/api_url.h"

#include <algorithm>

#include "base/host.h"
#include "config/host.h"

namespace presenced::config {
namespace {

// No address of the Web API comes near it, and lib/net dials none of more than 8 KiB.
constexpr std::size_t kLongestApiUrl = 2'000;

}  // namespace

base::Result<std::string, UrlError> checked_api_url(std::string_view text) {
  const auto visible = [](char c) { return c > ' ' && c <= '~'; };
  if (!std::all_of(text.begin(), text.end(), visible)) {
    return UrlError{"holds a space or a letter beyond ASCII; expected a plain https address"};
  }
  if (text.size() > kLongestApiUrl)
    return UrlError{"is longer than 2000 bytes; expected an address such as https://HOST/PATH/"};
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
  if (colon != authority.npos && !port_number(authority.substr(colon + 1))) {
    return UrlError{"has no valid port; expected a number from 1 to 65535"};
  }
  if (!https && !base::is_loopback(without_brackets(host))) {
    return UrlError{"is plain http to another machine; expected https (http is for 127.0.0.0/8, [::1] and localhost)"};
  }
  return text.back() == '/' ? std::string(text) : std::string(text) + '/';
}

}  // namespace presenced::config
