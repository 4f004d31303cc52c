// log -f --exec: what is delivered, where it begins, and what is refused. The programs are real, the daemon is a
// script.
#include <sys/stat.h>

#include <deque>
#include <fstream>
#include <functional>
#include <sstream>

#include "unit/commands/fixture.h"

namespace presenced::commands::test {
namespace {

using base::Presence;
using store::test::Lines;
using Steps = std::deque<std::function<void()>>;

std::string text_of(const std::filesystem::path& file) {
  std::stringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

// Of JSON lines that begin with the schema and the seq.
std::vector<std::int64_t> seqs_in(const std::string& text) {
  const std::string begin = "{\"schema\":1,\"seq\":";
  std::vector<std::int64_t> seqs;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    REQUIRE(line.starts_with(begin));
    seqs.push_back(std::stoll(line.substr(begin.size())));
  }
  return seqs;
}
using Seqs = std::vector<std::int64_t>;

// A Friday (fixture.h), of which 9 changes are there at first, and a hook that keeps what it is given in a file.
struct Hooked : WrittenHistory {
  Hooked() {
    write_friday(*this);
    program("cat >>" + beside("got").string());
  }

  void program(const std::string& lines) {
    std::ofstream(beside("hook")) << "#!/bin/sh\n" << lines << "\n";
    chmod(beside("hook").c_str(), 0700);
  }
  Request hook(std::vector<std::string> who = {}) const {
    Request asked = request("log", std::move(who));
    asked.follow = true;
    asked.exec = beside("hook").string();
    asked.cursor_file = cursor_file().string();
    return asked;
  }
  std::filesystem::path cursor_file() const { return beside("cursor"); }
  void write_cursor(const std::string& text) const { std::ofstream(cursor_file()) << text; }
  std::string cursor() const { return text_of(cursor_file()); }
  Seqs got() const { return seqs_in(text_of(beside("got"))); }

