// presenced's command line, as presenced(8) describes it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace presenced {

enum class Command { run, check, setup };

// Of `setup`. Empty: asked for on a terminal, or left out.
struct SetupOptions {
  std::filesystem::path directory = "presenced";
  std::string workspace;
  std::string token_file;
  std::string app_token_file;
  std::vector<std::string> users;
  std::string api_url;
  std::string ca_file;
  bool by_name = false;
  bool force = false;
};

struct CommandLine {
  Command command = Command::run;
  std::filesystem::path config_file = "/etc/presenced/presenced.yaml";
  bool resolve = false;  // of `check`
  bool connect = false;  // likewise
  SetupOptions setup;
};

struct Parsed {
  std::optional<CommandLine> command_line;  // empty: --help or --version was answered, or the usage is wrong
  int exit_status = 0;                      // then
};

Parsed parse_command_line(int argc, char** argv);

}  // namespace presenced
