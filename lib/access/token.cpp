#include "access/token.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "base/escape.h"
#include "base/letters.h"

namespace presenced::access {
namespace {

constexpr std::string_view kHead = "# Tokens of the page of presenced. `presencectl token` writes this file.";
constexpr std::size_t kDigestLength = 64;  // of SHA-256 in hexadecimal digits

// The part of `text` before `separator`, which is taken off it.
std::string_view next_part(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

bool is_digest(std::string_view text) {
  return text.size() == kDigestLength && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::optional<base::WallTime> moment(std::string_view text) {
  std::int64_t ms = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ms);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return base::wall_from_unix_ms(ms);
}

// Whether the part was understood.
bool read_part(std::string_view part, Token& token) {
  const std::string_view key = next_part(part, '=');
  if (key == "until_ms") return (token.until = moment(part)).has_value();
  if (key == "link" && is_digest(part)) return token.link_digest = part, true;
  if (key == "bearer" && is_digest(part)) return token.bearer_digest = part, true;
  if (key != "group" && key != "workspace") return false;
  if (!fault_in_group(part).empty()) return false;
  if (!token.limit) token.limit.emplace();
  if (key == "group")
    token.limit->groups.emplace_back(part);
  else
    token.limit->workspace = part;
  return true;
}

}  // namespace

std::string fault_in_token_name(std::string_view name) {
  constexpr std::size_t kLongest = 64;
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '-' || c == '@';
  };
  if (!name.empty() && name.size() <= kLongest && std::all_of(name.begin(), name.end(), allowed)) return {};
  return fmt::format("'{}' is not a name for a token; use 1 to {} letters, digits, '.', '_', '-' and '@'",
                     base::printable(name), kLongest);
}

std::string fault_in_group(std::string_view group) {
  bool printable = !group.empty();
  base::each_letter(group, [&](const base::Letter& letter) {
    if (!letter.valid || base::is_control(letter.code)) printable = false;
  });
  return printable ? "" : fmt::format("'{}' is not a name of a group or a workspace", base::printable(group));
}

std::string text_of(const std::vector<Token>& tokens) {
  std::string text = fmt::format("{}\n", kHead);
  for (const Token& token : tokens) {
    text += token.name;
    if (token.until) text += fmt::format("\tuntil_ms={}", base::unix_ms(*token.until));
    text += fmt::format("\tlink={}\tbearer={}", token.link_digest, token.bearer_digest);
    if (token.limit) {
      if (token.limit->workspace) text += "\tworkspace=" + *token.limit->workspace;
      for (const std::string& group : token.limit->groups) text += "\tgroup=" + group;
    }
    text += '\n';
  }
  return text;
}

base::Result<std::vector<Token>, std::string> tokens_in(std::string_view text) {
  std::vector<Token> tokens;
  if (next_part(text, '\n') != kHead)
    return std::string("line 1: is not a file of tokens; make one with `presencectl token add`");
  for (int number = 2; !text.empty(); ++number) {
    std::string_view line = next_part(text, '\n');
    if (line.empty() || line.front() == '#') continue;
    Token token;
    token.name = next_part(line, '\t');
    bool understood = fault_in_token_name(token.name).empty();
    while (!line.empty()) understood = read_part(next_part(line, '\t'), token) && understood;
    const bool complete = !token.link_digest.empty() && !token.bearer_digest.empty();
    if (!understood || !complete || (token.limit && token.limit->groups.empty()))
      return fmt::format("line {}: is not a token; delete the line, and make the token again", number);
    tokens.push_back(std::move(token));
  }
  return tokens;
}

}  // namespace presenced::access
