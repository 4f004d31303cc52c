#include "store/forgotten_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>

#include "files/descriptor.h"
#include "files/durable.h"
#include "store/file_name.h"

namespace presenced::store {
namespace {

constexpr std::string_view kFirstLine = "# presenced forgotten 1: never recorded again; see presencectl forget --list";
constexpr std::size_t kMostBytes = 64 * 1024 * 1024;  // some four million ids: beyond it, it is something else

// Whatever was stored as an id may be in it, and nothing that could be taken for another line.
bool is_id(std::string_view text) {
  constexpr std::string_view kOfAnId = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  return !text.empty() && text.find_first_not_of(kOfAnId) == std::string_view::npos;
}

std::string last_line(std::size_t count) { return fmt::format("# ids: {}", count); }

[[noreturn]] void refuse_list(const std::filesystem::path& path, int code, const std::string& why) {
  throw StoreError(Failure{
      FailureClass::broken, code,
      fmt::format(
          "{}: {}; it lists people who must not be recorded again: repair it or restore its newest copy; if it is "
          "lost, remove it, and only people whom the database lists stay forgotten",
          path.string(), why)});
}

std::string content_of(const std::filesystem::path& path, int descriptor) {
  std::string content;
  char part[4096];
  for (;;) {
    const ssize_t size = ::read(descriptor, part, sizeof part);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) refuse_list(path, errno, fmt::format("cannot be read: {}", std::strerror(errno)));
    if (size == 0) return content;
    content.append(part, static_cast<std::size_t>(size));
    if (content.size() > kMostBytes) refuse_list(path, EFBIG, "is not a list of ids");
  }
}

// A list that root writes must stay readable for the daemon. What the system does not allow is left: then the writer is
// the database's owner already.
bool like_database(int descriptor, const std::filesystem::path& database) {
  struct stat about {};
  if (::stat(database.c_str(), &about) != 0) return false;
  [[maybe_unused]] const int owned = ::fchown(descriptor, about.st_uid, about.st_gid);
  return ::fchmod(descriptor, about.st_mode & 0777) == 0;
}

// 0, or errno.
int replace(const std::filesystem::path& database, const std::filesystem::path& path, std::string_view text) {
  const std::string fresh = path.string() + ".new";
  {
    const files::Descriptor file(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file.ok()) return errno;
    const bool written = like_database(file.number(), database) && files::write_whole(file.number(), text) &&
                         ::fsync(file.number()) == 0;
    if (!written || ::rename(fresh.c_str(), path.c_str()) != 0) {
      const int error = errno;
      ::unlink(fresh.c_str());
      return error;
    }
  }
  return files::sync_folder_of(path);
}

}  // namespace

ForgottenFile::ForgottenFile(const std::filesystem::path& database)
    : database_(followed(database)), path_(database_.string() + ".forgotten") {}

std::optional<std::set<base::UserId>> ForgottenFile::read() const {
  const files::Descriptor file(::open(path_.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.ok() && errno == ENOENT) return std::nullopt;
  if (!file.ok()) refuse_list(path_, errno, fmt::format("cannot be opened: {}", std::strerror(errno)));
  const std::string content = content_of(path_, file.number());
  std::set<base::UserId> users;
  std::string_view rest = content;
  bool ended = false;
  for (int line = 1; !rest.empty(); ++line) {
    const std::size_t end = rest.find('\n');
    const std::string_view text = rest.substr(0, end);
    if (end == std::string_view::npos || ended) refuse_list(path_, 0, fmt::format("line {} is incomplete", line));
    rest.remove_prefix(end + 1);
    if (line == 1 && text == kFirstLine) continue;
    if (line > 1 && text == last_line(users.size())) {
      ended = true;
      continue;
    }
    if (line == 1 || !is_id(text)) refuse_list(path_, 0, fmt::format("line {} is not a member id", line));
    users.insert(base::UserId{std::string(text)});
  }
  if (!ended) refuse_list(path_, 0, "is truncated");
  return users;
}

std::optional<Failure> ForgottenFile::write(const std::set<base::UserId>& users) const {
  std::string text(kFirstLine);
  for (const base::UserId& user : users) text += "\n" + user.text;
  text += "\n" + last_line(users.size()) + "\n";
  const int error = replace(database_, path_, text);
  if (error == 0) return std::nullopt;
  const bool room = error == ENOSPC || error == EDQUOT || error == EFBIG || error == EIO || error == ENOMEM;
  return Failure{
      room ? FailureClass::full : FailureClass::busy, error,
      fmt::format("{}: cannot be written: {}; its folder needs free space and must be writable for the user presenced "
                  "runs as",
                  path_.string(), std::strerror(error))};
}

}  // namespace presenced::store
