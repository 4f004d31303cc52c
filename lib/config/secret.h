// Tokens and cookies: a type that does not print itself, and the rules for the files they are kept in.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace presenced::config {

// Holds a secret. It has no stream operator, no conversion to text and no formatter, so that it cannot reach a log, an
// error or a status page unless somebody writes `reveal()`.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}

  const std::string& reveal() const { return text_; }
  bool empty() const { return text_.empty(); }
  bool operator==(const Secret&) const = default;

  friend std::ostream& operator<<(std::ostream&, const Secret&) = delete;

 private:
  std::string text_;
};

// Why a secret was refused: names the source, says what to do, never shows the secret.
struct SecretError {
  std::string message;
};

// Text from `source` ("/etc/presenced/acme.token", "the variable ACME_TOKEN") as a secret. Newlines at its end are
// stripped. Refused: an empty one, and anything but visible ASCII, which would break the HTTP header it goes into.
base::Result<Secret, SecretError> make_secret(std::string_view text, const std::string& source);

// A file of our own: refused when its group or others have any access, with the command that mends it.
base::Result<Secret, SecretError> read_secret_file(const std::filesystem::path& path);

}  // namespace presenced::config
