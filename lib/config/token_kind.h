// What kind of token a text is, told by its prefix, and which kinds can never do what they are named for. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace presenced::config {

// Slack's prefixes (docs/PROTOCOL.md). `other`: none that we know, so nothing can be said against it.
enum class TokenKind : std::uint8_t {
  bot,       // xoxb-
  user,      // xoxp-
  browser,   // xoxc-, goes with a cookie
  app,       // xapp-, opens Socket Mode
  rotating,  // xoxe- and xoxe., lives for 12 hours
  cookie,    // xoxd-, the value of the d cookie
  other,
};

TokenKind kind_of_token(std::string_view token);

// "a bot token (xoxb-)"; for messages.
std::string_view describe(TokenKind kind);

// Why `text` can never serve as a workspace's token, or as its app-level token: what it is instead, and what to do ("an
// app-level token (xapp-), ...; put it into app_token_file"). Empty where nothing speaks against it. Never repeats it.
std::string fault_of_token(std::string_view text);
std::string fault_of_app_token(std::string_view text);

}  // namespace presenced::config
