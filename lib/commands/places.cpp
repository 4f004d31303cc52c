#include "commands/places.h"

#include <fmt/format.h>

#include <optional>
#include <string_view>
#include <system_error>

#include "commands/configured.h"
#include "text/text.h"

namespace presenced::commands {
namespace {

std::string environment_text(const CommandContext& context, const std::string& name) {
  return context.variable ? context.variable(name).value_or("") : "";
}

// systemd lists several folders that way (systemd.exec(5)); the first is the daemon's own.
std::string first_folder(const CommandContext& context, const std::string& variable, std::string_view otherwise) {
  const std::string folders = environment_text(context, variable);
  const std::string first = folders.substr(0, folders.find(':'));
  return first.empty() ? std::string(otherwise) : first;
}

Refused unreadable(const std::string& file) {
  std::error_code ignored;
  const std::string shown = text::printable(file);
  if (!std::filesystem::exists(file, ignored))
    return {ExitStatus::failed, fmt::format("no configuration at {}; create it or pass --config FILE", shown)};
  return {
      ExitStatus::failed,
      fmt::format("cannot read the configuration {}; presenced check --config {} lists what is wrong", shown, shown)};
}

}  // namespace

std::string configuration_file(const Request& request) {
  return request.config.empty() ? "/etc/presenced/presenced.yaml" : request.config;
}

std::string history_file(const Request& request, const CommandContext& context) {
  if (!request.db.empty()) return request.db;
  if (const std::string named = environment_text(context, "PRESENCED_DB"); !named.empty()) return named;
  if (!request.config.empty()) {
    if (const auto settings = settings_of(request, context)) return settings->history.path;
    if (request.command != "doctor") throw unreadable(request.config);
  }
  return first_folder(context, "STATE_DIRECTORY", "/var/lib/presenced") + "/history.db";
}

std::filesystem::path control_socket(const Request& request, const CommandContext& context) {
  if (!request.socket.empty()) return request.socket;
  if (const std::string named = environment_text(context, "PRESENCED_SOCKET"); !named.empty()) return named;
  if (!request.config.empty())
    if (const auto settings = settings_of(request, context)) return settings->control.socket;
  return std::filesystem::path(first_folder(context, "RUNTIME_DIRECTORY", "/run/presenced")) / "control.sock";
}

}  // namespace presenced::commands
