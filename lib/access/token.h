// A token of the page: who may look, at which groups, until when. The two secrets of a token are shown once, when it is
// made, and only their SHA-256 is kept: that of the link which opens once in a browser, and that of the bearer, which a
// program sends with each request.
//
// The form of the file, read and written here. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/limit.h"
#include "base/result.h"
#include "base/time.h"

namespace presenced::access {

struct Token {
  std::string name;
  std::optional<Limit> limit = {};           // empty: everything
  std::optional<base::WallTime> until = {};  // empty: until it is revoked
  std::string link_digest;
  std::string bearer_digest;
  bool operator==(const Token&) const = default;
};

// What is wrong with the name of a token or a group, or empty. A name of a token has 1 to 64 letters, digits, ".", "_",
// "-" and "@".
std::string fault_in_token_name(std::string_view name);
std::string fault_in_group(std::string_view group);

// A token a line: its name and its "key=value" parts, with tabs between. The first line tells what the file is.
std::string text_of(const std::vector<Token>& tokens);
// The error is a sentence with the line, for a person. One line that cannot be read makes the whole file unusable: half
// of a limit must not be taken for a token without limits.
base::Result<std::vector<Token>, std::string> tokens_in(std::string_view text);

}  // namespace presenced::access
