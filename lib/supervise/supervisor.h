// The running daemon: one loop, one history, one driver for each workspace, and what steers them.
//
//   SIGTERM, SIGINT           close the coverage, commit what is queued, end (a second one ends at once)
//   SIGHUP                    read the configuration again
//   a watchlist file is saved  read it again; the rest of the configuration stays as it runs
//
// Threads: `run` runs the loop on the calling thread; the history has its one writer thread, files are read on another
// (reload/file_thread.h), and the log is written on one more (logging/log_writer.h). The loop waits for none of them.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/log.h"
#include "config/load.h"
#include "logging/daemon_log.h"
#include "logging/recent_trouble.h"
#include "reload/file_thread.h"
#include "reload/reloader.h"
#include "service/control_socket.h"
#include "service/metrics_server.h"
#include "service/service_manager.h"
#include "service/writer_watch.h"
#include "supervise/deletion.h"
#include "supervise/exit_status.h"
#include "supervise/overview.h"
#include "supervise/recording.h"
#include "supervise/repair.h"
#include "supervise/workspaces.h"

namespace presenced::supervise {

class Supervisor final : reload::Target {
 public:
  // `config_file`, an absolute path, and `environment` are kept for reloading. `version` is written into the history.
  Supervisor(std::filesystem::path config_file, config::Environment environment, config::Loaded loaded,
             std::string version, logging::DaemonLog& log);
  ~Supervisor();
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;

  // Until the daemon is told to stop, or cannot go on.
  ExitStatus run();

 private:
  const config::Settings& settings() const { return reloader_.in_force().settings; }
  void note(base::LogLevel level, std::string_view event, std::string message, std::string_view workspace = {});

  // Before the loop runs. Each logs why it fails.
  std::unique_ptr<store::HistoryDb> open_history();
  bool add_workspaces(std::vector<reload::WorkspaceStart> starts, std::unique_ptr<store::HistoryDb> database);
  bool open_control();
  bool open_metrics();
  bool pause(base::Millis span);

  void await_signal();
  void on_signal(int signal);
  void stop(ExitStatus status);
  void turn();
  RecordingEvents recording_events();
  service::ControlCallbacks control_callbacks();
  service::MetricsCallbacks metrics_callbacks();

  // reload::Target
  void reading_begun() override;
  void reading_ended() override;
  std::string move_metrics(const config::Metrics& where) override;
  void apply(const reload::Changes& changes, const config::Loaded& next,
             std::vector<reload::WorkspaceStart> starts) override;
  void set_watchlist(const std::string& workspace, watch::SharedWatchlist watchlist) override;

  std::string version_;
  logging::DaemonLog& log_;
  logging::RecentTrouble recent_{log_};  // what all write to
  boost::asio::io_context loop_{1};
  boost::asio::signal_set signals_{loop_, SIGTERM, SIGINT, SIGHUP};
  boost::asio::steady_timer turn_{loop_};
  service::ServiceManager manager_{recent_};
  reload::FileThread files_;
  reload::Reloader reloader_;
  Recording recording_;
  Workspaces workspaces_;
  service::WriterWatch writer_watch_;
  Overview overview_;
  Deletion deletion_{loop_, recent_, recording_, workspaces_};
  Repair repair_{recent_, recording_, workspaces_};
  std::unique_ptr<service::ControlSocket> control_;         // empty: it goes on without one
  std::unique_ptr<service::ControlSocket> status_control_;  // empty: none is configured
  service::MetricsServer metrics_;
  ExitStatus status_ = ExitStatus::stopped;
};

}  // namespace presenced::supervise
