#include "fake_slack/tokens.h"

#include <algorithm>

namespace presenced::fake_slack {

Tokens::Tokens(const Options& options) : options_(options) {
  at(TokenKind::classic).text = options.token;
  at(TokenKind::bot).text = options.modern.bot_token;
  at(TokenKind::app).text = options.modern.app_token;
}

std::optional<TokenKind> Tokens::kind_of(std::string_view token) const {
  const auto found = std::find_if(tokens_.begin(), tokens_.end(), [&](const Token& one) { return one.text == token; });
  if (token.empty() || found == tokens_.end()) return std::nullopt;
  return static_cast<TokenKind>(found - tokens_.begin());
}

const std::set<std::string>& Tokens::scopes(TokenKind kind) const {
  switch (kind) {
    case TokenKind::bot:
      return options_.modern.scopes;
    case TokenKind::app:
      return options_.modern.app_scopes;
    case TokenKind::classic:
      break;
  }
  return options_.scopes;
}

std::vector<std::string> Tokens::texts() const {
  std::vector<std::string> all;
  for (const Token& token : tokens_)
    if (!token.text.empty()) all.push_back(token.text);
  return all;
}

std::string_view Tokens::wrong_kind(TokenKind kind, std::string_view method) const {
  constexpr std::string_view kWrong = "not_allowed_token_type";
  const bool opens_socket_mode = method == "apps.connections.open";
  if (kind == TokenKind::app) return opens_socket_mode || method == "auth.test" ? "" : kWrong;
  if (opens_socket_mode) return kWrong;
  // `missing_scope` says which scope, so the method itself refuses it.
  const bool refused = kind == TokenKind::bot && method == "rtm.connect";
  return refused && options_.modern.rtm_refusal != "missing_scope" ? options_.modern.rtm_refusal : std::string_view{};
}

}  // namespace presenced::fake_slack
