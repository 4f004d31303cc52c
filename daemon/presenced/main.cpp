// presenced: reads the command line and the configuration, then hands over to the supervisor.
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <exception>

#include "base/counted.h"
#include "command_line.h"
#include "config/file.h"
#include "config/load.h"
#include "logging/daemon_log.h"
#include "roster/compose.h"
#include "setup_command.h"
#include "supervise/connect_check.h"
#include "supervise/resolve_check.h"
#include "supervise/supervisor.h"

namespace {

using presenced::supervise::ExitStatus;
namespace config = presenced::config;

config::Environment environment() {
  return config::environment_of([](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    return value ? std::optional<std::string>(value) : std::nullopt;
  });
}

// Whether stderr is the journal (systemd.exec(5), $JOURNAL_STREAM).
presenced::logging::LogShape automatic_shape() {
  using presenced::logging::LogShape;
  struct stat status {};
  const char* journal = std::getenv("JOURNAL_STREAM");
  const bool under_systemd =
      journal && fstat(STDERR_FILENO, &status) == 0 && fmt::format("{}:{}", status.st_dev, status.st_ino) == journal;
  return under_systemd ? LogShape::journal : LogShape::plain;
}

int check(const config::Loaded& loaded, const presenced::CommandLine& line) {
  namespace supervise = presenced::supervise;
  if (line.resolve || line.connect) {
    const auto connected = line.connect ? supervise::check_connections(loaded) : ExitStatus::stopped;
    const auto resolved = line.resolve ? supervise::check_names(loaded) : ExitStatus::stopped;
    return static_cast<int>(connected == ExitStatus::stopped ? resolved : connected);
  }
  for (std::size_t i = 0; i < loaded.files.size(); ++i) {
    const config::Workspace& workspace = loaded.settings.workspaces[i];
    const presenced::watch::Shard& shard = workspace.tuning.shard;
    std::size_t names = 0;
    const auto people = presenced::roster::compose(*loaded.files[i].watchlist, {}, shard, [&](const auto&) {
                          return ++names, nullptr;
                        }).people;
    fmt::print("workspace {}: {}{}", workspace.name, presenced::base::counted_people(people.size()), shard.suffix());
    fmt::print("{}\n", names == 0 ? "" : ", " + presenced::base::counted(names, "name") + " to look up in Slack");
  }
  fmt::print("configuration OK\n");
  return static_cast<int>(ExitStatus::stopped);
}

// What it says of the log is not in force: as it would be by default.
int reject(const config::Problems& problems) {
  using presenced::logging::LogShape;
  if (const LogShape shape = automatic_shape(); shape == LogShape::journal) {
    presenced::logging::DaemonLog log(config::Log{}, shape);
    for (const config::Problem& problem : problems)
      log.write({presenced::base::LogLevel::error, "configuration_rejected", {}, config::render(problem)});
  } else {
    fmt::print(stderr, "{}", config::render(problems));
  }
  return static_cast<int>(ExitStatus::configuration);
}

int start(const presenced::CommandLine& line) {
  if (line.command == presenced::Command::setup) return static_cast<int>(presenced::set_up(line.setup, environment()));
  const bool check_only = line.command == presenced::Command::check;
  // While it runs, the current directory may go away. `check` names the file as it was typed.
  const auto file = check_only ? line.config_file : config::absolute_path(line.config_file);
  auto loaded = config::load(file, environment());
  if (!loaded) return reject(loaded.error());
  if (check_only) return check(loaded.value(), line);
  presenced::logging::DaemonLog log(loaded.value().settings.log, automatic_shape());
  try {
    presenced::supervise::Supervisor supervisor(file, environment(), std::move(loaded.value()), PRESENCED_VERSION, log);
    return static_cast<int>(supervisor.run());
  } catch (const std::exception& error) {  // to the log, which waits for no reader
    log.write({presenced::base::LogLevel::error, "bug", {}, error.what()});
    return static_cast<int>(ExitStatus::bug);
  }
}

}  // namespace

int main(int argc, char** argv) {
  umask(0027);  // the history is for its group to read, and for nobody else
  try {
    const auto parsed = presenced::parse_command_line(argc, argv);
    return parsed.command_line ? start(*parsed.command_line) : parsed.exit_status;
  } catch (const std::exception& error) {
    fmt::print(stderr, "presenced: a bug: {}\n", error.what());
    return static_cast<int>(ExitStatus::bug);
  }
}
