// Reading a whole small file that an administrator named.
#pragma once

#include <sys/stat.h>

#include <cstddef>
#include <filesystem>
#include <string>

#include "base/result.h"

namespace presenced::config {

// The permission bits of users outside the owner and the group: none may be set on a file with a secret.
inline constexpr mode_t kModeOfOthers = 007;

struct FileText {
  std::string text;
  mode_t mode = 0;  // of the very file that was read, permission bits only
};

// Why it could not be read: "cannot be read: No such file or directory". Without the name of the file.
struct FileError {
  std::string message;
};

// The path from the root; a relative one counts from the current directory, and does not lead through it: it stays true
// when that directory is removed. Unchanged if the current directory is gone already, because no relative path leads
// anywhere then. Does not throw, unlike std::filesystem::absolute.
std::filesystem::path absolute_path(const std::filesystem::path& path);

// Regular files only (a FIFO would block, a device would never end), of at most `limit` bytes.
base::Result<FileText, FileError> read_file(const std::filesystem::path& path, std::size_t limit);

}  // namespace presenced::config
