#include "store/file_name.h"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>

namespace presenced::store {

std::filesystem::path followed(const std::filesystem::path& file) {
  constexpr int kMostLinks = 40;  // as many as the kernel follows
  std::error_code error;
  std::filesystem::path name = file;
  for (int links = 0; links < kMostLinks && std::filesystem::is_symlink(name, error); ++links) {
    const std::filesystem::path target = std::filesystem::read_symlink(name, error);
    if (error) return name;
    name = name.parent_path() / target;  // an absolute target stands for itself
  }
  return name;
}

std::filesystem::path log_of(const std::filesystem::path& file) { return followed(file).string() + "-wal"; }

std::optional<Failure> refuse_other_names(const std::filesystem::path& file, const struct stat& state) {
  if (state.st_nlink < 2) return std::nullopt;
  return Failure{
      FailureClass::broken, EMLINK,
      fmt::format("{0}: the file has {1} names (hard links), and the log beside one of them is missing beside "
                  "the others; list them with `find {2} -xdev -samefile {0}` and remove all but one. A copy "
                  "is made by `presencectl backup`",
                  file.string(), state.st_nlink, file.has_parent_path() ? file.parent_path().string() : ".")};
}

}  // namespace presenced::store
