// `presenced setup`, by the real program against the fake Slack: by options, and at a terminal.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>

#include "integration/installation.h"
#include "integration/terminal_process.h"

using namespace presenced;
using test::DaemonProcess;
using test::Installation;
using test::TerminalProcess;

namespace {

const fake_slack::ModernApp kApp = fake_slack::modern_app();

// A workspace with a modern app, for which nothing is configured yet. The certificates are those of an Installation.
struct Newcomer {
  static Installation::Setup workspace() {
    Installation::Setup setup;
    setup.slack.token.clear();
    setup.slack.modern = kApp;
    return setup;
  }
  Installation slack{workspace()};
  test::TempDir home;
  std::filesystem::path directory = home / "new/presenced";

  std::vector<std::string> options() const {
    return {"setup",
            "--directory",
            directory.string(),
            "--api-url",
            slack.api_url(),
            "--ca-file",
            (slack.directory() / "ca.pem").string()};
  }
  std::vector<std::string> all_options() const {
    auto words = options();
    const auto token = home.write("token", kApp.bot_token + "\n");
    const auto app_token = home.write("app-token", kApp.app_token + "\n");
    for (const std::string& word :
         {std::string("--workspace"), std::string("acme"), std::string("--token-file"), token.string(),
          std::string("--app-token-file"), app_token.string(), std::string("--user"), slack.person(0).text,
          std::string("--user"), slack.person(1).text})
      words.push_back(word);
    return words;
  }
  std::string text(const std::string& name) const {
    std::ifstream file(directory / name);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  mode_t mode(const std::string& name) const {
    struct stat status {};
    REQUIRE(::stat((directory / name).c_str(), &status) == 0);
    return status.st_mode & 07777;
  }
  std::size_t files() const {
    std::error_code none;
    std::size_t count = 0;
    for (auto file = std::filesystem::directory_iterator(directory, none);
         file != std::filesystem::directory_iterator(); ++file)
      ++count;
    return count;
  }
};

struct SetUp {
  int status = -1;
  std::string said;
  bool has(const std::string& part) const { return said.find(part) != std::string::npos; }
};

SetUp set_up(const Newcomer& here, const std::vector<std::string>& words) {
  const auto log = here.home / "said";
  std::filesystem::remove(log);
  DaemonProcess process(PRESENCED_BINARY, words, log);
  const auto status = process.wait(base::Millis{60'000});
  SetUp ran{status.value_or(-1), process.log()};
  CHECK_FALSE(ran.has(kApp.bot_token));
  CHECK_FALSE(ran.has(kApp.app_token));
  return ran;
}

}  // namespace

TEST_CASE("setup: by options it writes every file with its mode, and the check passes") {
  const Newcomer here;
  const SetUp ran = set_up(here, here.all_options());
  CAPTURE(ran.said);
  CHECK(ran.status == 0);
  CHECK(here.mode("") == 0750);
  CHECK(here.mode("acme.token") == 0600);
  CHECK(here.mode("acme.app-token") == 0600);
  CHECK(here.mode("presenced.yaml") == 0640);
  CHECK(here.mode("watchlist.yaml") == 0640);
  CHECK(here.files() == 4);
  CHECK(ran.has("Post this in the workspace before you record"));
  CHECK(ran.has("acme: can be recorded"));
  CHECK(ran.has("presenced run --config " + (here.directory / "presenced.yaml").string()));
  CHECK(set_up(here, {"check", "--config", (here.directory / "presenced.yaml").string()}).status == 0);
}

TEST_CASE("setup: what it has written records") {
  const Newcomer here;
  REQUIRE(set_up(here, here.all_options()).status == 0);
  DaemonProcess daemon(PRESENCED_BINARY, {"run", "--config", (here.directory / "presenced.yaml").string()},
                       here.home / "log");
  CHECK(test::eventually([&] { return std::filesystem::exists(here.directory / "history.db"); }));
  CHECK_FALSE(daemon.wait(base::Millis{500}).has_value());
  daemon.signal(SIGTERM);
  CHECK(daemon.wait(base::Millis{10'000}) == 0);
}

TEST_CASE("setup: a configuration that is there stays, until --force") {
  const Newcomer here;
  REQUIRE(set_up(here, here.all_options()).status == 0);
  const std::string before = here.text("presenced.yaml");
  auto again = here.all_options();
  *std::find(again.begin(), again.end(), "acme") = "beta";
  const SetUp refused = set_up(here, again);
  CHECK(refused.status == 1);
  CHECK(refused.has("already exists; it is not changed"));
  CHECK(refused.has("- name: \"beta\""));
  CHECK(here.text("presenced.yaml") == before);
  CHECK(here.files() == 4);
  again.push_back("--force");
  CHECK(set_up(here, again).status == 0);
  CHECK(here.text("presenced.yaml").find("beta") != std::string::npos);
}

TEST_CASE("setup: a token file that is there already is not overwritten either, and nothing else is written") {
  const Newcomer here;
  std::filesystem::create_directories(here.directory);
  std::ofstream(here.directory / "acme.token") << "mine\n";
  const SetUp ran = set_up(here, here.all_options());
  CHECK(ran.status == 1);
  CHECK(ran.has("acme.token: File exists"));
  CHECK(here.text("acme.token") == "mine\n");
  CHECK(here.files() == 1);
}

TEST_CASE("setup: without a terminal and without tokens it prints the steps, and ends with 2") {
  const Newcomer here;
  const SetUp ran = set_up(here, here.options());
  CHECK(ran.status == 2);
  CHECK(ran.has("https://api.slack.com/apps?new_app=1&manifest_yaml="));
  CHECK(ran.has("--token-file FILE"));
  CHECK_FALSE(std::filesystem::exists(here.directory));
}

TEST_CASE("setup: options that cannot be used are refused before anything is written") {
  const Newcomer here;
  const auto with = [&](const std::string& option, const std::string& value) {
    auto words = here.all_options();
    words.push_back(option);
    words.push_back(value);
    return words;
  };
  CHECK(set_up(here, with("--user", "dana")).status == 2);
  auto swapped = here.all_options();
  std::swap(*std::find(swapped.begin(), swapped.end(), "--token-file"),
            *std::find(swapped.begin(), swapped.end(), "--app-token-file"));
  const SetUp ran = set_up(here, swapped);
  CHECK(ran.status == 78);
  CHECK(ran.has("an app-level token (xapp-), which reads nothing by itself"));
  CHECK_FALSE(std::filesystem::exists(here.directory));
}

TEST_CASE("setup: when Slack refuses, the files are there and it says how to go on") {
  const Newcomer here;
  auto words = here.all_options();
  here.home.write("token", "xoxb-of-another-world\n");
  const SetUp ran = set_up(here, words);
  CHECK(ran.status == 1);
  CHECK(ran.has("refused (invalid_auth)"));
  CHECK(ran.has("presenced check --connect --config"));
  CHECK(here.files() == 4);
}

TEST_CASE("setup: at a terminal it asks for everything, and shows no token") {
  const Newcomer here;
  TerminalProcess person(PRESENCED_BINARY, here.options());
  REQUIRE(person.shows("A name of your own"));
  person.type("acme\n");
  REQUIRE(person.shows("[y/N]"));
  person.type("\n");
  REQUIRE(person.shows("Bot token (xoxb-..., not shown): "));
  CHECK_FALSE(person.echoes());
  person.type(kApp.app_token + "\n");
  REQUIRE(person.shows("this is an app-level token"));
  REQUIRE(person.shows("Bot token (xoxb-..., not shown): "));
  person.type("oops\x7f\x7f\x7f\x7f" + kApp.bot_token + "\n");
  REQUIRE(person.shows("App-level token"));
  person.type(kApp.app_token + "\n");
  REQUIRE(person.shows("People to record"));
  CHECK(person.echoes());
  person.type(here.slack.person(0).text + "\n");
  CHECK(person.wait(base::Millis{60'000}) == 0);
  CAPTURE(person.shown());
  CHECK(person.shown().find(kApp.bot_token) == std::string::npos);
  CHECK(person.shown().find(kApp.app_token) == std::string::npos);
  CHECK(person.shown().find("acme: can be recorded") != std::string::npos);
  CHECK(here.text("acme.token") == kApp.bot_token + "\n");
  CHECK(here.mode("acme.token") == 0600);
  CHECK(here.text("watchlist.yaml").find(here.slack.person(0).text) != std::string::npos);
}

TEST_CASE("setup: Ctrl-C at a token gives up, writes nothing and leaves the terminal as it was") {
  const Newcomer here;
  TerminalProcess person(PRESENCED_BINARY, here.options());
  REQUIRE(person.shows("A name of your own"));
  person.type("acme\n");
  REQUIRE(person.shows("[y/N]"));
  person.type("\n");
  REQUIRE(person.shows("Bot token (xoxb-..., not shown): "));
  person.type("xoxb-half\x03");
  REQUIRE(person.shows("cancelled; nothing was written"));
  CHECK(person.echoes());
  CHECK(person.wait(base::Millis{10'000}) == 1);
  CHECK_FALSE(std::filesystem::exists(here.directory));
}
