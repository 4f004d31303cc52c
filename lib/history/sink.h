// Where everything that is recorded goes: into the store's writer in the daemon, into memory in tests.
#pragma once

#include <string>

#include "base/time.h"
#include "history/record.h"

namespace presenced::history {

// Called on the thread of whoever records. Neither call waits for the disk. What became of them comes back to the
// engine as inputs (engine/io.h): Committed or StoreFailed, HistoryRewound or SetAsideFailed.
class Sink {
 public:
  // Takes the batch over. The batches of one workspace come in the order of their numbers.
  virtual void append(Batch batch) = 0;
  // Moves everything aside that the history has of the workspace after this moment: what was appended before this call
  // is concerned, what is appended after it is not.
  virtual void set_aside(const std::string& workspace, base::WallTime after) = 0;

 protected:
  Sink() = default;
  ~Sink() = default;
  Sink(const Sink&) = default;
  Sink& operator=(const Sink&) = default;
};

}  // namespace presenced::history
