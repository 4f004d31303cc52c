// The name of a group of users, for messages such as "only group presenced may connect".
#pragma once

#include <sys/types.h>

#include <string>

namespace presenced::base {

// The number in decimal if the system does not know a name for it. Thread-safe.
std::string group_name(gid_t group);

}  // namespace presenced::base
