#include "command.h"

namespace presenced::presencectl {

const std::vector<Command>& command_table() {
  static const std::vector<Command> table{
      {"now", "present state of people, since when, and how certain that is", false, run_now},
      {"at", "who was what at a moment", true, run_at},
  };
  return table;
}

}  // namespace presenced::presencectl
