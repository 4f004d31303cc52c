// A file system of its own with little room, and a file that takes the rest of it. Needs root.
#pragma once

#include <filesystem>
#include <string>

#include "support/temp_dir.h"

namespace presenced::test {

class SmallDisk {
 public:
  explicit SmallDisk(const std::string& size);  // as tmpfs's `size=`; throws when it cannot be mounted
  ~SmallDisk();
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  static bool possible();  // for this user
  const std::filesystem::path& path() const { return folder_.path(); }
  void fill() const;  // until not a byte more goes in
  void make_room() const;
  void make_read_only() const;  // from now on

 private:
  TempDir folder_;
};

}  // namespace presenced::test
