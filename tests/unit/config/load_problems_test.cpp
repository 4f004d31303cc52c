// What is said about a configuration that is wrong: the messages are the administrator's interface.
#include <doctest/doctest.h>

#include "workspace_dir.h"

namespace presenced::config {
namespace {

using test::ConfigDir;
using test::kWorkspaces;

struct ProblemRow {
  std::string text;
  std::string problems;
};

const std::string kMainFile = "DIR/presenced.yaml:";

TEST_CASE("a main file that cannot be read is named") {
  ConfigDir dir;
  const auto missing = load(dir.dir / "none.yaml", dir.environment);
  REQUIRE_FALSE(missing.ok());
  CHECK(dir.shortened(render(missing.error())) ==
        "DIR/none.yaml: cannot be read: No such file or directory; create the configuration here or pass --config "
        "FILE\n");
  const auto folder = load(dir.dir.path(), dir.environment);
  REQUIRE_FALSE(folder.ok());
  CHECK(dir.shortened(render(folder.error())) ==
        "DIR: is not a regular file; create the configuration here or pass --config FILE\n");
  CHECK(dir.problems("a: [") == kMainFile + "1:1: not valid YAML: end of sequence flow not found\n");
}

TEST_CASE("what is wrong in the sections is said with its place and what was expected") {
  ConfigDir dir;
  for (const ProblemRow& row : {
           ProblemRow{"history: {retenton: 1d}",
                      "1:11: history.retenton: is not a known key (did you mean retention?); expected "
                      "path, durability or retention\n"},
           ProblemRow{"history: [a]",
                      "1:10: history: is a list; expected a mapping with the keys path, durability, retention\n"},
           ProblemRow{"history: {path: }", "1:11: history.path: is empty; expected the path of the database\n"},
           ProblemRow{"history: {path: [a]}", "1:17: history.path: is a list; expected the path of the database\n"},
           ProblemRow{"history: {path: \"a\\0b\"}",
                      "1:17: history.path: contains a control character; expected the path of the database\n"},
           ProblemRow{"history: {durability: Full}",
                      "1:23: history.durability: \"Full\" is not a known value; expected full or "
                      "normal\n"},
           ProblemRow{"history: {retention: 1y}",
                      "1:22: history.retention: \"1y\" is not a duration; expected a duration such as "
                      "400d, 12h, 30m, 90s or 500ms, or forever\n"},
           ProblemRow{"history: {retention: 99999999999d}",
                      "1:22: history.retention: \"99999999999d\" is too long; expected at most 36500d\n"},
           ProblemRow{"history: {retention: 23h}",
                      "1:22: history.retention: is too short; expected at least 1d, or forever\n"},
           ProblemRow{"history: {retention: 0}",
                      "1:22: history.retention: is too short; expected at least 1d, or forever\n"},
           ProblemRow{"log: {level: warn}",
                      "1:14: log.level: \"warn\" is not a known value; expected trace, debug, info, warning "
                      "or error\n"},
           ProblemRow{"log: {format: text}",
                      "1:15: log.format: \"text\" is not a known value; expected auto or json\n"},
           ProblemRow{"control: x",
                      "1:10: control: is a single value; expected a mapping with the keys socket, group, mode, "
                      "status_socket, status_group, status_mode\n"},
           ProblemRow{"control: {mode: 0666}",
                      "1:17: control.mode: \"0666\" is not a known value; expected 0600 or 0660\n"},
           ProblemRow{"control: {status_mode: 666}",
                      "1:24: control.status_mode: \"666\" is not a known value; expected 0600, 0660 or 0666\n"},
           ProblemRow{"control: {status_group: users}",
                      "1:25: control.status_group: is of a status socket; expected status_socket beside it\n"},
           ProblemRow{"control: {status_socket: /run/presenced/control.sock}",
                      "1:26: control.status_socket: is the control socket; expected a path of its own\n"},
           ProblemRow{"metrics: {}",
                      "1:10: metrics.listen: is missing; expected an address such as 127.0.0.1:9723, or unix: and "
                      "a path\n"},
           ProblemRow{"metrics: {listen: 0.0.0.0:9723}",
                      "1:19: metrics.listen: \"0.0.0.0:9723\" is reachable from other machines, and they are not "
                      "authenticated (allow_remote: true permits that); expected an address such as 127.0.0.1:9723, or "
                      "unix: and "
                      "a "
                      "path\n"},
           ProblemRow{"metrics: {listen: unix:/run/presenced/control.sock}",
                      "1:19: metrics.listen: is the control socket; expected a path of its own\n"},
           ProblemRow{
               "histroy: {}",
               "1:1: histroy: is not a known key (did you mean history?); expected history, log, control, metrics or "
               "workspaces\n"},
           ProblemRow{"log: {}\nlog: {}", "2:1: log: is given twice, first on line 1; expected once\n"},
           ProblemRow{"xoxb-1-abc: 1",
                      "1:1: (hidden: it looks like a Slack token): is not a known key; expected history, log, "
                      "control, metrics or workspaces\n"},
       }) {
    CAPTURE(row.text);
    CHECK(dir.problems(row.text + "\n" + std::string(kWorkspaces)) == kMainFile + row.problems);
  }
}

TEST_CASE("a socket's path is not longer than the system allows") {
  ConfigDir dir;
  const std::string ends = "\n" + std::string(kWorkspaces);
  CHECK(dir.problems("control: {socket: /" + std::string(106, 's') + "}" + ends) == "");
  CHECK(dir.problems("control: {socket: /" + std::string(107, 's') + "}" + ends) ==
        kMainFile + "1:19: control.socket: \"/" + std::string(79, 's') +
            "...\" is too long for the path of a socket; expected at most 107 bytes\n");
  dir.environment.runtime_directory = "/" + std::string(100, 'r');
  CHECK(dir.problems(kWorkspaces) == kMainFile + "1:1: control.socket: \"/" + std::string(79, 'r') +
                                         "...\" is too long for the path of a socket; expected at most 107 bytes\n");
}

TEST_CASE("there is at least one workspace") {
  ConfigDir dir;
  for (const ProblemRow& row :
       {ProblemRow{"", "1:1: workspaces: is missing; expected a list of at least one workspace\n"},
        ProblemRow{"workspaces:", "1:1: workspaces: is empty; expected a list of at least one workspace\n"},
        ProblemRow{"workspaces: []", "1:13: workspaces: is empty; expected a list of at least one workspace\n"},
        ProblemRow{"workspaces: {name: a}",
                   "1:13: workspaces: is a mapping; expected a list of at least one workspace\n"},
        ProblemRow{"workspace: []",
                   "1:1: workspace: is not a known key (did you mean workspaces?); expected history, log, "
                   "control, metrics or workspaces\n"}}) {
    CAPTURE(row.text);
    CHECK(dir.problems(row.text) == kMainFile + row.problems);
  }
}

// Each row is added to a workspace that is right, as the keys from column 68 on.
TEST_CASE("what is wrong in a workspace is said with its place and what was expected") {
  ConfigDir dir;
  const std::string starts = "workspaces: [{name: a, token_file: acme.token, watchlist: watchlist.yaml, ";
  for (const ProblemRow& row : {
           ProblemRow{"api_url: \"http://slack.com/api/\"",
                      "1:84: workspaces[0].api_url: is plain http to another machine; expected https (http is for "
                      "127.0.0.0/8, "
                      "[::1] and localhost)\n"},
           ProblemRow{
               "api_url: \"https://u:hunter2@slack.com\"",
               "1:84: workspaces[0].api_url: names a user or a password; expected neither, the token is enough\n"},
           ProblemRow{"appear_away: maybe",
                      "1:88: workspaces[0].appear_away: \"maybe\" is neither; expected true or false\n"},
           ProblemRow{"appear_away: [true]", "1:88: workspaces[0].appear_away: is a list; expected true or false\n"},
           ProblemRow{"audit_interval: 30",
                      "1:91: workspaces[0].audit_interval: \"30\" is not a duration; expected a duration such "
                      "as 400d, 12h, 30m, 90s or 500ms, or 0 for off\n"},
           ProblemRow{"audit_interval: 999ms",
                      "1:91: workspaces[0].audit_interval: is shorter than a frame takes; expected at "
                      "least 1s, or 0 for off\n"},
           ProblemRow{"ca_file: none.pem",
                      "1:84: workspaces[0].ca_file: DIR/none.pem cannot be read: No such file or directory; "
                      "expected a file of CA certificates\n"},
           ProblemRow{"ca_file: watchlist.yaml",
                      "1:84: workspaces[0].ca_file: DIR/watchlist.yaml does not contain a certificate; expected PEM "
                      "(-----BEGIN CERTIFICATE-----)\n"},
           ProblemRow{"priority: high",
                      "1:75: workspaces[0].priority: is not a known key; expected name, token_file, token_env, "
                      "token_credential, app_token_file, app_token_env, app_token_credential, cookie_file, watchlist, "
                      "api_url, ca_file, team, rtm, polls_per_minute, appear_away, "
                      "audit_interval, max_sockets, sample_interval, resolve_interval, shard or proxy\n"},
           ProblemRow{"max_sockets: many",
                      "1:88: workspaces[0].max_sockets: \"many\" is not a number; expected a number from 1 to 15\n"},
           ProblemRow{"max_sockets: 1.5",
                      "1:88: workspaces[0].max_sockets: \"1.5\" is not a number; expected a number from 1 to 15\n"},
           ProblemRow{"rtm: sometimes",
                      "1:80: workspaces[0].rtm: \"sometimes\" is not a known value; expected auto, always or never\n"},
           ProblemRow{"polls_per_minute: 51",
                      "1:93: workspaces[0].polls_per_minute: is out of range; expected a number from 1 to 50, or 0 for "
                      "no polling\n"},
           ProblemRow{"max_sockets: 0",
                      "1:88: workspaces[0].max_sockets: is out of range; expected a number from 1 to 15\n"},
           ProblemRow{"max_sockets: 16",
                      "1:88: workspaces[0].max_sockets: is out of range; expected a number from 1 to 15\n"},
           ProblemRow{"sample_interval: 9s",
                      "1:92: workspaces[0].sample_interval: is too short; expected at least 10s\n"},
           ProblemRow{"sample_interval: often",
                      "1:92: workspaces[0].sample_interval: \"often\" is not a duration; expected a duration such as "
                      "400d, 12h, "
                      "30m, 90s or 500ms\n"},
           ProblemRow{"resolve_interval: 59s",
                      "1:93: workspaces[0].resolve_interval: is too short; expected at least 1m\n"},
           ProblemRow{"shard: 2",
                      "1:82: workspaces[0].shard: \"2\" is not a shard; expected a shard such as 2/4, the second of "
                      "four\n"},
           ProblemRow{"shard: 0/4",
                      "1:82: workspaces[0].shard: \"0/4\" is not a shard; expected a shard such as 2/4, the second of "
                      "four\n"},
           ProblemRow{"shard: 5/4",
                      "1:82: workspaces[0].shard: \"5/4\" is not a shard; expected a shard such as 2/4, the second of "
                      "four\n"},
           ProblemRow{"shard: 2/",
                      "1:82: workspaces[0].shard: \"2/\" is not a shard; expected a shard such as 2/4, the second of "
                      "four\n"},
           ProblemRow{"shard: /4",
                      "1:82: workspaces[0].shard: \"/4\" is not a shard; expected a shard such as 2/4, the second of "
                      "four\n"},
           ProblemRow{
               "shard: 2/4/1",
               "1:82: workspaces[0].shard: \"2/4/1\" is not a shard; expected a shard such as 2/4, the second of "
               "four\n"},
           ProblemRow{
               "shard: second",
               "1:82: workspaces[0].shard: \"second\" is not a shard; expected a shard such as 2/4, the second of "
               "four\n"},
           ProblemRow{
               "shard: 1/1001",
               "1:82: workspaces[0].shard: \"1/1001\" is not a shard; expected a shard such as 2/4, the second of "
               "four\n"},
           ProblemRow{
               "proxy: \"https://u:hunter2@proxy.example.com:3128\"",
               "1:82: workspaces[0].proxy: has no scheme that is known here; expected http://HOST:PORT (https goes "
               "through it by CONNECT)\n"},
       }) {
    CAPTURE(row.text);
    CHECK(dir.problems(starts + row.text + "}]") == kMainFile + row.problems);
  }
}

TEST_CASE("a workspace has a name of its own that can be written anywhere") {
  ConfigDir dir;
  CHECK(dir.problems("workspaces:\n"
                     "  - {token_file: acme.token, watchlist: watchlist.yaml}\n"
                     "  - {name: \"\", token_file: acme.token, watchlist: watchlist.yaml}\n"
                     "  - {name: a/b, token_file: acme.token, watchlist: watchlist.yaml}\n"
                     "  - {name: \" a\", token_file: acme.token, watchlist: watchlist.yaml}\n"
                     "  - {name: acme, token_file: acme.token, watchlist: watchlist.yaml}\n"
                     "  - {name: acme, token_file: acme.token, watchlist: watchlist.yaml}\n"
                     "  - {name: \"a\\tb\", token_file: acme.token, watchlist: watchlist.yaml}\n") ==
        kMainFile + "2:5: workspaces[0].name: is missing; expected a name for the workspace\n" +  //
            kMainFile + "3:12: workspaces[1].name: is empty; expected a name for the workspace\n" + kMainFile +
            "4:12: workspaces[2].name: \"a/b\" contains a slash; expected a name without one\n" + kMainFile +
            "5:12: workspaces[3].name: \" a\" starts or ends with a space; expected a name that does not\n" +
            kMainFile +
            "7:12: workspaces[5].name: \"acme\" is already the name of the workspace on line 6; expected another\n" +
            kMainFile + "8:12: workspaces[6].name: contains a control character; expected a name for the workspace\n");
}

TEST_CASE("a watchlist that cannot be read is named where the main file names it") {
  ConfigDir dir;
  CHECK(dir.problems("workspaces:\n  - {name: a, token_file: acme.token}\n") ==
        kMainFile + "2:5: workspaces[0].watchlist: is missing; expected the path of a watchlist\n");
  CHECK(dir.problems("workspaces:\n  - {name: a, token_file: acme.token, watchlist: lists/w.yaml}\n") ==
        kMainFile +
            "2:50: workspaces[0].watchlist: DIR/lists/w.yaml cannot be read: No such file or directory; expected a "
            "watchlist\n");
}

TEST_CASE("the problems of all files come at once: the main file's in its order, then each watchlist's") {
  ConfigDir dir;
  dir.write("b.yaml", "groups: {a: {members: [nobody]}}\ntrack: []\n");
  dir.write("a.yaml", "groups: [\n");
  dir.write("open.token", "xoxb-1", 0644);
  CHECK(dir.problems("workspaces:\n"
                     "  - {name: one, token_file: open.token, watchlist: b.yaml, audit_interval: 5}\n"
                     "  - {name: two, token_file: none.token, watchlist: a.yaml}\n"
                     "  - {name: two, token_env: NOT_SET, watchlist: b.yaml}\n"
                     "  - {name: four, token_credential: t, watchlist: none.yaml}\n"
                     "log: {level: loud}\n") ==
        kMainFile +
            "2:29: workspaces[0].token_file: DIR/open.token is accessible to other users (mode 0644); run: chmod 600 "
            "DIR/open.token\n" +
            kMainFile +
            "2:76: workspaces[0].audit_interval: \"5\" is not a duration; expected a duration such as 400d, 12h, 30m, "
            "90s or 500ms, or 0 for off\n" +
            kMainFile +
            "3:29: workspaces[1].token_file: DIR/none.token cannot be read: No such file or directory; expected "
            "a file that holds the secret\n" +
            kMainFile +
            "4:12: workspaces[2].name: \"two\" is already the name of the workspace on line 3; expected another\n" +
            kMainFile +
            "4:28: workspaces[2].token_env: the variable NOT_SET is not set; expected it to hold the token\n" +
            kMainFile +
            "5:36: workspaces[3].token_credential: $CREDENTIALS_DIRECTORY is not set; expected LoadCredential=t in "
            "the systemd unit and the token in /etc/credstore/t, or in the file that LoadCredential=t:FILE names in "
            "the systemd unit; or token_file here\n" +
            kMainFile +
            "5:50: workspaces[3].watchlist: DIR/none.yaml cannot be read: No such file or directory; expected a "
            "watchlist\n" +
            kMainFile +
            "6:14: log.level: \"loud\" is not a known value; expected trace, debug, info, warning or error\n"
            "DIR/b.yaml:1:24: groups.a.members[0]: \"nobody\" is not a member id; expected a member id such as "
            "U024BE7LH\n"
            "DIR/b.yaml:2:1: track: is not a known key; expected groups or exclude\n"
            "DIR/a.yaml:2:1: not valid YAML: end of sequence flow not found\n");
}

}  // namespace
}  // namespace presenced::config
