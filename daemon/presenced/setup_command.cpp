#include "setup_command.h"

#include <fmt/format.h>

#include <cstdio>
#include <optional>
#include <system_error>
#include <utility>

#include "config/api_url.h"
#include "config/file.h"
#include "config/load.h"
#include "config/secret.h"
#include "config/token_kind.h"
#include "config/wording.h"
#include "new_files.h"
#include "setup/dialogue.h"
#include "setup/first_files.h"
#include "setup/guide.h"
#include "supervise/connect_check.h"
#include "tty.h"

namespace presenced {
namespace {

namespace fs = std::filesystem;
using supervise::ExitStatus;

constexpr const char* kPackagedDirectory = "/etc/presenced";

ExitStatus fail(ExitStatus status, const std::string& message) {
  fmt::print(stderr, "presenced: {}\n", message);
  return status;
}

// What the options say, each checked. The error is for people.
struct Reader {
  const SetupOptions& options;
  std::string error;
  ExitStatus status = ExitStatus::usage;

  setup::Wanted read() {
    setup::Wanted known;
    known.by_name = options.by_name;
    if (!options.workspace.empty()) known.workspace = options.workspace;
    if (known.workspace && !setup::is_workspace_name(*known.workspace))
      wrong(ExitStatus::usage,
            config::in_quotes(*known.workspace) + " is not a valid name; use letters, digits, - . and _");
    for (const std::string& user : options.users) {
      const setup::ReadIds ids = setup::read_ids(user);
      known.people.insert(known.people.end(), ids.people.begin(), ids.people.end());
      if (!ids.wrong.empty())
        wrong(ExitStatus::usage, config::in_quotes(ids.wrong) + " is not a member id; expected one such as U024BE7LH");
    }
    if (const auto url = config::checked_api_url(options.api_url); !options.api_url.empty() && !url)
      wrong(ExitStatus::usage, "--api-url " + url.error().message);
    known.token = token(options.token_file, setup::unusable_token);
    known.app_token = token(options.app_token_file, config::fault_of_app_token);
    return known;
  }

 private:
  std::optional<base::Secret> token(const std::string& file, std::string (*fault)(std::string_view)) {
    if (file.empty()) return std::nullopt;
    const auto found = config::read_secret_file(file);
    if (!found) {
      wrong(ExitStatus::configuration, found.error().message);
      return std::nullopt;
    }
    const std::string unusable = fault(found.value().reveal());
    if (!unusable.empty()) wrong(ExitStatus::configuration, config::printable(file) + " holds " + unusable);
    return found.value();
  }
  void wrong(ExitStatus how, std::string what) {
    if (!error.empty()) return;
    status = how;
    error = std::move(what);
  }
};

// From the root, and without a slash at its end.
fs::path directory_of(const SetupOptions& options) {
  fs::path directory = config::absolute_path(options.directory.lexically_normal());
  return directory.has_filename() ? directory : directory.parent_path();
}

ExitStatus say_what_is_missing(const setup::Wanted& known) {
  fmt::print("{}", setup::steps_at_slack(known.by_name));
  return fail(ExitStatus::usage,
              "no terminal for questions: put the tokens into files that only their owner can read, and run: presenced "
              "setup --workspace NAME --token-file FILE --app-token-file FILE --user ID");
}

std::vector<NewFile> files_of(const setup::FirstConfiguration& first, const setup::Wanted& wanted) {
  constexpr mode_t kForTheGroup = 0640;
  constexpr mode_t kForTheOwner = 0600;
  std::vector<NewFile> files;
  files.push_back({setup::token_file_name(first.workspace), base::Secret(wanted.token->reveal() + "\n"), kForTheOwner});
  if (wanted.app_token)
    files.push_back(
        {setup::app_token_file_name(first.workspace), base::Secret(wanted.app_token->reveal() + "\n"), kForTheOwner});
  files.push_back({"watchlist.yaml", base::Secret(setup::watchlist_text(first)), kForTheGroup});
  files.push_back({"presenced.yaml", base::Secret(setup::configuration_text(first)), kForTheGroup});
  return files;
}

setup::FirstConfiguration first_configuration(const SetupOptions& options, const setup::Wanted& wanted,
                                              const fs::path& directory) {
  setup::FirstConfiguration first;
  first.workspace = *wanted.workspace;
  first.app_token = wanted.app_token.has_value();
  first.people = wanted.people;
  first.api_url = options.api_url;
  if (!options.ca_file.empty()) first.ca_file = config::absolute_path(options.ca_file).string();
  first.packaged = directory == kPackagedDirectory;
  return first;
}

// The last step: what was written is read as the daemon reads it, and tried out at Slack.
ExitStatus try_out(const fs::path& file, const config::Environment& environment) {
  const auto loaded = config::load(file, environment);
  if (loaded) return supervise::check_connections(loaded.value());
  fmt::print(stderr, "{}", config::render(loaded.error()));
  return ExitStatus::configuration;
}

}  // namespace

ExitStatus set_up(const SetupOptions& options, const config::Environment& environment) {
  const fs::path directory = directory_of(options);
  const fs::path file = directory / "presenced.yaml";
  Reader reader{options, {}};
  setup::Wanted known = reader.read();
  if (!reader.error.empty()) return fail(reader.status, reader.error);
  std::error_code ignored;
  if (!options.force && fs::exists(file, ignored)) {
    if (!known.workspace) known.workspace = "another";
    fmt::print("{}", setup::how_to_add(file, first_configuration(options, known, directory)));
    return ExitStatus::failed;
  }
  if (!on_a_terminal() && (!known.workspace || !known.token)) return say_what_is_missing(known);
  if (on_a_terminal()) {
    Tty tty;
    auto answered = setup::ask(std::move(known), tty);
    if (!answered) return fail(ExitStatus::failed, "cancelled; nothing was written");
    known = *std::move(answered);
  }
  const auto first = first_configuration(options, known, directory);
  const std::vector<NewFile> files = files_of(first, known);
  if (const std::string trouble = write_files(directory, files, options.force); !trouble.empty())
    return fail(ExitStatus::failed, trouble);
  fmt::print("Written in {}:", config::printable(directory.string()));
  for (const NewFile& one : files) fmt::print(" {}", one.name);
  fmt::print("\n\nPost this in the workspace before you record:\n\n{}\n", setup::notice());
  std::fflush(stdout);
  const ExitStatus status = try_out(file, environment);
  fmt::print("\n{}", setup::how_to_go_on(file, first, status == ExitStatus::stopped));
  return status;
}

}  // namespace presenced
