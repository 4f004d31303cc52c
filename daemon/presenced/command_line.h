// presenced's command line, as presenced(8) describes it.
#pragma once

#include <filesystem>
#include <optional>

namespace presenced {

enum class Command { run, check, resolve };

struct CommandLine {
  Command command = Command::run;
  std::filesystem::path config_file = "/etc/presenced/presenced.yaml";
};

struct Parsed {
  std::optional<CommandLine> command_line;  // empty: --help or --version was answered, or the usage is wrong
  int exit_status = 0;                      // then
};

Parsed parse_command_line(int argc, char** argv);

}  // namespace presenced
