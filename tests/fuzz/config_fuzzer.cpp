// The main configuration file: text to settings, in memory, without the files it names.
#include <fmt/format.h>

#include <set>
#include <string>
#include <string_view>

#include "base/host.h"
#include "config/document.h"
#include "config/normalise.h"
#include "config/read_settings.h"
#include "config/validate.h"
#include "fuzz/expect.h"
#include "fuzz/fuzzer.h"
#include "fuzz/problem_rules.h"
#include "fuzz/text_rules.h"
#include "net/url.h"

using namespace presenced;
using fuzz::expect;

namespace {

void expect_workspace(const config::Workspace& workspace) {
  using std::chrono_literals::operator""s;
  expect(!workspace.name.empty() && fuzz::one_line(workspace.name), "a workspace has a clean name");
  expect(workspace.name.find('/') == std::string::npos, "the name of a workspace holds no slash");
  expect(!workspace.watchlist.empty(), "a workspace has a watchlist");
  expect(workspace.tuning.audit_interval == 0s || workspace.tuning.audit_interval >= 1s,
         "an audit takes a second at least");
  expect(workspace.tuning.max_sockets >= 1 && workspace.tuning.max_sockets <= 15,
         "sockets are kept within what Slack bears");
  expect(workspace.tuning.sample_interval >= 10s, "a round of samples takes ten seconds at least");
  expect(workspace.tuning.resolve_interval >= std::chrono::minutes{1}, "names are looked up once a minute at most");
  expect(workspace.tuning.polls_per_minute >= 0 && workspace.tuning.polls_per_minute <= 50,
         "polls are what Slack bears");
  expect(workspace.tuning.socket_mode == workspace.app_token.has_value(), "an app-level token opens Socket Mode");
  expect(workspace.tuning.socket_mode || workspace.tuning.rtm != feeds::RtmUse::never ||
             workspace.tuning.polls_per_minute > 0,
         "something can be recorded");
  expect(workspace.team.empty() || workspace.team[0] == 'T', "a team is an id");
  if (workspace.proxy) {
    expect(workspace.proxy->port != 0, "a proxy has a port");
    // What `check` accepts must not be what the network refuses.
    const auto dialled =
        net::parse_url("https://" + base::host_and_port(workspace.proxy->host, workspace.proxy->port) + "/");
    expect(dialled.ok(), "an accepted proxy can be dialled", workspace.proxy->host);
  }
  expect(workspace.api_url.ends_with('/'), "api_url ends in a slash");
  // What `check` accepts must not be what the network refuses.
  const auto url = net::parse_url(workspace.api_url);
  expect(url.ok(), "an accepted api_url can be called", workspace.api_url);
  expect(url.value().scheme == net::Url::Scheme::https || base::is_loopback(url.value().host),
         "the token goes over TLS");
  if (const auto* file = std::get_if<config::TokenFile>(&workspace.token))
    expect(!file->path.empty(), "a workspace has a token");
}

void expect_settings(const config::Settings& settings) {
  expect(!settings.workspaces.empty(), "there is at least one workspace");
  expect(!settings.history.path.empty() && !settings.control.socket.empty(), "defaults are filled in");
  expect(settings.control.socket.native().size() <= 107, "a socket's path fits its address");
  const auto& retention = settings.history.retention;
  expect(!retention || *retention >= std::chrono::hours{24}, "nothing younger than a day is deleted");
  std::set<std::string> names;
  for (const config::Workspace& workspace : settings.workspaces) {
    expect_workspace(workspace);
    expect(names.insert(workspace.name).second, "names of workspaces are unique");
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto tree = config::parse(text, "presenced.yaml");
  if (!tree) {
    fuzz::expect_promises({tree.error()}, text);
    return 0;
  }
  config::Report report("presenced.yaml");
  const config::WrittenSettings written = config::read_settings(tree.value(), report);
  config::validate(written, report);
  const config::Settings settings = config::normalise(written, "/etc/presenced", {});
  config::validate_sockets(written, settings, report);
  const config::Problems problems = report.take();
  fuzz::expect_promises(problems, text);
  if (problems.empty()) expect_settings(settings);
  return 0;
}
