#include "central/postgres_server.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <thread>

namespace presenced::test {
namespace {

constexpr const char* kPrograms = PRESENCED_POSTGRESQL_PROGRAMS;
constexpr auto kPatience = std::chrono::seconds{60};

// PostgreSQL does not run as root.
const passwd& somebody() {
  const passwd* nobody = getpwnam("nobody");
  if (nobody == nullptr) throw std::runtime_error("there is no user nobody");
  return *nobody;
}

int wait_for(pid_t process) {
  int status = 0;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) continue;
  return status;
}

struct Finished {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};

}  // namespace

PostgresServer::PostgresServer(Commits commits) : commits_(commits) {
  give(folder_.path());
  run({"initdb", "-D", (folder_ / "data").string(), "-U", "test", "--auth=trust", "--no-sync", "-E", "UTF8",
       "--locale=C"});
  start();
}

PostgresServer::~PostgresServer() {
  if (process_ > 0) crash();
}

pid_t PostgresServer::spawn(const std::vector<std::string>& words) const {
  const pid_t process = fork();
  if (process != 0) return process;
  setpgid(0, 0);  // a Ctrl-C is the test's
  if (geteuid() == 0 && (setgid(somebody().pw_gid) != 0 || setuid(somebody().pw_uid) != 0)) _exit(126);
  prctl(PR_SET_PDEATHSIG, SIGINT);  // a test that crashes leaves no server behind
  const int log = open((folder_ / "log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  dup2(log, STDOUT_FILENO);
  dup2(log, STDERR_FILENO);
  if (chdir("/") != 0) _exit(126);
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  execv((kPrograms + words.front()).c_str(), arguments.data());
  _exit(127);
}

void PostgresServer::run(const std::vector<std::string>& words) const {
  if (wait_for(spawn(words)) != 0) throw std::runtime_error(words.front() + " failed");
}

void PostgresServer::start() {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (!answers()) {
    if (std::chrono::steady_clock::now() > end) throw std::runtime_error("PostgreSQL does not answer");
    // It refuses to start while processes of one that was killed are still on their way out.
    if (process_ > 0 && waitpid(process_, nullptr, WNOHANG) == process_) process_ = -1;
    if (process_ < 0) process_ = spawn_server();
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
}

pid_t PostgresServer::spawn_server() const {
  const std::string folder = folder_.path().string();
  std::vector<std::string> words{"postgres", "-D", folder + "/data", "-k", folder, "-c", "max_connections=20"};
  words.insert(words.end(), {"-c", tls_port_ == 0 ? "listen_addresses=" : "listen_addresses=127.0.0.1"});
  if (tls_port_ != 0) words.insert(words.end(), {"-c", "ssl=on", "-p", std::to_string(tls_port_)});
  if (commits_ == Commits::quick)  // compiling queries costs more than running them on tables this small
    for (const char* setting : {"jit=off", "fsync=off", "full_page_writes=off", "autovacuum=off"}) {
      words.emplace_back("-c");
      words.emplace_back(setting);
    }
  return spawn(words);
}

// A file of its own in its folder, for it alone.
void PostgresServer::write_own(const std::string& name, const std::string& text) const {
  give(folder_.write("data/" + name, text));
}

void PostgresServer::give(const std::filesystem::path& file) const {
  if (geteuid() == 0 && chown(file.c_str(), somebody().pw_uid, somebody().pw_gid) != 0)
    throw std::runtime_error("chown of " + file.string());
}

void PostgresServer::serve_tls(const std::string& chain_pem, const std::string& key_pem, int port) {
  if (process_ > 0) stop();
  write_own("server.crt", chain_pem);
  write_own("server.key", key_pem);
  write_own("pg_hba.conf", "local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n");
  tls_port_ = port;
  start();
}

void PostgresServer::stop() {
  kill(process_, SIGINT);  // "fast": connections are ended
  wait_for(process_);
  process_ = -1;
}

void PostgresServer::crash() {
  kill(process_, SIGKILL);
  wait_for(process_);
  process_ = -1;
}

bool PostgresServer::answers() const { return PQping(address("postgres").c_str()) == PQPING_OK; }

std::string PostgresServer::address(const std::string& database, const std::string& user) const {
  const std::string port = tls_port_ == 0 ? "" : "&port=" + std::to_string(tls_port_);
  return "postgresql:///" + database + "?user=" + user + "&host=" + folder_.path().string() + port;
}

std::string PostgresServer::make_database(const std::string& name, const std::string& original) {
  const std::unique_ptr<PGconn, Finished> connection(PQconnectdb(address("postgres").c_str()));
  // Whoever was connected to the original may still be on the way out.
  for (int attempt = 0; attempt < 200; ++attempt) {
    PGresult* result = PQexec(connection.get(), ("CREATE DATABASE " + name + " TEMPLATE " + original).c_str());
    const bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    if (done) return address(name);
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
  throw std::runtime_error(PQerrorMessage(connection.get()));
}

}  // namespace presenced::test
