// A PostgreSQL of the test's own: made by initdb in a directory of its own, on a Unix socket there, run by an
// unprivileged user, and gone at the end of the scope. Never the system's cluster.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "support/temp_dir.h"

namespace presenced::test {

class PostgresServer {
 public:
  enum class Commits : std::uint8_t { quick, durable };  // of a power cut; a killed process loses none

  explicit PostgresServer(Commits commits = Commits::quick);  // runs already; throws when it does not start
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  void start();  // waits until it answers
  void stop();   // in order
  void crash();  // SIGKILL; its other processes notice, and end

  // Begins again, on a port of 127.0.0.1 besides, over TLS alone and with this certificate.
  void serve_tls(const std::string& chain_pem, const std::string& key_pem, int port);

  // Makes a database, empty or as a copy, and says how to reach it: for --to.
  std::string make_database(const std::string& name, const std::string& original = "template0");
  std::string address(const std::string& database, const std::string& user = "test") const;
  std::filesystem::path socket() const { return folder_ / ".s.PGSQL.5432"; }  // unless it serves TLS

  void give(const std::filesystem::path& file) const;  // to the user that it runs as

 private:
  pid_t spawn(const std::vector<std::string>& words) const;
  pid_t spawn_server() const;
  void run(const std::vector<std::string>& words) const;
  bool answers() const;

  void write_own(const std::string& name, const std::string& text) const;

  Commits commits_;
  int tls_port_ = 0;
  TempDir folder_;
  pid_t process_ = -1;
};

}  // namespace presenced::test
