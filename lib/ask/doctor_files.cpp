// doctor: the configuration, and the owners and modes of all files that it names.
#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "ask/doctor_report.h"
#include "config/document.h"
#include "config/file.h"
#include "config/load.h"
#include "config/normalise.h"
#include "config/read_settings.h"
#include "config/wording.h"
#include "store/file_name.h"

namespace presenced::ask {
namespace {

constexpr mode_t kOthers = 007;
constexpr mode_t kGroupAndOthers = 077;

config::Environment environment_of(const Surroundings& surroundings) {
  return config::environment_of(surroundings.variable ? surroundings.variable
                                                      : [](const std::string&) { return std::nullopt; });
}

// Whatever of it is wrong: which files it names can mostly be told all the same.
std::optional<config::Settings> settings_of(const std::filesystem::path& file, const config::Environment& environment) {
  const auto text = config::read_file(file, config::kLargestDocument);
  if (!text) return std::nullopt;
  const auto tree = config::parse(text.value().text, file.string());
  if (!tree) return std::nullopt;
  config::Report ignored(file.string());
  return config::normalise(config::read_settings(tree.value(), ignored), file.parent_path(), environment);
}

template <class Entry, class Id>
std::string name_or_number(const Entry* entry, char* Entry::*name, Id id) {
  return entry ? std::string(entry->*name) : std::to_string(id);
}

// "0640 presenced:presenced"; what nobody but `allowed` may do is not forbidden to have.
void add_file(Report& report, const std::string& what, const std::filesystem::path& path, mode_t forbidden,
              bool required = true) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    if (errno == ENOENT && !required) return;
    return report.add(what, fmt::format("{}: {}", path.string(), std::strerror(errno)), true);
  }
  const mode_t mode = status.st_mode & 07777;
  const bool open = (mode & forbidden) != 0;
  report.add(
      what,
      fmt::format("{:04o} {}:{} {}{}", mode, name_or_number(::getpwuid(status.st_uid), &passwd::pw_name, status.st_uid),
                  name_or_number(::getgrgid(status.st_gid), &group::gr_name, status.st_gid), path.string(),
                  open ? ", which is open to others" : ""),
      open);
}

void add_token(Report& report, const std::string& name, const config::TokenSource& source) {
  if (const auto* file = std::get_if<config::TokenFile>(&source))
    add_file(report, name + " token", file->path, kGroupAndOthers);
  else if (const auto* variable = std::get_if<config::TokenEnv>(&source))
    report.add(name + " token", "the variable " + variable->name + " of the service");
  else if (const auto* credential = std::get_if<config::TokenCredential>(&source))
    report.add(name + " token", "the credential " + credential->name + " of the service");
}

void hide_secrets(Report& report, const config::Loaded& loaded) {
  for (const config::WorkspaceFiles& files : loaded.files) {
    report.hide(files.token);
    if (files.cookie) report.hide(*files.cookie);
  }
  for (const config::Workspace& workspace : loaded.settings.workspaces)
    if (workspace.proxy) report.hide(workspace.proxy->credentials);
}

}  // namespace

std::optional<config::Settings> examine_configuration(Report& report, const Request& request,
                                                      const Surroundings& surroundings) {
  report.topic("configuration");
  const config::Environment environment = environment_of(surroundings);
  const auto loaded = config::load(request.config, environment);
  if (loaded) {
    hide_secrets(report, loaded.value());
    report.add(request.config, "is good");
    return loaded.value().settings;
  }
  for (const config::Problem& problem : loaded.error()) report.add("problem", config::render(problem), true);
  report.add("note",
             "as seen by this user and without the service's variables; `presenced check` as the service's "
             "user sees what it sees");
  return settings_of(request.config, environment);
}

void examine_files(Report& report, const Request& request, const std::optional<config::Settings>& settings,
                   const std::filesystem::path& socket) {
  report.topic("files");
  add_file(report, "configuration", request.config, 0);
  add_file(report, "history", request.db, kOthers);
  const std::filesystem::path history = config::absolute_path(store::followed(request.db));
  for (const char* suffix : {"-wal", "-shm", ".lock"})
    add_file(report, "history" + std::string(suffix), history.string() + suffix, kOthers, false);
  add_file(report, "history's folder", history.parent_path(), 0);
  add_file(report, "control socket", socket, kOthers);
  if (!settings) return;
  for (const config::Workspace& workspace : settings->workspaces) {
    add_token(report, workspace.name, workspace.token);
    if (workspace.cookie_file) add_file(report, workspace.name + " cookie", *workspace.cookie_file, kGroupAndOthers);
    add_file(report, workspace.name + " watchlist", workspace.watchlist, 0);
    if (workspace.ca_file) add_file(report, workspace.name + " ca_file", *workspace.ca_file, 0);
  }
}

}  // namespace presenced::ask
