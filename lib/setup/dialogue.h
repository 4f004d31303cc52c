// What `presenced setup` asks a person, one question after the other. The terminal is an interface, so that a test can
// answer. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/secret.h"

namespace presenced::setup {

class Terminal {
 public:
  Terminal() = default;
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  virtual ~Terminal() = default;

  virtual void say(const std::string& text) = 0;
  // One line, without its end and the spaces around it; empty: Ctrl-C, or there is nobody any more.
  virtual std::optional<std::string> line(const std::string& prompt) = 0;
  virtual std::optional<base::Secret> secret(const std::string& prompt) = 0;  // likewise; not shown as it is typed
};

// What has to be known. Whatever is there already is not asked.
struct Wanted {
  std::optional<std::string> workspace;
  std::optional<base::Secret> token;
  std::optional<base::Secret> app_token;  // there may be none in the end
  std::vector<base::UserId> people;       // likewise
  bool by_name = false;                   // the app gets the scopes that names on a watchlist need
};

// Asks for what is missing, again where an answer cannot be used. Empty: the person gave up.
std::optional<Wanted> ask(Wanted known, Terminal& terminal);

// Why setup cannot use this token: as config::fault_of_token, and it writes no cookie files for browser sessions.
std::string unusable_token(std::string_view token);

// Member ids out of a line, separated by spaces or commas. `wrong`: the first word that is not one.
struct ReadIds {
  std::vector<base::UserId> people;  // each once
  std::string wrong;
};
ReadIds read_ids(const std::string& line);

}  // namespace presenced::setup