  // Runs it while the steps last.
  Answer run(const Request& request, Steps steps = {}) {
    CapturedOutput output;
    CommandContext context{output, [&] { return clock; }, tz, style};
    context.wait_for_change = [&] {
      if (steps.empty()) return false;
      steps.front()();
      steps.pop_front();
      return true;
    };
    context.variable = [](const std::string&) { return std::nullopt; };
    output.answer.status = answer(command("log"), request, context);
    return std::move(output.answer);
  }
  Answer refused(const Request& request, ExitStatus status) {
    Answer answer = run(request);
    CHECK(answer.status == status);
    CHECK(text_of(beside("got")).empty());
    return answer;
  }
  std::function<void()> change(std::string user, std::string at, Presence to) {
    return [this, user, at, to] {
      script.turn(user, ms(at), to);
      commit(at);
    };
  }
};

TEST_CASE_FIXTURE(Hooked, "a hook without a cursor begins with what is committed from then on, and says so") {
  const Answer answer = run(hook(), {change("U0LEE0001", "15:00:05", Presence::away), [] {},
                                     change("U0DANA001", "15:00:06", Presence::away)});
  CHECK(answer.status == ExitStatus::answered);
  CHECK(answer.text.empty());
  CHECK(answer.said ==
        Lines{cursor_file().string() + ": no cursor there yet; beginning after change 9, the newest one"});
  CHECK(got() == Seqs{10, 11});
  CHECK(cursor() == "{\"schema\":1,\"seq\":11,\"at_ms\":" + std::to_string(ms("15:00:06")) + "}\n");
}

TEST_CASE_FIXTURE(Hooked, "the cursor is there from the first moment on, so that a restart misses nothing") {
  run(hook());
  change("U0LEE0001", "15:00:05", Presence::away)();
  const Answer answer = run(hook());
  CHECK(answer.said.empty());
  CHECK(got() == Seqs{10});
}

TEST_CASE_FIXTURE(Hooked, "--after and --since say where to begin while there is no cursor") {
  Request request = hook();
  request.after = 7;
  CHECK(run(request).said == Lines{cursor_file().string() + ": no cursor there yet; beginning after change 7"});
  CHECK(got() == Seqs{8, 9});
  request.after = 0;
  run(request);  // the cursor counts now
  CHECK(got() == Seqs{8, 9});
  std::filesystem::remove(cursor_file());
  std::filesystem::remove(beside("got"));
  request.after.reset();
  request.since = "12:00";
  run(request);
  Request log = this->request("log");
  log.since = "12:00";
  log.format = rendering::Format::jsonl;
  CHECK(got() == seqs_in(ask(log).text));
}

TEST_CASE_FIXTURE(Hooked, "what is delivered is, byte for byte, a line of log -o jsonl") {
  Request request = hook();
  request.after = 0;
  run(request);
  Request log = this->request("log");
  log.after = 0;
  log.format = rendering::Format::jsonl;
  CHECK(text_of(beside("got")) == ask(log).text);
}

TEST_CASE_FIXTURE(Hooked, "the filters of log apply: what they leave out moves the cursor without a delivery") {
  Request request = hook({"dana"});
  request.after = 0;
  request.facet = "presence";
  request.state = "away";
  const auto steps = [&](const std::string& minute) {
    return Steps{change("U0LEE0001", "15:0" + minute + ":01", Presence::away),
                 change("U0DANA001", "15:0" + minute + ":02", Presence::away),
                 change("U0DANA001", "15:0" + minute + ":03", Presence::active)};
  };
  run(request, steps("0"));
  Request log = this->request("log", {"dana"});
  log.after = 0;
  log.facet = "presence";
  log.state = "away";
  log.format = rendering::Format::jsonl;
  CHECK(got() == seqs_in(ask(log).text));
  CHECK(got().back() == 11);
  CHECK(cursor() == "{\"schema\":1,\"seq\":12,\"at_ms\":" + std::to_string(ms("15:00:03")) + "}\n");
}

TEST_CASE_FIXTURE(Hooked, "a group of a hook is its members of the time, those who join meanwhile as well") {
  run(hook({"@on-call"}),
      {change("U0KIM0001", "15:00:01", Presence::away),
       [&] {
         script.record(history::GroupsSet{{{"on-call", {base::UserId{"U0KIM0001"}}}}});
         commit("15:00:02");
       },
       change("U0KIM0001", "15:00:03", Presence::active), change("U0LEE0001", "15:00:04", Presence::away)});
  CHECK(got() == Seqs{11});
}

TEST_CASE_FIXTURE(Hooked, "a program that fails is asked again until it acknowledges, and nothing comes in between") {
  const std::string count = beside("count").string();
  program("n=$(cat " + count + " 2>/dev/null || echo 0); echo $((n + 1)) >" + count + "; cat >>" +
          beside("got").string() + "; [ $((n % 3)) = 2 ]");
  Request request = hook();
  request.after = 6;
  const Answer answer = run(request);
  CHECK(got() == Seqs{7, 7, 7, 8, 8, 8, 9, 9, 9});
  REQUIRE(answer.said.size() == 7);
  CHECK(answer.said[1].starts_with("change 7 is not delivered: " + beside("hook").string() +
                                   " exited with status 1; attempt 2 follows in "));
}

TEST_CASE_FIXTURE(Hooked, "who is purged while a change waits to be delivered again is not told of") {
  program("cat >>" + beside("got").string() + "; [ -e " + beside("better").string() + " ]");
  Request request = hook();
  CapturedOutput output;
  CommandContext context{output, [&] { return clock; }, tz, style};
  int looks = 0;
  context.wait_for_change = [&] {
    if (looks++ > 0) return false;
    change("U0LEE0001", "15:00:01", Presence::away)();
    change("U0DANA001", "15:00:02", Presence::away)();
    return true;
  };
  // The first sentence after that is of the failure.
  struct Purging final : Output {
    explicit Purging(Hooked& here, Output& into) : here_(here), into_(into) {}
    void write(std::string_view text) override { into_.write(text); }
    void say(std::string_view line) override {
      into_.say(line);
      if (line.find("is not delivered") == std::string_view::npos || purged_) return;
      purged_ = true;
      CHECK(here_.database().purge(base::UserId{"U0LEE0001"}, false).ok());
      std::ofstream(here_.beside("better")) << "yes";
    }
    Hooked& here_;
    Output& into_;
    bool purged_ = false;
  } purging(*this, output);
  CommandContext told{purging, context.clock, tz, style, context.wait_for_change};
  CHECK(answer(command("log"), request, told) == ExitStatus::answered);
  CHECK(got() == Seqs{10, 11});
  CHECK(output.answer.said.back() == "skipped a change before number 12: it is not in the history any more");
}

TEST_CASE_FIXTURE(Hooked, "what was deleted since the cursor was kept is skipped, and that is said") {
  run(hook());
  for (int second = 1; second <= 9; ++second)
    change(second % 3 == 0 ? "U0DANA001" : "U0LEE0001", "15:00:0" + std::to_string(second),
           second % 2 == 0 ? Presence::active : Presence::away)();
  REQUIRE(database().purge(base::UserId{"U0LEE0001"}, true).ok());
  const Answer answer = run(hook());
  CHECK(got() == Seqs{12, 15, 18});
  CHECK(answer.said == Lines{"skipped 6 changes before number 19: they are not in the history any more"});
}

TEST_CASE_FIXTURE(Hooked, "a cursor ahead of the history, or of another one, is refused with the way out") {
  const Lines way_out{"to go on, remove " + cursor_file().string() +
                      "; then the changes from now on are delivered, or with --after SEQ those after change SEQ"};
  write_cursor("{\"schema\":1,\"seq\":10,\"at_ms\":null}\n");
  CHECK(refused(hook(), ExitStatus::failed).said ==
        Lines{cursor_file().string() + ": has got to change 10, but the newest one in " + file().string() +
                  " is 9; this is another history, or an older copy of it",
              way_out[0]});
  write_cursor("{\"schema\":1,\"seq\":5,\"at_ms\":12345}\n");
  CHECK(refused(hook(), ExitStatus::failed).said ==
        Lines{cursor_file().string() + ": change 5, to which it has got, is another one in " + file().string() +
                  "; this is another history, or an older copy of it",
              way_out[0]});
  CHECK(cursor() == "{\"schema\":1,\"seq\":5,\"at_ms\":12345}\n");
}

TEST_CASE_FIXTURE(Hooked, "a cursor that cannot be kept is refused before anything is delivered") {
  Request request = hook();
  request.after = 0;
  request.cursor_file = beside("no/such/folder").string();
  CHECK(refused(request, ExitStatus::failed).said.at(0).find("cannot be made, so the cursor cannot be kept") !=
        std::string::npos);
  std::filesystem::create_directory(cursor_file().string() + ".new");  // for root, modes forbid nothing
  request.cursor_file = cursor_file().string();
  CHECK(refused(request, ExitStatus::failed).said.back().ends_with("cursor.new: cannot be written: Is a directory"));
}

TEST_CASE_FIXTURE(Hooked, "a second hook with the same cursor file is refused while the first one runs") {
  Answer second;
  run(hook(), {[&] { second = run(hook()); }});
  CHECK(second.status == ExitStatus::failed);
  REQUIRE(second.said.size() == 1);
  CHECK(second.said[0].ends_with(": is in use by another `presencectl log`; give each hook a cursor file of its own"));
}

TEST_CASE_FIXTURE(Hooked, "a history that is replaced ends a hook with 1") {
  WrittenHistory other;
  write_friday(other);
  const Answer answer = run(hook(), {[&] { std::filesystem::rename(other.file(), file()); }});
  CHECK(answer.status == ExitStatus::failed);
  CHECK(answer.said.back() == file().string() + ": was replaced by another file; run the command again");
}

TEST_CASE_FIXTURE(Hooked, "options that do not go together are wrong usage") {
  const auto problem = [&](const std::function<void(Request&)>& spoil) {
    Request request = hook();
    spoil(request);
    const Answer answer = refused(request, ExitStatus::usage);
    REQUIRE(answer.said.size() == 1);
    return answer.said[0];
  };
  CHECK(problem([](Request& r) { r.follow = false; }) == "--exec needs --follow");
  CHECK(problem([](Request& r) { r.cursor_file.reset(); }) ==
        "--exec needs --cursor-file FILE, which keeps how far it has got");
  CHECK(problem([](Request& r) { r.post = "https://x.example/"; }) ==
        "--exec cannot be combined with --post; run one command for each");
  CHECK(problem([](Request& r) { r.exec.reset(); }) == "--cursor-file needs --exec PROGRAM or --post URL");
  CHECK(problem([](Request& r) { r.post_headers = "h"; }) == "--post-headers cannot be combined with --exec");
  CHECK(problem([](Request& r) { r.newest = 5; }) ==
        "--lines cannot be combined with --exec; --after says where to begin");
  CHECK(problem([](Request& r) { r.format = rendering::Format::csv; }) ==
        "-o cannot be combined with --exec: each change is one JSON object");
  CHECK(problem([](Request& r) { r.hook_timeout = "soon"; }).starts_with("--hook-timeout: "));
  CHECK(problem([](Request& r) { r.hook_timeout = "0"; }) == "--hook-timeout must be more than 0 and at most 1d");
  CHECK(problem([](Request& r) { r.hook_timeout = "25h"; }) == "--hook-timeout must be more than 0 and at most 1d");
  CHECK(problem([](Request& r) { r.exec = ""; }) == "--exec needs the name of a program");
  CHECK(problem([](Request& r) { r.until = "today"; }) == "--until cannot be combined with --follow");
  CHECK(problem([](Request& r) {
          r.facet = "group";
          r.exec.reset();
          r.cursor_file.reset();
        }) == "--follow cannot be combined with --facet group");
}

TEST_CASE_FIXTURE(Hooked, "a url or a file of headers that is not allowed is refused without being shown") {
  Request request = hook();
  request.exec.reset();
  request.post = "http://hooks.example/s3cret";
  CHECK(refused(request, ExitStatus::usage).said == Lines{"--post: plain http and ws are for loopback addresses only"});
  request.post = "wss://hooks.example/s3cret";
  CHECK(refused(request, ExitStatus::usage).said == Lines{"--post: the url does not start with https://"});
  request.post = "https://user:s3cret@hooks.example/";
  CHECK(refused(request, ExitStatus::usage).said == Lines{"--post: the url has a user name in it"});
  request.post = "https://hooks.example/";
  request.post_headers = beside("headers").string();
  std::ofstream(beside("headers")) << "Authorization: Bearer s3cret\n";
  chmod(beside("headers").c_str(), 0640);
  CHECK(refused(request, ExitStatus::failed).said ==
        Lines{"--post-headers: " + *request.post_headers +
              " is accessible to other users (mode 0640); run: chmod 600 " + *request.post_headers});
}

TEST_CASE_FIXTURE(Hooked, "a hook leaves the daemon's log to be used again while a program runs") {
  const auto wal = file().string() + "-wal";
  std::ofstream(beside("hook")) << "#!/bin/sh\nsleep 0.01\n";
  bool emptied = false;
  run(hook(), {change("U0LEE0001", "15:00:05", Presence::away), [&] {
                 const auto tried = database().empty_log();
                 emptied = tried.ok() && tried.value() && std::filesystem::file_size(wal) == 0;
               }});
  CHECK(emptied);
}

TEST_CASE_FIXTURE(Hooked, "a long backlog is delivered whole and in order, in pieces") {
  Request request = hook({"lee"});
  request.after = 0;
  for (int i = 0; i < 1300; ++i)
    script.turn(i % 9 == 0 ? "U0LEE0001" : "U0DANA001", ms("15:00") + i,
                i % 2 == 0 ? Presence::away : Presence::active);
  commit("15:00:05");
  run(request);
  Request log = this->request("log", {"lee"});
  log.after = 0;
  log.format = rendering::Format::jsonl;
  CHECK(got() == seqs_in(ask(log).text));
  CHECK(got().size() > 140);
  CHECK(cursor().starts_with("{\"schema\":1,\"seq\":1309,"));
}

TEST_CASE_FIXTURE(Hooked, "what comes after a whole piece that nobody asked for is delivered") {
  Request request = hook({"lee"});
  request.after = 0;
  for (int i = 0; i < 1300; ++i)
    script.turn(i == 1200 ? "U0LEE0001" : "U0DANA001", ms("15:00") + i, i % 2 == 0 ? Presence::away : Presence::active);
  commit("15:00:05");
  run(request);
  REQUIRE_FALSE(got().empty());
  CHECK(got().back() > 1200);
  CHECK(cursor().starts_with("{\"schema\":1,\"seq\":1309,"));
}

}  // namespace
}  // namespace presenced::commands::test
