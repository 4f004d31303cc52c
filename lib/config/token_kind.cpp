#include "config/token_kind.h"

#include <algorithm>
#include <array>

namespace presenced::config {
namespace {

struct Row {
  std::string_view prefix;
  TokenKind kind;
  std::string_view description;
};

// clang-format off
constexpr std::array kPrefixes{
    Row{"xoxb-", TokenKind::bot, "a bot token (xoxb-)"},
    Row{"xoxp-", TokenKind::user, "a user token (xoxp-)"},
    Row{"xoxc-", TokenKind::browser, "the token of a browser session (xoxc-)"},
    Row{"xapp-", TokenKind::app, "an app-level token (xapp-)"},
    Row{"xoxe-", TokenKind::rotating, "a rotating token (xoxe)"},
    Row{"xoxe.", TokenKind::rotating, "a rotating token (xoxe)"},
    Row{"xoxd-", TokenKind::cookie, "the value of a cookie (xoxd-)"},
};
// clang-format on

bool quoted(std::string_view text) {
  constexpr std::string_view kQuotes = "\"'`";
  return !text.empty() && (kQuotes.find(text.front()) != kQuotes.npos || kQuotes.find(text.back()) != kQuotes.npos);
}

constexpr std::string_view kInQuotes = "a token in quotes; expected the token alone";
constexpr std::string_view kRotating =
    "a rotating token (xoxe), which ends after 12 hours; token rotation cannot be turned off again: make a new app "
    "without it (presenced setup) and use its token";

}  // namespace

TokenKind kind_of_token(std::string_view token) {
  const auto* row =
      std::find_if(kPrefixes.begin(), kPrefixes.end(), [&](const Row& one) { return token.starts_with(one.prefix); });
  return row == kPrefixes.end() ? TokenKind::other : row->kind;
}

std::string_view describe(TokenKind kind) {
  const auto* row = std::find_if(kPrefixes.begin(), kPrefixes.end(), [&](const Row& one) { return one.kind == kind; });
  return row == kPrefixes.end() ? "a token of a kind that is not a known value" : row->description;
}

std::string fault_of_token(std::string_view text) {
  if (quoted(text)) return std::string(kInQuotes);
  switch (kind_of_token(text)) {
    case TokenKind::app:
      return "an app-level token (xapp-), which reads nothing by itself; put it into app_token_file, and the app's "
             "bot token (xoxb-) here";
    case TokenKind::rotating:
      return std::string(kRotating);
    case TokenKind::cookie:
      return "the value of a cookie (xoxd-); put it into cookie_file, and the token (xoxc-) here";
    case TokenKind::bot:
    case TokenKind::user:
    case TokenKind::browser:
    case TokenKind::other:
      return "";
  }
  return "";
}

std::string fault_of_app_token(std::string_view text) {
  if (quoted(text)) return std::string(kInQuotes);
  const TokenKind kind = kind_of_token(text);
  if (kind == TokenKind::app) return "";
  return std::string(describe(kind)) +
         "; expected an app-level token (xapp-): the app's page, Basic Information, App-Level Tokens";
}

}  // namespace presenced::config
