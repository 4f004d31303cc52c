// Small files that only their owner writes and only their group reads. Thread-safe: nothing is kept.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace presenced::access {

// Which file it is, and in which state: another one after every change by replace_file() or an editor.
struct FileMark {
  dev_t device{};
  ino_t inode{};
  std::int64_t changed_ns = 0;
  off_t bytes = 0;
  bool operator==(const FileMark&) const = default;
};
// Empty: there is no such file, or it cannot be examined.
std::optional<FileMark> mark_of(const std::filesystem::path& file);

struct FileText {
  std::string text;
};
// The whole file; a missing one is empty text. The error says what is wrong and what to do; a file that others than its
// owner and group can read is refused.
base::Result<FileText, std::string> read_private_file(const std::filesystem::path& file);

// Replaces it whole, or leaves it as it is: durable when it returns. Empty: done, else what is wrong. Owner, group and
// mode stay those of the file that is replaced; a new one has mode 0640. Two writers at a time: one of them is refused.
std::string replace_private_file(const std::filesystem::path& file, std::string_view text);

}  // namespace presenced::access
