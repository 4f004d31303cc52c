#include "config/validate.h"

#include <fmt/format.h>
#include <sys/un.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>

#include "config/api_url.h"
#include "config/listen_address.h"
#include "config/proxy_url.h"
#include "config/wording.h"

namespace presenced::config {
namespace {

constexpr base::Millis kShortestRetention = std::chrono::hours{24};

using Lines = std::unordered_map<std::string, int>;

void check_name(const WrittenWorkspace& workspace, Lines& line_of, Report& report) {
  if (!workspace.name) return;
  const auto& [name, place] = *workspace.name;
  if (name.find('/') != name.npos) {
    report.add(place, fmt::format("{} contains a slash; expected a name without one", in_quotes(name)));
  }
  if (name.front() == ' ' || name.back() == ' ') {
    report.add(place, fmt::format("{} starts or ends with a space; expected a name that does not", in_quotes(name)));
  }
  const auto [first, fresh] = line_of.try_emplace(name, place.line);
  if (!fresh) {
    report.add(place, fmt::format("{} is already the name of the workspace on line {}; expected another",
                                  in_quotes(name), first->second));
  }
}

// A token written where its hiding place should be named. Not repeated in the message.
void check_pasted(const Maybe<std::string>& value, std::string_view expected, Report& report) {
  if (!value || !looks_secret(value->value)) return;
  report.add(value->place, fmt::format("looks like a token or cookie itself; expected {}", expected));
}

bool variable_name(std::string_view name) {
  return !(name[0] >= '0' && name[0] <= '9') && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

bool credential_name(std::string_view name) { return name.find('/') == name.npos && name != "." && name != ".."; }

// `prefix`: of the keys, "" or "app_".
void check_source(const WrittenToken& token, std::string_view prefix, const WrittenWorkspace& workspace,
                  Report& report) {
  if (token.given() > 1) {
    report.add(workspace.place, fmt::format("names more than one source of its {0}token; expected exactly one of "
                                            "{0}token_file, {0}token_env and {0}token_credential",
                                            prefix));
  }
  check_pasted(token.file, "the path of a file that holds the token", report);
  check_pasted(token.env, "the name of an environment variable", report);
  check_pasted(token.credential, "the name of a credential of the service", report);
  if (const auto& env = token.env; env && !looks_secret(env->value) && !variable_name(env->value)) {
    report.add(env->place, fmt::format("{} is not a name of a variable; expected letters, digits and _ only",
                                       in_quotes(env->value)));
  }
  if (const auto& name = token.credential; name && !credential_name(name->value)) {
    report.add(name->place, fmt::format("{} is not a name of a credential; expected a file name without a path",
                                        in_quotes(name->value)));
  }
}

void check_tokens(const WrittenWorkspace& workspace, Report& report) {
  if (workspace.token.given() == 0 && workspace.understood) {
    report.add(workspace.place, "has no token; expected exactly one of token_file, token_env and token_credential");
  }
  check_source(workspace.token, "", workspace, report);
  check_source(workspace.app_token, "app_", workspace, report);
  check_pasted(workspace.cookie_file, "the path of a file that holds the value of the d cookie", report);
}

// Slack's own ids; one that begins with E is an organisation's.
bool team_id(std::string_view text) {
  return text.size() >= 3 && text[0] == 'T' &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

void check_team(const WrittenWorkspace& workspace, Report& report) {
  if (const auto& team = workspace.team; team && !team_id(team->value)) {
    report.add(team->place, fmt::format("{} is not the id of a team; expected one such as T024BE7LH, from the "
                                        "address of the workspace at app.slack.com",
                                        in_quotes(team->value)));
  }
}

void check_feeds(const WrittenWorkspace& workspace, Report& report) {
  const feeds::Tuning& tuning = workspace.tuning;
  if (tuning.rtm != feeds::RtmUse::never || tuning.polls_per_minute > 0 || workspace.app_token.given() > 0) return;
  report.add(workspace.place,
             "records nothing: rtm is never, polls_per_minute is 0, and there is no app-level token for Socket Mode; "
             "expected at least one of the three");
}

void check_workspace(const WrittenWorkspace& workspace, Report& report) {
  check_tokens(workspace, report);
  check_team(workspace, report);
  check_feeds(workspace, report);
  if (workspace.api_url) {
    const auto url = checked_api_url(workspace.api_url->value);
    if (!url) report.add(workspace.api_url->place, url.error().message);
  }
  if (workspace.proxy) {
    const auto proxy = checked_proxy(workspace.proxy->value.reveal());
    if (!proxy) report.add(workspace.proxy->place, proxy.error().message);
  }
}

}  // namespace

bool token_usable(const WrittenToken& token) {
  const Written<std::string>* source = token.source();
  if (source == nullptr || looks_secret(source->value)) return false;
  if (token.env) return variable_name(source->value);
  return !token.credential || credential_name(source->value);
}

void validate(const WrittenSettings& settings, Report& report) {
  const auto& retention = settings.retention;
  if (retention && retention->value && *retention->value < kShortestRetention) {
    report.add(retention->place, "is too short; expected at least 1d, or forever");
  }
  if (const auto& listen = settings.metrics_listen) {
    const auto& remote = settings.metrics_allow_remote;
    const auto checked = checked_listen_address(listen->value, remote && remote->value);
    if (!checked) report.add(listen->place, checked.error());
  }
  const WrittenSocket& status = settings.status_socket;
  for (const Place* place :
       {status.group ? &status.group->place : nullptr, status.mode ? &status.mode->place : nullptr})
    if (place != nullptr && !status.path) report.add(*place, "is of a status socket; expected status_socket beside it");
  Lines line_of;
  for (const WrittenWorkspace& workspace : settings.workspaces) {
    check_name(workspace, line_of, report);
    check_workspace(workspace, report);
  }
}

void validate_sockets(const WrittenSettings& written, const Settings& settings, Report& report) {
  constexpr std::size_t kMost = sizeof(sockaddr_un::sun_path) - 1;  // unix(7): the path ends in a null byte
  const auto check = [&](const std::filesystem::path& socket, const Maybe<std::string>& where, const char* key) {
    if (socket.native().size() <= kMost) return;
    report.add(where ? where->place : Place{1, 1, key},
               fmt::format("{} is too long for the path of a socket; expected at most {} bytes",
                           in_quotes(socket.native()), kMost));
  };
  check(settings.control.socket, written.control_socket.path, "control.socket");
  check(settings.control.status_socket, written.status_socket.path, "control.status_socket");
  check(settings.metrics.socket, written.metrics_listen, "metrics.listen");
  if (!settings.metrics.socket.empty() && settings.metrics.socket == settings.control.socket)
    report.add(written.metrics_listen->place, "is the control socket; expected a path of its own");
  if (const auto& status = written.status_socket.path) {
    if (settings.control.status_socket == settings.control.socket)
      report.add(status->place, "is the control socket; expected a path of its own");
    if (settings.control.status_socket == settings.metrics.socket)
      report.add(status->place, "is the socket of metrics.listen; expected a path of its own");
  }
}

}  // namespace presenced::config
