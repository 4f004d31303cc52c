// Who may connect to a Unix socket: the mode and the group of its file.
#pragma once

#include <sys/types.h>

#include <string>

namespace presenced::base {

struct SocketAccess {
  mode_t mode = 0660;
  std::string group = {};  // its name; empty: the group of the process
  bool operator==(const SocketAccess&) const = default;
};

}  // namespace presenced::base
