// The file that keeps a cursor: one hook at a time, and after each move either the old cursor or the new one, also when
// the machine loses its power meanwhile.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "hooks/cursor.h"

namespace presenced::hooks {

class CursorFile {
 public:
  // Locks FILE.lock (flock(2)), which stays there, and reads FILE. A symbolic link is followed, so that one file has
  // one lock. The error names the file and says what to do.
  static base::Result<std::unique_ptr<CursorFile>, std::string> open(const std::filesystem::path& file);
  ~CursorFile();
  CursorFile(const CursorFile&) = delete;
  CursorFile& operator=(const CursorFile&) = delete;

  // As it was read or moved last; empty: there is no such file yet.
  const std::optional<Cursor>& cursor() const { return cursor_; }

  // Writes FILE.new, fsync, rename, fsync of the folder. Empty: done; else why not, for a person who reads.
  [[nodiscard]] std::optional<std::string> move(const Cursor& to);

 private:
  CursorFile(std::filesystem::path file, int lock) : file_(std::move(file)), lock_(lock) {}
  std::optional<std::string> read();

  std::filesystem::path file_;
  int lock_;
  std::optional<Cursor> cursor_;
};

}  // namespace presenced::hooks
