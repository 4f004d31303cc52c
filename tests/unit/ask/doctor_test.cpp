// doctor: what it reports, and what it keeps to itself.
#include <sys/stat.h>

#include <fstream>

#include "ask/doctor_report.h"
#include "unit/ask/fixture.h"

namespace presenced::ask::test {
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
  std::string doctor(query::Format format = query::Format::table) const {
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
        "\n  distribution: ", "presenced.yaml: is good\n", "  history: 06", "  acme token: 0600 ",
        "  acme cookie: 0600 ", "  acme watchlist: ", "\n  now: 2026-11-20T15:00:00.000+00:00 (UTC)\n",
        "synchronised: ", "  size: ", "workspaces: 1, people: 4, sessions: 2", "alive until 2026-11-20 15:00:00",
        "soundness: sound", "\n! daemon: does not run: nobody answers on ", "ended: none otherwise than planned"})
    CHECK_MESSAGE(holds(report, part), part);
}

TEST_CASE("what is wrong is marked: an open token, a problem of the configuration, a missing history, a lost session") {
  Installed here;
  here.write("acme.token", kToken, 0644);
  here.configure("    colour: red\n");
  here.script.session(3, ms("12:00")).ended(3, ms("13:00"), history::EndReason::timeout);
  here.commit("15:00");
  std::string report = here.doctor();
  CAPTURE(report);
  CHECK(holds(report, "\n! acme token: 0644 "));
  CHECK(holds(report, "which is open to others"));
  CHECK(holds(report, "\n! problem: "));
  CHECK(holds(report, "workspaces[0].colour"));
  CHECK(holds(report, "2026-11-20 13:00:00 session 3 of acme: timeout"));
  Request request = here.request("doctor");
  request.db = here.beside("none.db");
  request.config = here.beside("none.yaml");
  report = here.ask(request).text;
  CHECK(holds(report, "\n! cannot be read: "));
  CHECK(holds(report, "none.yaml: cannot be read"));
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
  CHECK(holds(report, "presenced.yaml: cannot be read: No such file or directory"));
}

TEST_CASE("no secret is in a report, wherever one was put") {
  Installed here;
  const std::string proxy = std::string("    proxy: http://user:") + kPassword + "@127.0.0.1:3128\n";
  const std::string misplaced = "xoxb-99-MISPLACED";
  here.variables["SLACK_TOKEN"] = "xoxp-1-INTHEENVIRONMENT";
  const auto check = [&] {
    for (const auto format : {query::Format::table, query::Format::json, query::Format::csv}) {
      const std::string report = here.doctor(format);
      CAPTURE(report);
      for (const char* secret : {"TOKENSECRET", "COOKIE%2F", "SECRET%3D", kPassword, "MISPLACED", "INTHEENVIRONMENT"})
        CHECK_MESSAGE(!holds(report, secret), secret);
    }
  };
  here.configure(proxy);
  REQUIRE(holds(here.doctor(), "is good"));  // so that all of it was read
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
}  // namespace presenced::ask::test
