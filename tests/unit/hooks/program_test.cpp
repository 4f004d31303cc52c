// Programs as receivers: real ones, most of them a few lines of shell.
#include "hooks/program.h"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <sstream>
#include <string>

#include "support/temp_dir.h"

namespace presenced::hooks {
namespace {

using base::Millis;
using Steady = std::chrono::steady_clock;

struct Scripts {
  test::TempDir dir;
  std::string script(const std::string& lines) const {
    return dir.write("hook", "#!/bin/sh\ncd " + dir.path().string() + "\n" + lines + "\n", 0700).string();
  }
  Outcome outcome(const std::string& lines, std::string_view object = "{}\n", Millis limit = Millis{10'000},
                  Ending ending = Ending()) const {
    return Program(script(lines), limit, ending).deliver(object);
  }
  std::string text(const std::string& name) const {
    std::stringstream text;
    text << std::ifstream(dir / name).rdbuf();
    return text.str();
  }
  // Why it failed, without its name.
  std::string why(const Outcome& outcome) const {
    CHECK_FALSE(outcome.acknowledged);
    const std::string name = (dir / "hook").string() + " ";
    REQUIRE(outcome.why.starts_with(name));
    return outcome.why.substr(name.size());
  }
};

TEST_CASE_FIXTURE(Scripts, "a program reads the change from its standard input and acknowledges with 0") {
  CHECK(outcome("cat >got", "{\"seq\":1}\n").acknowledged);
  CHECK(text("got") == "{\"seq\":1}\n");
  const std::string long_one(3'000'000, 'x');  // many times what a pipe holds
  CHECK(outcome("cat >got", long_one).acknowledged);
  CHECK(text("got") == long_one);
}

TEST_CASE_FIXTURE(Scripts, "a program need not read: its exit status alone counts") {
  const std::string long_one(3'000'000, 'x');
  CHECK(outcome("exit 0", long_one).acknowledged);
  CHECK(outcome("exec <&-; sleep 0.1; exit 0", long_one).acknowledged);
  CHECK(why(outcome("exit 3", long_one)) == "exited with status 3");
}

TEST_CASE_FIXTURE(Scripts, "another status, a signal, and a program that is not there are failures with their reason") {
  CHECK(why(outcome("exit 1")) == "exited with status 1");
  CHECK(why(outcome("kill -9 $$")) == "ended by signal 9 (Killed)");
  const Outcome missing = Program((dir / "nothing").string(), Millis{1'000}, Ending()).deliver("{}");
  CHECK(missing.why == (dir / "nothing").string() + " cannot be started: No such file or directory");
  const auto plain = dir.write("plain", "#!/bin/sh\n", 0600);
  CHECK(Program(plain.string(), Millis{1'000}, Ending()).deliver("{}").why ==
        plain.string() + " cannot be started: Permission denied");
  // A status of its own is not mistaken for a failed start.
  CHECK(why(outcome("exit 127")) == "exited with status 127");
}

TEST_CASE_FIXTURE(Scripts, "a name without a slash is looked for in PATH") {
  CHECK(Program("true", Millis{5'000}, Ending()).deliver("{}").acknowledged);
  CHECK(Program("false", Millis{5'000}, Ending()).deliver("{}").why == "false exited with status 1");
}

TEST_CASE_FIXTURE(Scripts, "a program that hangs gets SIGTERM at its limit, with all that it started") {
  const auto begin = Steady::now();
  CHECK(why(outcome("sleep 60 & echo $! >child; wait", "{}", Millis{300})) == "did not exit within <1s and was ended");
  CHECK(Steady::now() - begin < Millis{4'000});
  const pid_t child = std::stoi(text("child"));
  for (int look = 0; look < 200 && kill(child, 0) == 0; ++look) usleep(10'000);
  CHECK(kill(child, 0) != 0);
}

TEST_CASE_FIXTURE(Scripts, "one that exits with 0 only because of SIGTERM has not acknowledged") {
  CHECK(why(outcome("trap 'exit 0' TERM; while :; do sleep 0.05; done", "{}", Millis{300})) ==
        "did not exit within <1s and was ended");
}

TEST_CASE_FIXTURE(Scripts, "one that ignores SIGTERM gets SIGKILL") {
  const auto begin = Steady::now();
  CHECK(why(outcome("trap '' TERM; while :; do sleep 0.05; done", "{}", Millis{1'000})) ==
        "did not exit within 1s and was ended");
  CHECK(Steady::now() - begin >= Millis{1'000} + kFromTermToKill);
  CHECK(Steady::now() - begin < Millis{5'000} + kFromTermToKill);
}

TEST_CASE_FIXTURE(Scripts,
                  "a wish to end leaves a program under way its time of grace, and what it does in it counts") {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  REQUIRE(write(ends[1], "x", 1) == 1);
  const Ending ending(ends[0]);
  CHECK(ending.wished());
  CHECK(outcome("sleep 0.5", "{}", Millis{10'000}, ending).acknowledged);
  const auto begin = Steady::now();
  CHECK(why(outcome("sleep 60", "{}", Millis{30'000}, ending)) == "was ended, as presencectl was told to end");
  CHECK(Steady::now() - begin >= Ending::kGrace);
  CHECK(Steady::now() - begin < Ending::kGrace + Millis{4'000});
  close(ends[0]);
  close(ends[1]);
}

TEST_CASE_FIXTURE(Scripts, "a program gets its signals as any program does, whatever this process does with them") {
  sigset_t term{};
  sigset_t before{};
  sigemptyset(&term);
  sigaddset(&term, SIGTERM);
  REQUIRE(pthread_sigmask(SIG_BLOCK, &term, &before) == 0);
  CHECK(why(outcome("kill $$; sleep 5; exit 0")) == "ended by signal 15 (Terminated)");
  CHECK(why(outcome("kill -PIPE $$; sleep 5; exit 0")) == "ended by signal 13 (Broken pipe)");
  REQUIRE(pthread_sigmask(SIG_SETMASK, &before, nullptr) == 0);
}

TEST_CASE_FIXTURE(Scripts, "a program dies with the process that runs it") {
  const std::string name = script("echo $$ >pid; exec sleep 60");
  const pid_t runner = fork();
  if (runner == 0) {
    Program(name, Millis{60'000}, Ending()).deliver("{}");
    _exit(0);
  }
  for (int look = 0; look < 500 && text("pid").empty(); ++look) usleep(10'000);
  REQUIRE_FALSE(text("pid").empty());
  const pid_t program = std::stoi(text("pid"));
  kill(runner, SIGKILL);
  waitpid(runner, nullptr, 0);
  const auto gone = [&] {  // or a zombie whom nobody has waited for yet
    std::ifstream status("/proc/" + std::to_string(program) + "/stat");
    std::string pid, rest_of_name, state;
    return !(status >> pid >> rest_of_name >> state) || state == "Z";
  };
  for (int look = 0; look < 500 && !gone(); ++look) usleep(10'000);
  CHECK(gone());
}

TEST_CASE_FIXTURE(Scripts, "thousands of runs leave neither a process nor a descriptor behind") {
  const auto descriptors = [] {
    const std::filesystem::directory_iterator all("/proc/self/fd");
    return std::distance(begin(all), end(all));
  };
  Program program("true", Millis{5'000}, Ending());
  program.deliver("{}");
  const auto before = descriptors();
  for (int i = 0; i < 1000; ++i) REQUIRE(program.deliver("{}").acknowledged);
  CHECK(descriptors() == before);
  CHECK(waitpid(-1, nullptr, WNOHANG) == -1);  // no children
}

}  // namespace
}  // namespace presenced::hooks
