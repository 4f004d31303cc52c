// The history while the daemon runs: takes the batches of all engines, hands them to the writer's thread, and tells on
// the loop what has become of them. Lives on the loop's thread; waits for nothing.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/log.h"
#include "config/settings.h"
#include "engine/snapshot.h"
#include "history/sink.h"
#include "reload/file_thread.h"
#include "store/writer.h"
#include "supervise/batch_ledger.h"

namespace presenced::supervise {

// All are set. Called from the loop.
struct RecordingEvents {
  std::function<void(const std::string& workspace, base::BatchNumber last)> committed;  // it and all before it
  // Something could not be written, or the history takes no more (`broken`).
  std::function<void(const store::Failure& failure)> failed;
  std::function<void(const std::string& workspace, const base::Result<store::Rewound, store::Failure>& result)>
      set_aside_ended;
};

struct HistorySizes {  // of the files, in bytes
  std::size_t database = 0;
  std::size_t log = 0;  // the write-ahead log beside it
};

class Recording final : public history::Sink {
 public:
  Recording(boost::asio::io_context& loop, base::LogSink& log, reload::FileThread& files, RecordingEvents events);

  // The writer takes the database over. Everything below comes after this.
  void begin(std::unique_ptr<store::HistoryDb> database, const config::History& history);
  bool begun() const { return writer_ != nullptr; }
  // Blocks for about as long as `patience`. True: everything is committed and the history closed.
  bool stop(base::Millis patience) { return writer_->stop(patience); }

  void append(history::Batch batch) override;
  void set_aside(const std::string& workspace, base::WallTime after) override;
  bool setting_aside(const std::string& workspace) const { return setting_aside_.contains(workspace); }
  store::Writer& writer() { return *writer_; }

  // Reads what is known of a workspace that is settled. `done` is called later, on the loop.
  using Resumed = std::function<void(const base::Result<history::Resume, store::Failure>& resume)>;
  void resume(const std::string& workspace, Resumed done);
  void fail(const store::Failure& failure);  // nothing can be recorded as it should be
  // Slack's clocks, as the engines know them: the retention goes by them.
  void pass_on(const std::vector<engine::ClockSnapshot>& clocks);

  const BatchLedger& ledger() const { return ledger_; }
  bool busy() const { return writer_->busy(); }  // the writer is
  std::uint64_t answers() const { return writer_->answers(); }
  HistorySizes sizes() const { return sizes_; }  // after the last commit
  std::optional<base::WallTime> last_commit() const { return last_commit_; }
  std::uint64_t failures() const { return failures_; }     // of writing, since the start
  const std::string& trouble() const { return trouble_; }  // empty: what was handed over is written or on its way
  const std::string& log_trouble() const { return log_trouble_; }  // which reader keeps the write-ahead log growing

 private:
  store::WriterEvents writer_events();
  HistorySizes measure() const;  // on the writer's thread: the disk may not answer
  void committed(const std::map<std::string, Commit>& commits, HistorySizes sizes);
  void log_grows(const store::LogTrouble& trouble);
  void note(base::LogLevel level, std::string_view event, std::string message);

  boost::asio::io_context& loop_;
  base::LogSink& log_;
  reload::FileThread& files_;
  RecordingEvents events_;
  std::filesystem::path path_;
  std::filesystem::path log_path_;
  BatchLedger ledger_;
  std::set<std::string> setting_aside_;  // workspaces whose rows are being moved
  HistorySizes sizes_;
  std::optional<base::WallTime> last_commit_;
  std::uint64_t failures_ = 0;
  std::string trouble_;
  std::string log_trouble_;
  bool refused_ = false;                   // the writer takes no more
  std::unique_ptr<store::Writer> writer_;  // last: its thread posts to the loop and ends first
};

}  // namespace presenced::supervise
