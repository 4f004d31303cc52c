#include "net/headers.h"

#include <algorithm>
#include <string_view>

namespace presenced::net {
namespace {

bool is_token_char(char c) {  // RFC 9110, 5.6.2
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_control_char(char c) { return (c >= 0 && c < ' ' && c != '\t') || c == '\x7f'; }

}  // namespace

std::string fault_in(const Headers& headers) {
  for (const auto& [name, value] : headers) {
    if (name.empty() || !std::all_of(name.begin(), name.end(), is_token_char))
      return "a header field of the request has no valid name";
    if (std::any_of(value.begin(), value.end(), is_control_char))
      return "the header field " + name + " contains a control character (a line break?)";
  }
  return {};
}

}  // namespace presenced::net
