#include "new_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/escape.h"

namespace presenced {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kDirectoryMode = 0750;

std::string failed(const std::string& what, const fs::path& path, int error) {
  return fmt::format("cannot {} {}: {}", what, base::printable(path.string()), std::generic_category().message(error));
}

// With those above it. What is there already stays as it is.
std::string make_directory(const fs::path& directory) {
  if (fs::path above; directory.has_parent_path() && !fs::exists(above = directory.parent_path()))
    if (std::string trouble = make_directory(above); !trouble.empty()) return trouble;
  if (::mkdir(directory.c_str(), kDirectoryMode) == 0 || errno == EEXIST) return {};
  return failed("make the directory", directory, errno);
}

bool write_all(int file, const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t count = ::write(file, text.data() + at, text.size() - at);
    if (count < 0 && errno != EINTR) return false;
    if (count > 0) at += static_cast<std::size_t>(count);
  }
  return true;
}

// The files beside their places. Those that were not put there are removed in the end.
class Drafts {
 public:
  explicit Drafts(const fs::path& directory) : directory_(directory) {}
  Drafts(const Drafts&) = delete;
  Drafts& operator=(const Drafts&) = delete;
  ~Drafts() {
    for (const NewFile* file : written_) ::unlink(draft(*file).c_str());
    if (complete_) return;
    for (const NewFile* file : linked_) ::unlink(place(*file).c_str());
  }

  std::string write(const NewFile& file) {
    const fs::path path = draft(file);
    ::unlink(path.c_str());  // of a run that was killed
    const int number = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, file.mode);
    if (number < 0) return failed("make", path, errno);
    written_.push_back(&file);
    const bool good = ::fchmod(number, file.mode) == 0 && write_all(number, file.text.reveal()) && ::fsync(number) == 0;
    const int error = errno;
    ::close(number);
    return good ? "" : failed("write", path, error);
  }

  std::string put_in_place(const NewFile& file, bool overwrite) {
    const fs::path from = draft(file);
    const fs::path to = place(file);
    if (overwrite) return ::rename(from.c_str(), to.c_str()) == 0 ? "" : failed("write", to, errno);
    if (::link(from.c_str(), to.c_str()) != 0) return failed("make", to, errno);
    linked_.push_back(&file);
    return {};
  }

  void complete() { complete_ = true; }

 private:
  fs::path place(const NewFile& file) const { return directory_ / file.name; }
  fs::path draft(const NewFile& file) const { return directory_ / ("." + file.name + ".new"); }

  const fs::path& directory_;
  std::vector<const NewFile*> written_;
  std::vector<const NewFile*> linked_;
  bool complete_ = false;
};

}  // namespace

std::string write_files(const fs::path& directory, const std::vector<NewFile>& files, bool overwrite) {
  if (std::string trouble = make_directory(directory); !trouble.empty()) return trouble;
  Drafts drafts(directory);
  for (const NewFile& file : files)
    if (std::string trouble = drafts.write(file); !trouble.empty()) return trouble;
  for (const NewFile& file : files)
    if (std::string trouble = drafts.put_in_place(file, overwrite); !trouble.empty()) return trouble;
  drafts.complete();
  return {};
}

}  // namespace presenced
