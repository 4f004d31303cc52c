// A secret that systemd hands to the service, in a file of $CREDENTIALS_DIRECTORY (systemd.exec(5), LoadCredential=).
// What is wrong with it is said in terms of where an administrator keeps it, which is another file.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/result.h"
#include "config/secret.h"

namespace presenced::config {

// `directory`: systemd's; empty: this process was given no credentials. systemd opens the file to this service alone;
// where it does so by an ACL, the mask shows as the mode's group bits (0440), so only access of others is refused.
base::Result<Secret, SecretError> read_credential(const std::optional<std::filesystem::path>& directory,
                                                  const std::string& name);

}  // namespace presenced::config
