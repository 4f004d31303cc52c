// A file with HTTP header lines that are secrets, for requests to a server of the administrator's own.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "config/secret.h"

namespace presenced::config {

using SecretHeaders = std::vector<std::pair<std::string, Secret>>;

// Lines such as "Authorization: Bearer ..."; empty ones are passed over. Refused when its group or others have any
// access; of a file in `credentials`, systemd's folder of credentials, when others have (config/credential.h says why).
// The error names the file and the line, and shows nothing of it.
base::Result<SecretHeaders, SecretError> read_header_file(const std::filesystem::path& path,
                                                          const std::optional<std::filesystem::path>& credentials);

}  // namespace presenced::config
