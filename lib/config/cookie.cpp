#include "config/cookie.h"

#include <algorithm>
#include <boost/url/encode.hpp>
#include <boost/url/pct_string_view.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

namespace presenced::config {

namespace urls = boost::urls;

std::string encoded_once(std::string_view cookie) {
  const auto plain = [](char c) { return c == '%' || urls::unreserved_chars(static_cast<unsigned char>(c)); };
  const bool encoded =
      urls::make_pct_string_view(cookie).has_value() && std::all_of(cookie.begin(), cookie.end(), plain);
  return encoded ? std::string(cookie) : urls::encode(cookie, urls::unreserved_chars);
}

}  // namespace presenced::config
