#include "config/cookie.h"

#include <fmt/format.h>

namespace presenced::config {
namespace {

constexpr std::string_view kDigits = "0123456789abcdefABCDEF";

bool unreserved(char c) {
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  return kPlain.find(c) != std::string_view::npos;
}

bool escape_at(std::string_view text, std::size_t i) {
  return text[i] == '%' && i + 2 < text.size() && kDigits.find(text[i + 1]) != std::string_view::npos &&
         kDigits.find(text[i + 2]) != std::string_view::npos;
}

bool encoded(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (!unreserved(text[i]) && !escape_at(text, i)) return false;
  return true;
}

}  // namespace

std::string encoded_once(std::string_view cookie) {
  if (encoded(cookie)) return std::string(cookie);
  std::string text;
  for (const char c : cookie) {
    if (unreserved(c))
      text += c;
    else
      text += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return text;
}

}  // namespace presenced::config
