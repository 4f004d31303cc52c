// A directory of a test's own under $TMPDIR or /tmp, gone with everything in it at the end of the scope.
#pragma once

#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <ios>
#include <string>
#include <string_view>
#include <system_error>

namespace presenced::test {

class TempDir {
 public:
  TempDir() {
    std::string name = (std::filesystem::temp_directory_path() / "presenced-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::system_error(errno, std::generic_category(), name);
    path_ = name;
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  ~TempDir() {
    std::error_code ignored;  // a destructor has nobody to tell
    std::filesystem::remove_all(path_, ignored);
  }

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

  // Writes a file, whole, with exactly this mode, whatever the umask. Returns its path.
  std::filesystem::path write(std::string_view name, std::string_view text, mode_t mode = 0600) const {
    const std::filesystem::path file = path_ / name;
    std::ofstream stream;
    stream.exceptions(std::ios::badbit | std::ios::failbit);
    stream.open(file, std::ios::binary | std::ios::trunc);
    stream << text;
    stream.close();
    if (::chmod(file.c_str(), mode) != 0) throw std::system_error(errno, std::generic_category(), file.string());
    return file;
  }

 private:
  std::filesystem::path path_;
};

}  // namespace presenced::test
