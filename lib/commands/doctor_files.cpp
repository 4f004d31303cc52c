// doctor: the configuration, and the owners and modes of all files that it names.
#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "commands/configured.h"
#include "commands/doctor_report.h"
#include "config/file.h"
#include "config/load.h"
#include "store/file_name.h"

namespace presenced::commands {
namespace {

constexpr mode_t kGroupAndOthers = 077;

constexpr unsigned kFirstPerson = 1000;  // below it are users and groups of the system (adduser.conf(5))

// The name of a user or group of the system; that of a person is not told.
template <class Entry>
std::string owner_name(const Entry* entry, char* Entry::*name, unsigned id) {
  return entry && id < kFirstPerson ? std::string(entry->*name) : std::to_string(id);
}

// "0640 presenced:presenced". `forbidden`: bits of the mode that are worth a look. `shown`: the path, where it may be
// told.
void add_file(Report& report, const std::string& what, const std::filesystem::path& path, mode_t forbidden,
              bool required = true, const std::string& shown = {}) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    if (errno == ENOENT && !required) return;
    return report.add(what, std::strerror(errno) + shown, true);
  }
  const mode_t mode = status.st_mode & 07777;
  const bool open = (mode & forbidden) != 0;
  report.add(
      what,
      fmt::format("{:04o} {}:{}{}{}", mode, owner_name(::getpwuid(status.st_uid), &passwd::pw_name, status.st_uid),
                  owner_name(::getgrgid(status.st_gid), &group::gr_name, status.st_gid), shown,
                  open ? ", open to other users" : ""),
      open);
}

void add_token(Report& report, const std::string& what, const config::TokenSource& source) {
  if (const auto* file = std::get_if<config::TokenFile>(&source))
    add_file(report, what, file->path, kGroupAndOthers);
  else if (std::holds_alternative<config::TokenEnv>(source))
    report.add(what, "in a variable of the service");
  else
    report.add(what, "in a credential of the service");
}

// Which file and where; what is wrong there would repeat what is written there.
std::string place_of(Report& report, const config::Problem& problem, const Request& request,
                     const std::optional<config::Settings>& settings) {
  std::string file = "a file that the configuration names";
  if (problem.file == request.config) file = "the configuration";
  if (settings)
    for (const config::Workspace& workspace : settings->workspaces)
      if (problem.file == workspace.watchlist) file = "the watchlist of " + report.workspace(workspace.name);
  return problem.line > 0 ? fmt::format("{}, line {}, column {}", file, problem.line, problem.column) : file;
}

// systemd passes credentials to the service alone.
bool only_for_the_service(const config::Problem& problem, const config::Environment& environment) {
  return problem.key.ends_with("token_credential") && !environment.credentials_directory;
}

void hide_secrets(Report& report, const config::Loaded& loaded) {
  for (const config::WorkspaceFiles& files : loaded.files) {
    report.hide(files.token);
    if (files.app_token) report.hide(*files.app_token);
    if (files.cookie) report.hide(*files.cookie);
  }
  for (const config::Workspace& workspace : loaded.settings.workspaces)
    if (workspace.proxy) report.hide(workspace.proxy->credentials);
}

}  // namespace

std::optional<config::Settings> examine_configuration(Report& report, const Request& request,
                                                      const CommandContext& context) {
  report.topic("configuration");
  const config::Environment environment = environment_of(context);
  const auto loaded = config::load(request.config, environment);
  if (loaded) {
    hide_secrets(report, loaded.value());
    for (const config::Workspace& workspace : loaded.value().settings.workspaces)
      (void)report.workspace(workspace.name);
    report.add(request.config, "OK");
    return loaded.value().settings;
  }
  const auto settings = settings_of(request, context);
  for (const config::Problem& problem : loaded.error()) {
    const std::string place = place_of(report, problem, request, settings);
    if (only_for_the_service(problem, environment))
      report.add("not checked", place + ": only the service has this credential");
    else
      report.add("problem", place, true);
  }
  report.add("note",
             "checked as this user and without the environment of the service; for its own view run presenced check as "
             "the user of the service");
  return settings;
}

void examine_files(Report& report, const Request& request, const std::optional<config::Settings>& settings,
                   const std::filesystem::path& socket) {
  report.topic("files");
  const auto shown = [](const std::filesystem::path& path, const std::filesystem::path& configured) {
    return path == configured ? "" : " " + path.string();
  };
  add_file(report, "configuration", request.config, 0, true, shown(request.config, {}));
  add_file(report, "history", request.db, config::kModeOfOthers, true,
           shown(request.db, settings ? settings->history.path : std::filesystem::path{}));
  const std::filesystem::path history = config::absolute_path(store::followed(request.db));
  for (const char* suffix : {"-wal", "-shm", ".lock", ".forgotten"})
    add_file(report, "history" + std::string(suffix), history.string() + suffix, config::kModeOfOthers, false);
  add_file(report, "folder of the history", history.parent_path(), 0);
  add_file(report, "control socket", socket, config::kModeOfOthers, true,
           shown(socket, settings ? settings->control.socket : std::filesystem::path{}));
  if (!settings) return;
  for (const config::Workspace& workspace : settings->workspaces) {
    const std::string name = report.workspace(workspace.name);
    add_token(report, name + " token", workspace.token);
    if (workspace.app_token) add_token(report, name + " app-level token", *workspace.app_token);
    if (workspace.cookie_file) add_file(report, name + " cookie", *workspace.cookie_file, kGroupAndOthers);
    add_file(report, name + " watchlist", workspace.watchlist, 0);
    if (workspace.ca_file) add_file(report, name + " ca_file", *workspace.ca_file, 0);
  }
}

}  // namespace presenced::commands
