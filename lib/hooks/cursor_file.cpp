#include "hooks/cursor_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "base/escape.h"
#include "files/descriptor.h"
#include "files/durable.h"

namespace presenced::hooks {
namespace {

constexpr std::size_t kLargest = 4096;  // a cursor has some 60 bytes

std::string shown(const std::filesystem::path& file) { return base::printable(file.string()); }

std::string cannot(std::string_view what, const std::filesystem::path& file, int error) {
  return fmt::format("{}: cannot be {}: {}", shown(file), what, std::strerror(error));
}

std::filesystem::path beside(const std::filesystem::path& file, std::string_view ending) {
  return file.string() + std::string(ending);
}

}  // namespace

base::Result<std::unique_ptr<CursorFile>, std::string> CursorFile::open(const std::filesystem::path& named) {
  std::error_code error;
  std::filesystem::path file = std::filesystem::absolute(named, error);
  if (!error) file = std::filesystem::weakly_canonical(file, error);  // of what is there: a relative one may stay so
  if (error) return fmt::format("{}: cannot be found: {}", shown(named), error.message());
  const std::filesystem::path lock_file = beside(file, ".lock");
  const int lock = ::open(lock_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (lock < 0) return cannot("made, so the cursor cannot be kept", lock_file, errno);
  std::unique_ptr<CursorFile> opened(new CursorFile(std::move(file), lock));
  if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return cannot("locked", lock_file, errno);
    return fmt::format("{}: is in use by another `presencectl log`; give each hook a cursor file of its own",
                       shown(opened->file_));
  }
  if (auto why = opened->read()) return std::move(*why);
  return opened;
}

CursorFile::~CursorFile() { close(lock_); }

std::optional<std::string> CursorFile::read() {
  const files::Descriptor file(::open(file_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.ok() && errno == ENOENT) return std::nullopt;
  if (!file.ok()) return cannot("read", file_, errno);
  struct stat info {};
  if (fstat(file.number(), &info) != 0) return cannot("examined", file_, errno);
  if (!S_ISREG(info.st_mode)) return shown(file_) + ": is not a file; name a file, which may be a new one";
  std::array<char, kLargest> text{};
  const ssize_t size = ::read(file.number(), text.data(), text.size());
  if (size < 0) return cannot("read", file_, errno);
  auto parsed = parse_cursor({text.data(), static_cast<std::size_t>(size)});
  if (!parsed)
    return fmt::format(
        "{}: is not a cursor file: it {}; if it is another file, name a new one. If it was a cursor, remove it and say "
        "with --after SEQ where to begin",
        shown(file_), parsed.error());
  cursor_ = parsed.value();
  return std::nullopt;
}

std::optional<std::string> CursorFile::move(const Cursor& to) {
  const std::filesystem::path written = beside(file_, ".new");
  {
    const files::Descriptor file(::open(written.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640));
    if (!file.ok()) return cannot("written", written, errno);
    if (!files::write_whole(file.number(), cursor_text(to)) || fsync(file.number()) != 0)
      return cannot("written", written, errno);
  }
  if (rename(written.c_str(), file_.c_str()) != 0) return cannot("replaced", file_, errno);
  if (const int error = files::sync_folder_of(file_)) return cannot("brought to the disk", file_, error);
  cursor_ = to;
  return std::nullopt;
}

}  // namespace presenced::hooks
