// What the daemon ends with. 78 is also what the unit's RestartPreventExitStatus= names.
#pragma once

namespace presenced::supervise {

enum class ExitStatus : int {
  stopped = 0,         // on request
  failed = 1,          // `check`: a name could not be resolved, or Slack refuses; `setup`: files are there already
  usage = 2,           // wrong options
  bug = 70,            // EX_SOFTWARE
  history_store = 74,  // EX_IOERR
  configuration = 78,  // EX_CONFIG
};

}  // namespace presenced::supervise
