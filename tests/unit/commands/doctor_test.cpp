// doctor: what it reports, and what it keeps to itself.
#include <sys/stat.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <fstream>
#include <thread>

#include "commands/doctor_report.h"
#include "control/encode.h"
#include "net/http_server.h"
#include "unit/commands/fixture.h"

namespace presenced::commands::test {
namespace {

constexpr const char* kToken = "xoxc-1234567890-TOKENSECRET";
constexpr const char* kCookie = "xoxd-COOKIE%2FSECRET%3D";
constexpr const char* kPassword = "pr0xyPASSWORD";

struct Installed : WrittenHistory {
  Installed() {
    write_friday(*this);
    variables["RUNTIME_DIRECTORY"] = beside("run").string();
    write("acme.token", kToken);
    write("acme.d", kCookie);
    write("watchlist.yaml", "groups: { team: { members: [U0DANA001] } }");
    configure();
  }
  void write(std::string_view name, const std::string& text, mode_t mode = 0600) const {
    std::ofstream(beside(name)) << text << "\n";
    REQUIRE(::chmod(beside(name).c_str(), mode) == 0);
  }
  // The whole configuration; with further lines of the workspace, and of its own.
  void configure(const std::string& of_workspace = {}, const std::string& own = {}) const {
    write("presenced.yaml", "history: { path: history.db }\n" + own +
                                "workspaces:\n  - name: acme\n    token_file: acme.token\n    cookie_file: acme.d\n"
                                "    watchlist: watchlist.yaml\n" +
                                of_workspace);
  }
  std::string doctor(rendering::Format format = rendering::Format::table) const {
    Request request = this->request("doctor");
    request.config = beside("presenced.yaml");
    request.format = format;
    const Answer answer = ask(request);
    CHECK(answer.status == ExitStatus::answered);
    std::string all = answer.text;
    for (const std::string& line : answer.said) all += line;
    return all;
  }
};

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST_CASE("a report tells of versions, configuration, files, clock, history and daemon") {
  Installed here;
  const std::string report = here.doctor();
  CAPTURE(report);
  for (const char* part :
       {"\n  presencectl: 1.2.3\n", "\n  SQLite: 3.", "\n  OpenSSL: OpenSSL ", "\n  kernel: Linux ",
        "\n  distribution: ", "presenced.yaml: OK\n", "  history: 06", "  workspace 1 token: 0600 ",
        "  workspace 1 cookie: 0600 ", "  workspace 1 watchlist: ", "\n  now: 2026-11-20T15:00:00.000+00:00 (UTC)\n",
        "synchronised: ", "  size: ", "workspaces: 1, people: 4, sessions: 2", "alive until 2026-11-20 15:00:00",
        "integrity: OK", "\n! daemon: not running: no answer on ", "ended: no unplanned end"})
    CHECK_MESSAGE(holds(report, part), part);
}

TEST_CASE("an app-level token is looked after like the token") {
  Installed here;
  here.write("acme.app-token", "xapp-1-APPSECRET", 0644);
  here.configure("    app_token_file: acme.app-token\n");
  CHECK(holds(here.doctor(), "\n! workspace 1 app-level token: 0644 "));
  here.write("acme.app-token", "xapp-1-APPSECRET");
  const std::string report = here.doctor();
  CHECK(holds(report, "\n  workspace 1 app-level token: 0600 "));
  CHECK_FALSE(holds(report, "APPSECRET"));
}

TEST_CASE("what is wrong is marked: an open token, a problem of the configuration, a missing history, a lost session") {
  Installed here;
  here.write("acme.token", kToken, 0644);
  here.configure("    colour: red\n");
  here.script.session(3, ms("12:00")).ended(3, ms("13:00"), history::EndReason::timeout);
  here.commit("15:00");
  std::string report = here.doctor();
  CAPTURE(report);
  CHECK(holds(report, "\n! workspace 1 token: 0644 "));
  CHECK(holds(report, "open to other users"));
  CHECK(holds(report, "\n! problem: the configuration, line 7, column 5\n"));
  CHECK(holds(report, "2026-11-20 13:00:00 session 3 of workspace 1: timeout"));
  Request request = here.request("doctor");
  request.db = here.beside("none.db");
  request.config = here.beside("none.yaml");
  report = here.ask(request).text;
  CHECK(holds(report, "\n! cannot be read: "));
  CHECK(holds(report, "\n! history: No such file or directory " + here.beside("none.db").string()));
  CHECK(holds(report, "\n! configuration: No such file or directory " + here.beside("none.yaml").string()));
}

TEST_CASE("a working directory that was removed is reported by what cannot be read from it") {
  Installed here;
  Request request = here.request("doctor");
  request.config = "presenced.yaml";
  request.db = "history.db";
  const auto before = std::filesystem::current_path();
  const std::filesystem::path gone = here.beside("gone");
  std::filesystem::create_directory(gone);
  std::filesystem::current_path(gone);
  std::filesystem::remove(gone);
  std::string report;
  CHECK_NOTHROW(report = here.ask(request).text);
  std::filesystem::current_path(before);
  CAPTURE(report);
  CHECK(holds(report, "\n! configuration: No such file or directory"));
}

TEST_CASE("no secret is in a report, wherever one was put") {
  Installed here;
  const std::string proxy = std::string("    proxy: http://user:") + kPassword + "@127.0.0.1:3128\n";
  const std::string misplaced = "xoxb-99-MISPLACED";
  here.variables["SLACK_TOKEN"] = "xoxp-1-INTHEENVIRONMENT";
  const auto check = [&] {
    for (const auto format : {rendering::Format::table, rendering::Format::json, rendering::Format::csv}) {
      const std::string report = here.doctor(format);
      CAPTURE(report);
      for (const char* secret : {"TOKENSECRET", "COOKIE%2F", "SECRET%3D", kPassword, "MISPLACED", "INTHEENVIRONMENT"})
        CHECK_MESSAGE(!holds(report, secret), secret);
    }
  };
  here.configure(proxy);
  REQUIRE(holds(here.doctor(), ": OK"));  // so that all of it was read
  check();
  for (const std::string& own :
       {"log: { level: " + misplaced + " }\n", misplaced + ": 1\n", "control: { socket: " + misplaced + " }\n"}) {
    here.configure(proxy, own);
    check();
  }
  for (const std::string& of_workspace :
       {"    api_url: https://user:" + std::string(kPassword) + "@slack.com/api/\n", "    ca_file: " + misplaced + "\n",
        "    token_env: " + misplaced + "\n", "    " + misplaced + "\n",
        "    proxy: http://user:" + std::string(kPassword) + "@\n"}) {
    here.configure(of_workspace);
    check();
  }
  here.write("acme.token", std::string(kToken) + " " + kToken);
  here.configure();
  check();
  here.write("watchlist.yaml", misplaced + ": [" + kToken + "]");
  check();
  here.script.watched("U0DANA001", misplaced);
  here.commit("15:00");
  check();
}

// A control socket that answers with this status, as a daemon would.
class Daemon {
 public:
  Daemon(const std::filesystem::path& socket, const control::Status& status) {
    auto opened = net::HttpServer::on_unix_socket(
        loop_, socket, base::SocketAccess{.mode = 0600}, {},
        [status](const net::HttpQuestion&, const std::function<void(net::HttpAnswer)>& answer) {
          answer({.body = control::to_json(status)});
        });
    REQUIRE_MESSAGE(opened.ok(), opened.error());
    server_ = std::move(opened.value());
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~Daemon() {
    boost::asio::post(loop_, [this] { server_.reset(); });
    thread_.join();
  }
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

 private:
  boost::asio::io_context loop_{1};
  std::unique_ptr<net::HttpServer> server_;
  std::thread thread_;
};

// Everything that a status has of people, or that may have something of people in it.
control::Status telling_status(const std::string& db) {
  control::Status status;
  status.version = "1.2.3";
  status.started_at = status.at = moment("15:00");
  status.history.path = db;
  status.history.recording = false;
  status.history.trouble = "trouble with Zaphod";
  status.configuration.rejected_at = moment("14:00");
  status.configuration.problems = {
      {"watchlist.yaml", 3, 1, "groups.zaphod-group", "'zaphod@planted.example' is wrong"}};
  control::WorkspaceStatus one;
  one.name = "zaphod-workspace";
  one.state = "disconnected";
  one.trouble = "auth.test: invalid_auth for Zaphod (U0PLANTED1)";
  one.watched = 4;
  one.unconfirmed = {{"U0PLANTED1"}, {"U0PLANTED2"}};
  one.unresolved = {
      {"zaphod.yaml:3", "email \"zaphod@planted.example\"", "is not watched: zaphod_handle is ambiguous"}};
  status.workspaces = {one};
  status.recent = {
      {moment("14:00"), false, "not_visible", "zaphod-workspace", "Slack does not show U0PLANTED1 to this token"},
      {moment("14:01"), false, "unresolved", "zaphod-workspace",
       "zaphod.yaml:3: handle \"@zaphod_handle\" means U0PLANTED2"},
      {moment("14:02"), true, "connect_failed", "zaphod-workspace", "rtm.connect: missing_scope; plantedstatus"}};
  return status;
}

TEST_CASE("old bug: a report gave away ids, names, addresses and parts of a refused watchlist") {
  Installed here;
  here.script.watched("U0PLANTED1", "Zaphod").watched("U0PLANTED2", "");
  here.script.seen({base::UserId{"U0PLANTED2"}, "zaphod_handle", "Zaphod Planted", "Europe/Zaphod", false, false});
  here.script.cover("U0PLANTED1", ms("10:00"));
  here.script.first("U0PLANTED1", ms("10:00"), base::Presence::active);
  here.script.status("U0PLANTED1", ms("10:00"), std::nullopt, {"plantedstatus", ":planted:", std::nullopt},
                     history::Source::first);
  here.script.record(history::NameResolved{
      history::NameKind::email, "zaphod@planted.example", {base::UserId{"U0PLANTED1"}}, moment("10:00")});
  here.script.record(history::GroupsSet{{{"zaphod-group", {base::UserId{"U0PLANTED1"}}}}});
  here.commit("15:00");
  const auto planted = [&](const std::string& what) {
    CAPTURE(what);
    for (const auto format : {rendering::Format::table, rendering::Format::json, rendering::Format::csv}) {
      const std::string report = here.doctor(format);
      CAPTURE(report);
      for (const char* part : {"PLANTED", "planted", "Planted", "aphod"}) CHECK_MESSAGE(!holds(report, part), part);
    }
    return here.doctor();
  };
  const std::string socket = here.beside("zaphod.sock").string();
  const Daemon daemon(socket, telling_status(here.file()));
  here.configure("", "control: { socket: zaphod.sock }\n");
  std::string report = planted("all is valid, and the daemon tells of people");
  for (const char* part :
       {"workspace 2: not connected, disconnected (invalid_auth)", "4 watched, 0 confirmed, 2 unconfirmed",
        "unresolved: 1", "\n  2026-11-20 14:00:00: workspace 2 not_visible\n", "workspace 2 unresolved\n",
        "\n! 2026-11-20 14:02:00: workspace 2 connect_failed (missing_scope)\n", "\n! recording: no",
        "\n! edit refused: "})
    CHECK_MESSAGE(holds(report, part), part);

  here.write(
      "watchlist.yaml",
      "groups:\n  zaphod-group:\n    members:\n      - zaphod@planted.example\n      - { id: U0PLANTED1, nmae: Zaphod "
      "}\nzaphod: [U0PLANTED2]\n");
  report = planted("a watchlist with mistakes");
  CHECK(holds(report, "\n! problem: the watchlist of workspace 1, line 4, column 9\n"));
  here.write("watchlist.yaml", "zaphod@planted.example: [\n");
  planted("a watchlist that is not YAML");
  here.write("watchlist.yaml", "groups: { team: { members: [U0PLANTED1] } }");
  for (const char* own :
       {"zaphod: planted\n", "log: { level: zaphod }\n", "metrics: { listen: 'zaphod@planted.example' }\n",
        "# zaphod@planted.example\n", "zaphod: [\n"}) {
    here.configure("", std::string("control: { socket: zaphod.sock }\n") + own);
    planted(own);
  }
  for (const char* of_workspace :
       {"    token_env: ZAPHOD\n", "    ca_file: zaphod.pem\n", "    api_url: https://zaphod@planted/\n",
        "    audit_interval: zaphod\n", "  - { name: zaphod, token_file: planted.token }\n"}) {
    here.configure(of_workspace, "control: { socket: zaphod.sock }\n");
    planted(of_workspace);
  }
  here.configure("", "control: { socket: zaphod.sock }\n");
  store::Database(here.file(), store::Database::Access::read_write)
      .execute(
          "UPDATE coverage_span SET ended_at = started_at + 1, end_reason = 1; UPDATE status_transition SET seq = seq "
          "+ 99");
  report = planted("a history that is not sound");
  CHECK(holds(report, "\n! finding: "));
  here.variables["HOME"] = "/home/zaphod";
  Request request = here.request("doctor");
  request.config = "/home/zaphod/presenced.yaml";
  request.db = "/home/zaphod/history.db";
  report = here.ask(request).text;
  CHECK(!holds(report, "zaphod"));
  CHECK(holds(report, "/home/[removed]/history.db"));
}

TEST_CASE("of a text that may name people only the words that say why are told") {
  CHECK(known_words("auth.test: invalid_auth, peer_closed, kim_doe is away") == " (invalid_auth, peer_closed)");
  CHECK(known_words("Dana is not visible; goodbye") == "");
  CHECK(known_words("") == "");
  CHECK(plain_word("connect_failed") == "connect_failed");
  CHECK(plain_word("Zaphod") == "[removed]");
  CHECK(without_homes("a /home/kim/x, /home/lee") == "a /home/[removed]/x, /home/[removed]");
}

TEST_CASE("secrets are known by their looks in any text") {
  CHECK(without_secrets("a xoxb-1-2-abc, b") == "a [removed], b");
  CHECK(without_secrets("xoxe.xoxp-1-Mi0=") == "[removed]");
  CHECK(without_secrets("xapp-1-A-b") == "[removed]");
  CHECK(without_secrets("https://u:p@h/x and ftp://h") == "https://[removed]@h/x and ftp://h");
  CHECK(without_secrets("//a@b c@d //e") == "//[removed]@b c@d //e");
  CHECK(without_secrets("kim@example.com") == "kim@example.com");
  CHECK(without_secrets("") == "");
}

}  // namespace
}  // namespace presenced::commands::test
