// Tokens and cookies: the rules for the files they are kept in.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace presenced::config {

using base::Secret;

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
