// The running daemon: one loop, one history, one driver for each workspace, and the signals that steer them.
//
//   SIGTERM, SIGINT  close the coverage, commit what is queued, end (a second one ends at once)
//   SIGHUP           read the configuration again; a bad one is reported and changes nothing
//
// Threads: `run` runs the loop on the calling thread; the history has its one writer thread. Between them, batches go
// one way and acknowledgements the other, and neither side waits for the other.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/log.h"
#include "config/load.h"
#include "runtime/driver.h"
#include "store/writer.h"
#include "supervise/daemon_log.h"
#include "supervise/exit_status.h"

namespace presenced::supervise {

class Supervisor {
 public:
  // `config_file` and `environment` are kept for reloading. `version` is written into the history.
  Supervisor(std::filesystem::path config_file, config::Environment environment, config::Loaded loaded,
             std::string version, DaemonLog& log);
  ~Supervisor();
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;

  // Until the daemon is told to stop, or cannot go on.
  ExitStatus run();

 private:
  bool open_history();
  void start_writer();
  void append(history::Batch batch);
  // Why it cannot be; empty: it was added.
  std::optional<ExitStatus> add_workspace(const config::Workspace& workspace, const config::WorkspaceFiles& files);
  std::optional<runtime::Access> access_of(const config::Workspace& workspace, const config::WorkspaceFiles& files);
  void await_signal();
  void on_signal(int signal);
  void reload();
  void apply(const config::Loaded& next);
  void stop(ExitStatus status);
  void workspace_stopped();
  void committed(const std::string& workspace, base::BatchNumber batch);
  void store_failed(const store::Failure& failure);
  void note(base::LogLevel level, std::string_view event, std::string message, std::string_view workspace = {});

  std::filesystem::path config_file_;
  config::Environment environment_;
  config::Loaded loaded_;
  std::string version_;
  DaemonLog& log_;
  boost::asio::io_context loop_{1};
  boost::asio::signal_set signals_{loop_, SIGTERM, SIGINT, SIGHUP};
  std::unique_ptr<store::HistoryDb> history_;  // until the writer takes it over
  std::map<std::string, std::unique_ptr<runtime::Driver>> drivers_;
  std::unique_ptr<store::Writer> writer_;  // after the drivers: its thread posts to the loop and ends first
  std::size_t running_ = 0;
  bool stopping_ = false;
  ExitStatus status_ = ExitStatus::stopped;
};

}  // namespace presenced::supervise
