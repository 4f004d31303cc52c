// The running daemon: one loop, one history, one driver for each workspace, and what steers them.
//
//   SIGTERM, SIGINT           close the coverage, commit what is queued, end (a second one ends at once)
//   SIGHUP                    read the configuration again: `reload`
//   a watchlist file is saved  read it again; the rest of the configuration stays as it runs
//
// Threads: `run` runs the loop on the calling thread; the history has its one writer thread, files are read on another
// (file_thread.h), and the log is written on one more (log_writer.h). The loop waits for none of them.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/log.h"
#include "config/load.h"
#include "store/writer.h"
#include "supervise/changes.h"
#include "supervise/configuration.h"
#include "supervise/control_socket.h"
#include "supervise/daemon_log.h"
#include "supervise/exit_status.h"
#include "supervise/file_thread.h"
#include "supervise/health.h"
#include "supervise/metrics_server.h"
#include "supervise/recent_trouble.h"
#include "supervise/reload_requests.h"
#include "supervise/reload_result.h"
#include "supervise/service_manager.h"
#include "supervise/service_notices.h"
#include "supervise/tally.h"
#include "supervise/workspaces.h"
#include "supervise/writer_watch.h"

namespace presenced::supervise {

class Supervisor {
 public:
  // `config_file`, an absolute path, and `environment` are kept for reloading. `version` is written into the history.
  Supervisor(std::filesystem::path config_file, config::Environment environment, config::Loaded loaded,
             std::string version, DaemonLog& log);
  ~Supervisor();
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;

  // Until the daemon is told to stop, or cannot go on.
  ExitStatus run();

  // Reads the configuration and all it names again and puts the difference in force, or nothing of it. What has not
  // changed is not touched. Logs what it answers. `done` is called on the loop, at the latest when the files have not
  // been read after FileThread::kPatience; the reload still happens when they are. From the loop's thread.
  void reload(ReloadRequests::Answer done);

  // Empty: the files are as what runs. The newest problem of all that are not mended.
  std::optional<LastProblem> last_problem() const;

 private:
  // supervisor.cpp
  void await_signal();
  void on_signal(int signal);
  void stop(ExitStatus status);
  void note(base::LogLevel level, std::string_view event, std::string message, std::string_view workspace = {});

  // recording.cpp: the history, and the workspaces that are recorded into it
  bool open_history();
  base::Result<std::unique_ptr<store::HistoryDb>, store::Failure> open_file();
  void start_writer();
  WorkspacesOutside outside_of_workspaces();
  bool add_workspaces(std::vector<WorkspaceStart> starts);
  void read_resume(const std::string& workspace, WorkspacesOutside::Resumed done);
  void store_failed(const store::Failure& failure);
  void log_grows(const store::LogTrouble& trouble);
  void pass_clocks_on();

  // monitoring.cpp
  base::Result<std::unique_ptr<MetricsServer>, std::string> metrics_on(const config::Metrics& where);
  bool open_metrics();
  std::string move_metrics(const config::Metrics& next);

  // service.cpp
  void turn();
  void starting(std::string_view doing);
  void ready();
  bool wait_for_room(const store::Failure& failure);
  bool pause(base::Millis span);
  Health health() const;

  // reload.cpp
  void read_again();
  void reread(base::Result<Configuration, config::Problems> fresh);
  control::Reloaded put_in_force(Configuration fresh);
  static void give_back_memory();  // to the system, after files have been read
  void watch_files();
  void watchlists_saved(const std::vector<std::filesystem::path>& files);
  void take_watchlist(const std::filesystem::path& file, base::Result<watch::SharedWatchlist, config::Problems> fresh);
  void check_reading(base::MonoTime now);
  control::Reloaded refuse(const std::string& source, config::Problems problems);
  void warn_of_old_credentials(const Changes& changes);
  void apply(const Changes& changes, config::Loaded next, std::vector<WorkspaceStart> starts);

  // control.cpp
  bool open_control();
  control::Status status() const;

  // deletion.cpp
  void purge(const base::UserId& user, bool forget, std::optional<uid_t> by, ControlCallbacks::Purging done);
  void undo_forget(const base::UserId& user, std::optional<uid_t> by, ControlCallbacks::Undoing done);

  // repair.cpp
  void set_aside(const std::string& workspace, base::WallTime after);
  void set_aside_ended(const std::string& workspace, const base::Result<store::Rewound, store::Failure>& result);
  void repair(const std::string& workspace, std::optional<uid_t> by, ControlCallbacks::Repairing done);

  std::filesystem::path config_file_;
  config::Environment environment_;
  config::Loaded loaded_;  // what is in force
  std::string version_;
  DaemonLog& log_;
  RecentTrouble recent_{log_};  // what all write to
  boost::asio::io_context loop_{1};
  boost::asio::signal_set signals_{loop_, SIGTERM, SIGINT, SIGHUP};
  ServiceManager manager_;
  ServiceNotices notices_;
  WriterWatch writer_watch_;
  boost::asio::steady_timer turn_{loop_};
  std::string doing_;                          // before it is ready
  std::unique_ptr<store::HistoryDb> history_;  // until the writer takes it over
  Workspaces workspaces_;
  std::unique_ptr<store::Writer> writer_;        // after the workspaces: its thread posts to the loop and ends first
  std::map<std::string, LastProblem> problems_;  // by the file that was read: the configuration or a watchlist
  ReloadRequests reload_requests_;
  std::optional<control::Reloaded> reading_hangs_;  // what is answered while the files are not read in time
  std::map<std::string, std::vector<ControlCallbacks::Repairing>> setting_aside_;  // workspaces, and who waits
  std::unique_ptr<ControlSocket> control_;
  std::unique_ptr<MetricsServer> metrics_;  // empty: not asked for
  Tally tally_;
  std::uint64_t store_failures_ = 0;
  base::WallTime started_at_;
  std::optional<base::WallTime> last_commit_;
  std::string log_trouble_;    // which reader keeps the write-ahead log growing; empty: none does
  std::string store_trouble_;  // empty: what was handed over last is written, or on its way
  bool stopping_ = false;
  ExitStatus status_ = ExitStatus::stopped;
  FileThread file_thread_;  // last: what is still read when the others go arrives nowhere
};

}  // namespace presenced::supervise
