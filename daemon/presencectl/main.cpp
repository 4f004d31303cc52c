// presencectl: queries the history. The command line is read here, the commands are in lib/commands.
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "change_wait.h"
#include "command_line.h"
#include "commands/command.h"
#include "commands/places.h"
#include "stop_signals.h"
#include "terminal.h"
#include "text/wrapped.h"

namespace {

using namespace presenced;

std::optional<std::string> environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? std::optional<std::string>(value) : std::nullopt;
}

base::WallTime wall_clock() {
  return base::wall_from_unix_ms(
      std::chrono::floor<base::Millis>(std::chrono::system_clock::now()).time_since_epoch().count());
}

// A question, or an answer that never ends, does not go through a pager.
bool may_page(const commands::Command& command, const commands::Request& request) {
  return presencectl::terminal_reads_answer() && !request.no_pager && !request.follow && !request.watch &&
         !command.options.yes && !command.options.replicate;
}

commands::ExitStatus run(presencectl::CommandLine line) {
  commands::Request& request = line.request;
  presencectl::StandardOutput output(may_page(*line.command, request));
  commands::CommandContext context{output, wall_clock, environment("TZ"),
                                   presencectl::style_of_standard_output(request.color)};
  context.version = PRESENCED_VERSION;
  context.variable = [](const std::string& name) { return environment(name.c_str()); };
  context.confirm = presencectl::confirm_on_terminal();
  context.progress = presencectl::progress_on_terminal();
  try {
    request.db = commands::history_file(request, context);
  } catch (const commands::Refused& refused) {
    return commands::report(refused, output);
  }
  if (line.command->options.replicate) {
    context.host_name = presencectl::host_name();
    context.stopping = presencectl::stop_when_asked();
  }
  if (request.follow || request.watch || line.command->options.replicate)
    context.wait_for_change = [waiting = std::make_shared<presencectl::ChangeWait>(request.db)] {
      return (*waiting)();
    };
  return commands::answer(*line.command, request, context);
}

commands::ExitStatus run(const std::vector<std::string>& words) {
  presencectl::CommandLine line = presencectl::read_command_line(words);
  if (line.command != nullptr) return run(std::move(line));
  presencectl::StandardOutput output(false);
  for (const std::string& problem : line.usage_problems) output.say(problem);
  if (line.answer)
    output.write(presencectl::terminal_reads_answer()
                     ? text::wrapped(*line.answer, presencectl::width_of_standard_output())
                     : *line.answer);
  return line.answer ? commands::ExitStatus::answered : commands::ExitStatus::usage;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return static_cast<int>(run({argv + 1, argv + argc}));
  } catch (const commands::Refused& refused) {
    for (const std::string& line : refused.lines) fmt::print(stderr, "presencectl: {}\n", line);
    return static_cast<int>(refused.status);
  } catch (const std::exception& error) {
    fmt::print(stderr, "presencectl: {}\n", error.what());
    return static_cast<int>(commands::ExitStatus::failed);
  }
}
