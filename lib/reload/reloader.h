// Reads the configuration again while the daemon runs, and puts all of the changes in force or none. A saved watchlist
// is read at once; the rest is read on request.
//
// Lives on the loop's thread. The files are read on the file thread (file_thread.h), which may hang; the loop does not.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/log.h"
#include "config/load.h"
#include "reload/changes.h"
#include "reload/configuration.h"
#include "reload/file_thread.h"
#include "reload/reload_requests.h"
#include "reload/reload_result.h"

namespace presenced::reload {

// What runs, as a reload changes it.
class Target {
 public:
  virtual void reading_begun() = 0;
  virtual void reading_ended() = 0;  // also when it takes too long
  // Empty: the metrics are served there from now on. Else why not, and nothing has changed.
  virtual std::string move_metrics(const config::Metrics& where) = 0;
  // The rest of what has changed. `starts` are the workspaces of `next`, in its order.
  virtual void apply(const Changes& changes, const config::Loaded& next, std::vector<WorkspaceStart> starts) = 0;
  virtual void set_watchlist(const std::string& workspace, watch::SharedWatchlist watchlist) = 0;

 protected:
  ~Target() = default;
};

class Reloader {
 public:
  // `file`, an absolute path, and `environment` are what is read again; `loaded` is what was read from them and runs.
  // The references must outlive this object, and are not used in the constructor.
  Reloader(std::filesystem::path file, config::Environment environment, config::Loaded loaded, FileThread& files,
           base::LogSink& log, Target& target);

  // Reads the configuration and all it names again. What has not changed is not touched. Logs what it answers. `done`
  // is called on the loop: when the files have been read, or when the supervisor finds that this takes longer than
  // FileThread::kPatience; the reload then still happens.
  void reload(ReloadRequests::Answer done);
  void watch_files();  // the watchlists, from now on
  void watchlists_saved(const std::vector<std::filesystem::path>& files);
  // To be called every second: answers those who wait for files that are not read in time.
  void check_reading();
  void stop();  // nothing is put in force any more

  const std::filesystem::path& file() const { return file_; }
  const config::Loaded& in_force() const { return loaded_; }
  // The newest problem that is not mended; empty: there is none.
  std::optional<LastProblem> last_problem() const;

 private:
  void read_again();
  void take(base::Result<Configuration, config::Problems> fresh);
  control::Reloaded put_in_force(Configuration fresh);
  control::Reloaded refuse(const std::string& source, config::Problems problems);
  bool is_watchlist(const std::filesystem::path& file) const;
  void take_watchlist(const std::filesystem::path& file, base::Result<watch::SharedWatchlist, config::Problems> fresh);
  void note(base::LogLevel level, std::string_view event, std::string message);

  std::filesystem::path file_;
  config::Environment environment_;
  config::Loaded loaded_;
  FileThread& files_;
  base::LogSink& log_;
  Target& target_;
  std::map<std::string, LastProblem> problems_;  // by the file that was read: the configuration or a watchlist
  ReloadRequests requests_;
  std::optional<control::Reloaded> reading_hangs_;  // what is answered while the files are not read in time
  bool stopping_ = false;
};

}  // namespace presenced::reload
