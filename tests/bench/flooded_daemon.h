// The real presenced with a history of its own and a fake Slack that sends what was made beforehand.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/ids.h"
#include "bench/flood_frames.h"
#include "bench/ingest_limits.h"
#include "integration/installation.h"

namespace presenced::bench {

std::vector<base::UserId> flooded_people();  // whom the frames may be about: 500

// Everything that is wrong is a std::runtime_error.
class FloodedDaemon {
 public:
  // When it returns the presence of all 500 is covered, and they are away. Nothing else of them is tracked, so nothing
  // else is recorded meanwhile.
  explicit FloodedDaemon(bool tls);

  void send(std::vector<std::string> pieces);  // of FloodFrames; returns at once
  // What was sent is in the history: each change once and in its order, and no coverage has ended.
  void verify(const FloodFrames& frames);
  void stop();

  pid_t pid() { return here_.daemon().pid(); }
  std::filesystem::path history() const { return here_.database(); }
  const std::filesystem::path& folder() const { return here_.directory(); }

 private:
  test::Installation here_;
  fake_slack::SocketId socket_{};
};

struct Flooded {
  Cost cost;              // of the process; from the first byte sent to the last change committed
  double loop_cpu = 0;    // of these CPU seconds: the loop's thread, and
  double writer_cpu = 0;  // the writer's
  double more_mb = 0;     // resident at most, above what it had before
  RecordedRows recorded;
};

// One run, with a fresh history.
Flooded flood_daemon(const FloodFrames& frames, bool tls);

}  // namespace presenced::bench
