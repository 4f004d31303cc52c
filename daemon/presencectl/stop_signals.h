// For a command that runs until it is asked to end, and works for long at a time.
#pragma once

#include <functional>
#include <string>

namespace presenced::presencectl {

// From now on SIGINT and SIGTERM wait to be noticed: by the function that is returned, true once one was sent, and by
// ChangeWait. For the whole process, for good.
std::function<bool()> stop_when_asked();

std::string host_name();  // of this machine; empty: it has none

}  // namespace presenced::presencectl
