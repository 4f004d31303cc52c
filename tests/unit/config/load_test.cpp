// What a configuration that is right becomes.
#include <doctest/doctest.h>

#include <chrono>

#include "workspace_dir.h"

namespace presenced::config {
namespace {

using namespace std::chrono_literals;
using test::ConfigDir;
using test::kWorkspaces;

TEST_CASE("the least configuration gets the defaults") {
  ConfigDir dir;
  const auto loaded = dir.load(kWorkspaces);
  REQUIRE(loaded.ok());
  const Settings& settings = loaded.value().settings;
  CHECK(settings.history.path == "/var/lib/presenced/history.db");
  CHECK(settings.history.durability == Durability::full);
  CHECK(settings.history.retention == base::Millis{34'560'000'000});
  CHECK(settings.log == Log{base::LogLevel::info, LogFormat::automatic});
  CHECK(settings.control.socket == "/run/presenced/control.sock");
  REQUIRE(settings.workspaces.size() == 1);
  const Workspace& workspace = settings.workspaces[0];
  CHECK(workspace.name == "acme");
  CHECK(workspace.token == TokenSource{TokenFile{dir.dir / "acme.token"}});
  CHECK_FALSE(workspace.cookie_file.has_value());
  CHECK(workspace.watchlist == dir.dir / "watchlist.yaml");
  CHECK(workspace.api_url == "https://slack.com/api/");
  CHECK_FALSE(workspace.ca_file.has_value());
  CHECK(workspace.tuning.appear_away);
  CHECK(workspace.tuning.audit_interval == 30min);
  CHECK(workspace.tuning.max_sockets == 4);
  CHECK(workspace.tuning.sample_interval == 60s);
  CHECK(workspace.tuning.shard.alone());
  CHECK(workspace.tuning.resolve_interval == 6h);
  CHECK_FALSE(workspace.proxy.has_value());
  REQUIRE(loaded.value().files.size() == 1);
  CHECK(loaded.value().files[0].token.reveal() == "xoxb-secret");
  CHECK_FALSE(loaded.value().files[0].cookie.has_value());
  const watch::Watchlist& watchlist = *loaded.value().files[0].watchlist;
  REQUIRE(watchlist.groups.size() == 1);
  CHECK(watchlist.groups[0].members == std::vector<watch::Member>{{watch::Id{{"U024BE7LH"}, ""}, 1}});
  CHECK(watchlist.file == (dir.dir / "watchlist.yaml").string());
}

TEST_CASE("everything can be said") {
  ConfigDir dir;
  dir.write("browser.token", "xoxc-1");
  dir.write("browser.d", "xoxd-1%2B");
  dir.write("ca.pem", "-----BEGIN CERTIFICATE-----\n", 0644);
  const auto loaded = dir.load(
      "history: {path: sub/h.db, durability: normal, retention: forever}\n"
      "log: {level: warning, format: json}\n"
      "control: {socket: c.sock, group: ops, mode: 0600, status_socket: s.sock, status_group: users, status_mode: "
      "0666}\n"
      "workspaces:\n"
      "  - name: acme\n"
      "    token_file: browser.token\n"
      "    cookie_file: browser.d\n"
      "    watchlist: ./watchlist.yaml\n"
      "    api_url: http://127.0.0.1:8080/api\n"
      "    ca_file: ca.pem\n"
      "    appear_away: false\n"
      "    audit_interval: 0\n"
      "    max_sockets: 15\n"
      "    sample_interval: 10s\n"
      "    shard: 2/4\n"
      "    resolve_interval: 1m\n"
      "    proxy: http://dana:p%40ss@proxy.example.com:3128/\n");
  REQUIRE(loaded.ok());
  const Settings& settings = loaded.value().settings;
  CHECK(settings.history == History{dir.dir / "sub/h.db", Durability::normal, std::nullopt});
  CHECK(settings.log == Log{base::LogLevel::warning, LogFormat::json});
  CHECK(settings.control == Control{.socket = dir.dir / "c.sock",
                                    .configured = true,
                                    .access = {0600, "ops"},
                                    .status_socket = dir.dir / "s.sock",
                                    .status_access = {0666, "users"}});
  const Workspace& workspace = settings.workspaces.at(0);
  CHECK(workspace.cookie_file == dir.dir / "browser.d");
  CHECK(workspace.api_url == "http://127.0.0.1:8080/api/");
  CHECK(workspace.ca_file == dir.dir / "ca.pem");
  CHECK_FALSE(workspace.tuning.appear_away);
  CHECK(workspace.tuning.audit_interval == 0ms);
  CHECK(workspace.tuning.max_sockets == 15);
  CHECK(workspace.tuning.sample_interval == 10s);
  CHECK(workspace.tuning.shard == watch::Shard{2, 4});
  CHECK(workspace.tuning.resolve_interval == 1min);
  CHECK(workspace.proxy == base::Proxy{"proxy.example.com", 3128, Secret("dana:p@ss")});
  CHECK(loaded.value().files.at(0).cookie->reveal() == "xoxd-1%2B");
}

TEST_CASE("under systemd the history is kept in the state directory, the socket in the runtime directory") {
  ConfigDir dir;
  dir.environment.state_directory = "/state";
  dir.environment.runtime_directory = "/runtime";
  const std::string ends(kWorkspaces);
  CHECK(dir.load(ends).value().settings.history.path == "/state/history.db");
  CHECK(dir.load(ends).value().settings.control.socket == "/runtime/control.sock");

  const auto relative = dir.load("history: {path: h.db}\ncontrol: {socket: c.sock}\n" + ends);
  CHECK(relative.value().settings.history.path == "/state/h.db");
  CHECK(relative.value().settings.control.socket == dir.dir / "c.sock");

  const auto absolute = dir.load("history: {path: /data/h.db}\ncontrol: {socket: /tmp/c.sock}\n" + ends);
  CHECK(absolute.value().settings.history.path == "/data/h.db");
  CHECK(absolute.value().settings.control.socket == "/tmp/c.sock");
}

TEST_CASE("every log level and boolean is understood") {
  ConfigDir dir;
  const std::string ends(kWorkspaces);
  using base::LogLevel;
  const std::pair<const char*, LogLevel> levels[] = {{"trace", LogLevel::trace},
                                                     {"debug", LogLevel::debug},
                                                     {"info", LogLevel::info},
                                                     {"warning", LogLevel::warning},
                                                     {"error", LogLevel::error}};
  for (const auto& [word, level] : levels) {
    const auto loaded = dir.load("log: {level: " + std::string(word) + ", format: auto}\n" + ends);
    REQUIRE(loaded.ok());
    CHECK(loaded.value().settings.log.level == level);
  }
  for (const auto& [word, away] : {std::pair("true", true), std::pair("no", false), std::pair("False", false)}) {
    const auto loaded = dir.load(
        "workspaces: [{name: a, token_file: acme.token, watchlist: watchlist.yaml, appear_away: " + std::string(word) +
        "}]");
    REQUIRE(loaded.ok());
    CHECK(loaded.value().settings.workspaces[0].tuning.appear_away == away);
  }
}

TEST_CASE("sections with nothing in them are as good as absent") {
  ConfigDir dir;
  CHECK(dir.problems("history:\nlog:\n  # level: debug\ncontrol: {}\n" + std::string(kWorkspaces)) == "");
}

TEST_CASE("a token may come from a variable or from systemd") {
  ConfigDir dir;
  dir.variables["ACME_TOKEN"] = "xoxb-from-variable";
  dir.environment.credentials_directory = dir.dir.path();
  dir.write("slack-token", "xoxb-from-systemd\n", 0440);
  const auto loaded = dir.load(
      "workspaces:\n"
      "  - {name: a, token_env: ACME_TOKEN, watchlist: watchlist.yaml}\n"
      "  - {name: b, token_credential: slack-token, watchlist: watchlist.yaml}\n");
  REQUIRE(loaded.ok());
  CHECK(loaded.value().settings.workspaces[0].token == TokenSource{TokenEnv{"ACME_TOKEN"}});
  CHECK(loaded.value().settings.workspaces[1].token == TokenSource{TokenCredential{"slack-token"}});
  CHECK(loaded.value().files[0].token.reveal() == "xoxb-from-variable");
  CHECK(loaded.value().files[1].token.reveal() == "xoxb-from-systemd");
  CHECK(loaded.value().files[1].watchlist->groups.size() == 1);
}

TEST_CASE("workspaces can share what an anchor holds") {
  ConfigDir dir;
  const auto loaded = dir.load(
      "workspaces:\n"
      "  - &base {name: a, token_file: acme.token, watchlist: watchlist.yaml, audit_interval: 1h}\n"
      "  - {<<: *base, name: b}\n");
  REQUIRE(loaded.ok());
  CHECK(loaded.value().settings.workspaces[1].name == "b");
  CHECK(loaded.value().settings.workspaces[1].tuning.audit_interval == 1h);
}

}  // namespace
}  // namespace presenced::config
