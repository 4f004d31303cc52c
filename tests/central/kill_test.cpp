// `presencectl replicate` and PostgreSQL killed (SIGKILL), and their connection cut, again and again at random moments,
// while the history goes on. Afterwards the centre has everything once.
//
//   PRESENCED_CENTRAL_KILLS=500 build/release/tests/central_tests -tc='*killed*'     # ctest does 20
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <memory>
#include <random>
#include <thread>

#include "central/both_views.h"
#include "central/postgres_server.h"
#include "central/random_history.h"

using namespace presenced;

namespace {

constexpr int kCompareEvery = 10;  // kills

int kills_wanted() {
  const char* text = std::getenv("PRESENCED_CENTRAL_KILLS");
  return text == nullptr ? 20 : std::atoi(text);
}

// presencectl replicate, as a service would run it.
class ReplicatorProcess {
 public:
  ReplicatorProcess(const test::TempDir& folder, const std::string& address,
                    const std::vector<std::string>& more = {}) {
    std::vector<std::string> words{"presencectl", "replicate", "--db", (folder / "h.db").string(),
                                   "--origin",    "here",      "--to", address};
    words.insert(words.end(), more.begin(), more.end());
    const std::string log = (folder / "replicator.log").string();
    process_ = fork();
    if (process_ != 0) return;
    const int file = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(file, STDERR_FILENO);
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    execv(PRESENCED_PRESENCECTL, arguments.data());
    _exit(127);
  }
  ~ReplicatorProcess() {
    if (process_ > 0) end(SIGKILL);
  }
  ReplicatorProcess(const ReplicatorProcess&) = delete;
  ReplicatorProcess& operator=(const ReplicatorProcess&) = delete;

  int end(int signal) {
    kill(process_, signal);
    return wait();
  }
  int wait() {
    int status = 0;
    while (waitpid(process_, &status, 0) < 0 && errno == EINTR) continue;
    process_ = -1;
    return status;
  }

 private:
  pid_t process_ = -1;
};

// Until it succeeds: the server may not have noticed yet that the one before is gone.
void catch_up(const test::TempDir& folder, const std::string& address) {
  for (int attempt = 0; attempt < 50; ++attempt) {
    if (ReplicatorProcess(folder, address, {"--once"}).wait() == 0) return;
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
  }
  FAIL("presencectl replicate --once does not succeed");
}

// Within the patience of a busy machine.
bool soon(const std::function<bool()>& holds) {
  for (const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{30};
       std::chrono::steady_clock::now() < end;) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  return false;
}

void cut_connections(const std::string& address) {
  test::centre_lines(address,
                     "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = "
                     "'presenced-replicate' AND pid <> pg_backend_pid() AND datname = current_database()");
}

}  // namespace

TEST_CASE("A replicator and a PostgreSQL that are killed again and again leave everything once") {
  const test::TempDir folder;
  test::PostgresServer server;
  const std::string address = server.make_database("kills");
  test::RandomHistory history(folder / "h.db", 42);
  std::mt19937_64 random(42);
  std::unique_ptr<ReplicatorProcess> replicator;
  catch_up(folder, address);
  for (int kills = 1; kills <= kills_wanted(); ++kills) {
    CAPTURE(kills);
    if (!replicator) replicator = std::make_unique<ReplicatorProcess>(folder, address);
    for (std::uint64_t i = 0; i < 5 + random() % 60; ++i) history.live();
    std::this_thread::sleep_for(std::chrono::milliseconds{random() % 250});
    const std::uint64_t what = random() % 4;
    if (what == 0) cut_connections(address);
    if (what == 1) server.crash();
    if (what > 1) replicator->end(SIGKILL), replicator.reset();
    if (what == 1) server.start();
    if (kills % kCompareEvery != 0) continue;
    replicator.reset();
    history.finish_purges();
    catch_up(folder, address);
    for (const std::string& line : test::differences(folder / "h.db", address, "here")) FAIL_CHECK(line);
  }
}

TEST_CASE("A replicator that follows brings what changes, and ends in order when it is asked to") {
  const test::TempDir folder;
  test::PostgresServer server;
  const std::string address = server.make_database("lag");
  test::RandomHistory history(folder / "h.db", 5);
  catch_up(folder, address);
  ReplicatorProcess replicator(folder, address);
  for (int round = 0; round < 5; ++round) {
    for (int i = 0; i < 20; ++i) history.live();
    history.finish_purges();
    CHECK(soon([&] { return test::differences(folder / "h.db", address, "here").empty(); }));
  }
  CHECK(replicator.end(SIGTERM) == 0);
}
