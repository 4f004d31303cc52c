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
#include "web/serve.h"

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

base::MonoTime monotonic_clock() {
  return base::MonoTime{std::chrono::floor<base::Millis>(std::chrono::steady_clock::now().time_since_epoch())};
}

// Looks at the history again and again.
bool follows(const commands::Command& command, const commands::Request& request) {
  return request.follow || request.watch || command.options.wait || command.options.replicate;
}

// A question, an answer that never ends, or a secret does not go through a pager.
bool may_page(const commands::Command& command, const commands::Request& request) {
  return presencectl::terminal_reads_answer() && !request.no_pager && !follows(command, request) &&
         !command.options.yes && !command.options.serve && !command.options.token;
}

commands::ExitStatus run(presencectl::CommandLine line) {
  commands::Request& request = line.request;
  presencectl::StandardOutput output(may_page(*line.command, request));
  commands::CommandContext context{output, wall_clock, environment("TZ"),
                                   presencectl::style_of_standard_output(request.color)};
  context.monotonic = monotonic_clock;
  context.version = PRESENCED_VERSION;
  context.variable = [](const std::string& name) { return environment(name.c_str()); };
  context.confirm = presencectl::confirm_on_terminal();
  context.progress = presencectl::progress_on_terminal();
  context.serve_page = [&](const commands::Request& page) { return web::serve(page, context); };
  try {
    request.db = commands::history_file(request, context);
  } catch (const commands::Refused& refused) {
    return commands::report(refused, output);
  }
  if (line.command->options.replicate) {
    context.host_name = presencectl::host_name();
    context.stopping = presencectl::stop_when_asked();
  }
  if (follows(*line.command, request)) {
    using Reader = presencectl::ChangeWait::Reader;
    const bool hook = request.exec || request.post;
    const auto waiting =
        std::make_shared<presencectl::ChangeWait>(request.db, hook ? Reader::hook : Reader::of_standard_output);
    context.wait_for_change = [waiting] { return (*waiting)(); };
    context.ending = waiting->ending();
  }
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
