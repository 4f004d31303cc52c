// Answers over the history: the commands of presencectl, run with what they write captured. Every member may be called
// on any worker's thread, several at a time: each answer opens the history for itself, as the program does.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/time.h"
#include "commands/command.h"
#include "commands/command_context.h"
#include "commands/history.h"
#include "commands/request.h"
#include "net/http_server.h"
#include "web/target.h"
#include "web/token_desk.h"

namespace presenced::web {

inline constexpr base::Millis kLongestAnswer{10'000};            // of computing it
inline constexpr std::size_t kLargestAnswer = 16 * 1024 * 1024;  // bytes: the periods of 500 people in a week are 14 MB
inline constexpr std::size_t kMostUnderWay = 32 * 1024 * 1024;   // bytes of answers that clients are still taking

// What the commands ask of the world; all are set, and thread-safe.
struct AnswersWorld {
  std::function<base::WallTime()> clock;
  std::function<base::MonoTime()> mono_clock;
  std::optional<std::string> tz_variable;
  std::string version;
  std::function<bool()> stopping;  // the program ends: running answers are given up
};

class Answers {
 public:
  // `like`: the file of the history, and the time zone where a question names none.
  Answers(commands::Request like, AnswersWorld world) : like_(std::move(like)), world_(std::move(world)) {}

  // Byte for byte what presencectl prints, compressed with `gzip`; with the parameter remarks=1 a JSON answer ends with
  // "remarks", if there are any: what presencectl says on standard error, and below a table; or the error: 400 wrong
  // usage, 404 nobody of that name, 500 it failed, 503 it takes too long, is too large, or too much is under way.
  net::HttpAnswer command(const commands::Command& command, Parameters parameters, const Visitor& visitor,
                          bool gzip = false) const;
  // What the page has to know before it asks (/api/page).
  net::HttpAnswer about(const Parameters& parameters, const Visitor& visitor, bool gzip = false) const;
  // Calls `look` with the history as the visitor sees it; false: it cannot be read now.
  bool with_history(const Visitor& visitor, const std::function<void(commands::History&)>& look) const;

  base::WallTime now() const { return world_.clock(); }

 private:
  commands::CommandContext context(commands::Output& output, const Visitor& visitor) const;
  net::HttpAnswer delivered(std::string text, std::string content_type, bool gzip) const;

  commands::Request like_;
  AnswersWorld world_;
  std::shared_ptr<std::atomic<std::size_t>> under_way_ = std::make_shared<std::atomic<std::size_t>>(0);
};

// {"error": ..., "lines": [...]}: what the command said.
net::HttpAnswer refusal(int status, const std::vector<std::string>& lines);

}  // namespace presenced::web
