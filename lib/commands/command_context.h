// The world that a command runs in: what a process would read from its environment, its clock and its terminal, given
// by argument, so that tests decide it and the commands do not know that there is a process.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "access/limit.h"
#include "base/time.h"
#include "commands/request.h"
#include "rendering/sheet.h"

namespace presenced::commands {

class Output {
 public:
  virtual ~Output() = default;
  // The answer, piece by piece. Throws Refused (request.h) when it cannot be written: a full disk is no answer.
  virtual void write(std::string_view text) = 0;
  // A sentence for the person who asks, without its end of line; not part of the answer.
  virtual void say(std::string_view line) = 0;
};

struct CommandContext {
  Output& output;
  std::function<base::WallTime()> clock;
  std::optional<std::string> tz_variable;  // TZ; empty: not set
  rendering::Style style;                  // of standard output
  // For a follower: returns when the history may have changed, or after a while. False: nobody listens any more.
  std::function<bool()> wait_for_change{};
  int ending = -1;           // for a hook: a descriptor that is readable once it is asked to end; -1: it is not asked
  std::string version = {};  // of this program
  std::string host_name = {};
  // Whether this program was asked to end, for a command that works for long between two changes. Empty: nobody asks.
  std::function<bool()> stopping = {};
  // Of the environment; empty: none is set.
  std::function<std::optional<std::string>(const std::string& name)> variable = {};
  // Asks the person at the terminal, and says whether the answer was yes; empty: nobody is there.
  std::function<bool(const std::string& question)> confirm = {};
  // What is being done, shown until the next one; an empty text ends it. Empty: nobody is watching.
  std::function<void(const std::string& doing)> progress = {};
  // Never steps, unlike `clock`. By default it stands still: for commands that measure nothing with it.
  std::function<base::MonoTime()> monotonic = [] { return base::MonoTime{}; };
  // What whoever asks may see of the history; empty: all of it.
  std::optional<access::Limit> limit = {};
  // Whether the answer has taken too long: then it is refused. From any thread; must not throw. Empty: it may take
  // long.
  std::function<bool()> gives_up = {};
  // Takes the SVG that --to draws, instead of a file. Empty: the file is made.
  std::function<void(const std::string& svg)> picture = {};
  // Receives the lines below the table of an answer about a window, one by one, when no table is printed.
  // Empty: other formats leave it out.
  std::function<void(const std::string& line)> remark = {};
  // Serves the web page until it is stopped; of `serve`. Empty: this program cannot.
  std::function<ExitStatus(const Request& request)> serve_page = {};
};

}  // namespace presenced::commands
