// replicate: copies the history to a central one in PostgreSQL, and keeps it up to date.
#include "commands/replicate.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <vector>

#include "commands/command.h"
#include "config/credential.h"
#include "config/secret.h"
#include "text/text.h"

namespace presenced::commands {
namespace {

constexpr const char* kCredential = "postgresql-password";  // systemd/presenced-replicate.service

base::Secret password_of(const Request& request, const CommandContext& context) {
  const auto taken = [](base::Result<config::Secret, config::SecretError> read) {
    if (!read) throw Refused(ExitStatus::failed, read.error().message);
    return read.value();
  };
  if (request.password_file) return taken(config::read_secret_file(*request.password_file));
  const auto directory = context.variable ? context.variable("CREDENTIALS_DIRECTORY") : std::nullopt;
  std::error_code ignored;
  if (directory && std::filesystem::exists(std::filesystem::path(*directory) / kCredential, ignored))
    return taken(config::read_credential(*directory, kCredential));
  return {};
}

central::Address address_of(const Request& request, const CommandContext& context) {
  const auto named = context.variable ? context.variable("PRESENCED_CENTRE") : std::nullopt;
  if (!request.to && !named)
    throw Refused(ExitStatus::usage,
                  "replicate needs --to postgresql://USER@HOST/DATABASE, or the variable PRESENCED_CENTRE");
  auto address = central::read_address(request.to ? *request.to : *named, password_of(request, context));
  if (!address) throw Refused(ExitStatus::usage, text::printable(address.error()));
  return std::move(address.value());
}

void refuse_bad_name(const std::string& origin) {
  if (origin.empty() || text::printable(origin) != origin || origin.size() > 63)
    throw Refused(ExitStatus::usage,
                  fmt::format("--origin: invalid name '{}'; use up to 63 visible characters", text::printable(origin)));
}

// ORIGIN=FILE..., else the history of --db under the name of --origin.
std::vector<ReplicatedHistory> histories_of(const Request& request, const CommandContext& context) {
  std::vector<ReplicatedHistory> histories;
  for (const std::string& written : request.histories) {
    const std::size_t equals = written.find('=');
    if (equals == std::string::npos)
      throw Refused(ExitStatus::usage, fmt::format("'{}' is not ORIGIN=FILE; use berlin=/srv/berlin/history.db",
                                                   text::printable(written)));
    histories.push_back({written.substr(0, equals), written.substr(equals + 1)});
  }
  if (!histories.empty() && request.origin)
    throw Refused(ExitStatus::usage, "--origin cannot be combined with ORIGIN=FILE");
  if (histories.empty()) histories.push_back({request.origin.value_or(context.host_name), request.db});
  for (const ReplicatedHistory& history : histories) refuse_bad_name(history.origin);
  return histories;
}

}  // namespace

ExitStatus replicate(const Request& request, const CommandContext& context) {
  const central::Address address = address_of(request, context);
  std::vector<std::unique_ptr<Replication>> all;
  for (ReplicatedHistory& history : histories_of(request, context))
    all.push_back(std::make_unique<Replication>(std::move(history), address, context, request.replace));
  try {
    for (;;) {
      std::size_t complete = 0;
      for (const auto& one : all) {
        if (one->pass()) ++complete;
        if (request.once && !one->trouble().empty()) return ExitStatus::failed;
      }
      if (request.once && complete == all.size()) return ExitStatus::answered;
      if (!context.wait_for_change()) return ExitStatus::answered;
    }
  } catch (const central::Stopped&) {
    return ExitStatus::answered;  // what was under way is not at the centre, and comes with the next start
  }
}

}  // namespace presenced::commands
