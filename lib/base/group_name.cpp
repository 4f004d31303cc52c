#include "base/group_name.h"

#include <grp.h>

#include <array>

namespace presenced::base {

std::string group_name(gid_t group) {
  struct group found {};
  struct group* result = nullptr;
  std::array<char, 16'384> text{};  // sysconf(_SC_GETGR_R_SIZE_MAX) is 1024 on Debian 12; big groups need more
  if (getgrgid_r(group, &found, text.data(), text.size(), &result) == 0 && result != nullptr) return found.gr_name;
  return std::to_string(group);
}

}  // namespace presenced::base
