// The rules for tokens and cookies, through the whole of loading.
#include <doctest/doctest.h>

#include "workspace_dir.h"

namespace presenced::config {
namespace {

using test::ConfigDir;

const std::string kMain = "DIR/presenced.yaml:";

std::string with_keys(const std::string& keys) {
  return "workspaces:\n  - {name: a, watchlist: watchlist.yaml" + keys + "}\n";
}

TEST_CASE("a workspace has exactly one source of its token") {
  ConfigDir dir;
  dir.variables["T"] = "xoxb-1";
  CHECK(dir.problems(with_keys("")) ==
        kMain +
            "2:5: workspaces[0]: has no token; expected exactly one of token_file, token_env and token_credential\n");
  CHECK(dir.problems(with_keys(", token_file: acme.token, token_env: T")) ==
        kMain +
            "2:5: workspaces[0]: names more than one source of its token; expected exactly one of token_file, "
            "token_env and token_credential\n");
  CHECK(dir.problems(with_keys(", token_env: T")) == "");
}

TEST_CASE("an app-level token has at most one source, and is read like the token") {
  ConfigDir dir;
  dir.variables["APP"] = "xapp-1-hunter2";
  dir.write("app", "xapp-1-hunter2\n");
  const std::string token = ", token_file: acme.token";
  const auto loaded = dir.load(with_keys(token + ", app_token_file: app"));
  REQUIRE(loaded.ok());
  CHECK(loaded.value().files[0].app_token == Secret("xapp-1-hunter2"));
  CHECK(loaded.value().settings.workspaces[0].tuning.socket_mode);
  const auto without = dir.load(with_keys(token));
  REQUIRE(without.ok());
  CHECK_FALSE(without.value().files[0].app_token.has_value());
  CHECK_FALSE(without.value().settings.workspaces[0].tuning.socket_mode);
  CHECK(dir.problems(with_keys(token + ", app_token_env: APP")) == "");
  CHECK(dir.problems(with_keys(token + ", app_token_env: APP, app_token_file: app")) ==
        kMain +
            "2:5: workspaces[0]: names more than one source of its app_token; expected exactly one of "
            "app_token_file, app_token_env and app_token_credential\n");
  CHECK(dir.problems(with_keys(token + ", app_token_env: NONE")) ==
        kMain + "2:81: workspaces[0].app_token_env: the variable NONE is not set; expected it to hold the token\n");
  CHECK(dir.problems(with_keys(token + ", app_token_file: xapp-1-hunter2")) ==
        kMain +
            "2:82: workspaces[0].app_token_file: looks like a token or cookie itself; expected the path of a file "
            "that holds the token\n");
}

TEST_CASE("a token that can never work is refused with what to do instead, and not repeated") {
  ConfigDir dir;
  dir.write("app", "xapp-1-hunter2");
  dir.write("bot", "xoxb-hunter2");
  dir.write("rotating", "xoxe.xoxb-1-hunter2");
  dir.write("quoted", "\"xoxb-hunter2\"");
  const auto said = [&](const std::string& keys) {
    const std::string problems = dir.problems(with_keys(keys));
    CHECK(problems.find("hunter2") == std::string::npos);
    return problems;
  };
  CHECK(said(", token_file: app")
            .starts_with(kMain + "2:54: workspaces[0].token_file: names an app-level token "
                                 "(xapp-), which reads nothing by itself; put it into "
                                 "app_token_file"));
  CHECK(said(", token_file: bot, app_token_file: bot")
            .starts_with(kMain + "2:75: workspaces[0].app_token_file: names a bot token (xoxb-); expected an app-level "
                                 "token"));
  CHECK(said(", token_file: rotating").find("names a rotating token (xoxe), which ends after 12 hours") !=
        std::string::npos);
  CHECK(said(", token_file: quoted").find("names a token in quotes; expected the token alone") != std::string::npos);
}

TEST_CASE("a workspace under whose keys nothing can be recorded is refused") {
  ConfigDir dir;
  dir.write("app", "xapp-1");
  const std::string nothing = ", token_file: acme.token, rtm: never, polls_per_minute: 0";
  CHECK(dir.problems(with_keys(nothing)) ==
        kMain +
            "2:5: workspaces[0]: records nothing: rtm is never, polls_per_minute is 0, and there is no app-level token "
            "for Socket Mode; expected at least one of the three\n");
  CHECK(dir.problems(with_keys(nothing + ", app_token_file: app")) == "");
  CHECK(dir.problems(with_keys(", token_file: acme.token, rtm: always, polls_per_minute: 0")) == "");
}

TEST_CASE("a team is named by its id") {
  ConfigDir dir;
  const auto loaded = dir.load(with_keys(", token_file: acme.token, team: T024BE7LH"));
  REQUIRE(loaded.ok());
  CHECK(loaded.value().settings.workspaces[0].team == "T024BE7LH");
  CHECK(dir.problems(with_keys(", token_file: acme.token, team: acme"))
            .starts_with(kMain + "2:72: workspaces[0].team: \"acme\" is not the id of a team; expected one such as"));
}

TEST_CASE("a misspelt source is one problem, not two") {
  ConfigDir dir;
  const std::string said = dir.problems(with_keys(", token: acme.token"));
  CHECK(said == kMain +
                    "2:42: workspaces[0].token: is not a known key (did you mean token_file?); expected name, "
                    "token_file, token_env, token_credential, app_token_file, app_token_env, app_token_credential, "
                    "cookie_file, watchlist, api_url, ca_file, team, rtm, polls_per_minute, appear_away, "
                    "audit_interval, max_sockets, sample_interval, resolve_interval, shard or proxy\n");
}

TEST_CASE("a token that is written into the configuration itself is refused and not repeated") {
  ConfigDir dir;
  struct Row {
    std::string keys;
    std::string problems;
  };
  for (const Row& row : {Row{", token_file: xoxb-12-hunter2",
                             "2:54: workspaces[0].token_file: looks like a token or cookie itself; expected "
                             "the path of a file that holds the token\n"},
                         Row{", token_env: xoxb-12-hunter2",
                             "2:53: workspaces[0].token_env: looks like a token or cookie itself; expected "
                             "the name of an environment variable\n"},
                         Row{", token_credential: xoxb-12-hunter2",
                             "2:60: workspaces[0].token_credential: looks like a token or cookie "
                             "itself; expected the name of a credential of the service\n"}}) {
    CAPTURE(row.keys);
    CHECK(dir.problems(with_keys(row.keys)) == kMain + row.problems);
  }
  dir.write("xoxc", "xoxc-1");
  CHECK(dir.problems(with_keys(", token_file: xoxc, cookie_file: xoxd-hunter2")) ==
        kMain +
            "2:73: workspaces[0].cookie_file: looks like a token or cookie itself; expected the path of a file that "
            "holds the value of the d cookie\n");
  const std::string elsewhere = dir.problems(
      "workspaces:\n  - {name: a, token_file: acme.token, watchlist: xoxb-hunter2}\n"
      "log: {level: xoxb-hunter2, xoxb-hunter2: 1}\n");
  CHECK(elsewhere.find("hunter2") == std::string::npos);
  CHECK(elsewhere.find("(hidden: it looks like a Slack token)") != std::string::npos);
}

TEST_CASE("a proxy's password is kept like a token, and not repeated") {
  ConfigDir dir;
  const std::string keys = ", token_file: acme.token, proxy: \"http://dana:hunter2@proxy.example.com:3128\"";
  CHECK(dir.problems(with_keys(keys)) == "");
  const auto file = dir.write("presenced.yaml", with_keys(keys), 0644);
  const auto loaded = load(file, dir.environment);
  REQUIRE_FALSE(loaded.ok());
  CHECK(dir.shortened(render(loaded.error())) ==
        kMain +
            "2:73: workspaces[0].proxy: contains a password, but other users can read the file "
            "(mode 0644); run: chmod o= DIR/presenced.yaml\n");
  const std::string without = ", token_file: acme.token, proxy: \"http://proxy.example.com:3128\"";
  CHECK(load(dir.write("presenced.yaml", with_keys(without), 0644), dir.environment).ok());
}

TEST_CASE("names of variables and credentials are names") {
  ConfigDir dir;
  dir.environment.credentials_directory = dir.dir.path();
  CHECK(dir.problems(with_keys(", token_env: $TOKEN")) == kMain +
                                                              "2:53: workspaces[0].token_env: \"$TOKEN\" is not a name "
                                                              "of a variable; expected letters, digits and _ only\n");
  CHECK(
      dir.problems(with_keys(", token_credential: ../acme.token")) ==
      kMain +
          "2:60: workspaces[0].token_credential: \"../acme.token\" is not a name of a credential; expected a file name "
          "without a path\n");
}

TEST_CASE("what a variable or a credential holds is checked like a file") {
  ConfigDir dir;
  dir.environment.credentials_directory = dir.dir.path();
  dir.variables["EMPTY"] = "";
  dir.variables["TWO"] = "xoxb-1 xoxb-2";
  CHECK(dir.problems(with_keys(", token_env: EMPTY")) ==
        kMain + "2:53: workspaces[0].token_env: the variable EMPTY is empty; expected the secret\n");
  CHECK(dir.problems(with_keys(", token_env: TWO")) ==
        kMain +
            "2:53: workspaces[0].token_env: the variable TWO contains a space, a control character or a non-ASCII "
            "letter; expected the secret alone, on one line\n");
  CHECK(
      dir.problems(with_keys(", token_credential: none")) ==
      kMain +
          "2:60: workspaces[0].token_credential: systemd did not pass the credential none to the service; put the "
          "token "
          "in /etc/credstore/none, or in the file that LoadCredential=none:FILE names in the systemd unit, check that "
          "the unit has that line (systemctl edit presenced), and restart the service\n");
}

TEST_CASE("a cookie goes with an xoxc token, and an xoxc token with a cookie") {
  ConfigDir dir;
  dir.write("xoxc", "xoxc-1");
  dir.write("cookie", "xoxd-1");
  CHECK(dir.problems(with_keys(", token_file: xoxc, cookie_file: cookie")) == "");
  CHECK(dir.problems(with_keys(", token_file: xoxc")) ==
        kMain +
            "2:5: workspaces[0].cookie_file: is missing; expected the path of a file that holds the value of the d "
            "cookie: an xoxc token needs it\n");
  CHECK(dir.problems(with_keys(", token_file: acme.token, cookie_file: cookie")) ==
        kMain + "2:79: workspaces[0].cookie_file: goes with an xoxc token only; expected no cookie beside this one\n");
}

TEST_CASE("a cookie's file holds its value alone and is kept like a token") {
  ConfigDir dir;
  dir.write("xoxc", "xoxc-1");
  for (const std::string text : {"d=xoxd-hunter2", "xoxd-hunter2;", "xoxd-hunter2,path=/", "\"xoxd-hunter2\""}) {
    CAPTURE(text);
    dir.write("cookie", text);
    CHECK(dir.problems(with_keys(", token_file: xoxc, cookie_file: cookie")) ==
          kMain +
              "2:73: workspaces[0].cookie_file: names a file with more than a cookie's value; expected the value "
              "alone, without its name or attributes\n");
  }
  dir.write("cookie", "xoxd-1", 0640);
  CHECK(dir.problems(with_keys(", token_file: xoxc, cookie_file: cookie")) ==
        kMain +
            "2:73: workspaces[0].cookie_file: DIR/cookie is accessible to other users (mode 0640); run: chmod 600 "
            "DIR/cookie\n");
}

}  // namespace
}  // namespace presenced::config
