// The tokens of the workspace: which there are, what each may do, and which an administrator has taken back.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "fake_slack/options.h"

namespace presenced::fake_slack {

enum class TokenKind : std::uint8_t {
  classic,  // of the classic app, or of a browser session: rtm.connect accepts it
  bot,      // of the modern app
  app,      // of the modern app, app-level: xapp-
};

class Tokens {
 public:
  explicit Tokens(const Options& options);  // must outlive it; scopes are read there whenever they are asked for

  std::optional<TokenKind> kind_of(std::string_view token) const;
  const std::set<std::string>& scopes(TokenKind kind) const;
  const std::string& refusal(TokenKind kind) const { return at(kind).refusal; }  // empty: it is good
  std::vector<std::string> texts() const;                                        // of all that there are

  // The error if a token of this kind cannot call this method at all; empty: it can.
  std::string_view wrong_kind(TokenKind kind, std::string_view method) const;

  void refuse(TokenKind kind, std::string word) { at(kind).refusal = std::move(word); }
  void accept(TokenKind kind) { at(kind).refusal.clear(); }
  void replace(TokenKind kind, std::string token) { at(kind).text = std::move(token); }

 private:
  struct Token {
    std::string text;  // empty: there is none of this kind
    std::string refusal;
  };
  Token& at(TokenKind kind) { return tokens_[static_cast<std::size_t>(kind)]; }
  const Token& at(TokenKind kind) const { return tokens_[static_cast<std::size_t>(kind)]; }

  const Options& options_;
  std::array<Token, 3> tokens_;  // by kind
};

}  // namespace presenced::fake_slack
