// The thread that accesses files for the loop: it reads the configuration, and watches the watchlists. A file system
// that does not answer blocks this thread and nothing else, not even the end of the daemon. The object and its
// callbacks live on the loop's thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/log.h"
#include "base/time.h"
#include "reload/file_watch.h"

namespace presenced::reload {

class FileThread {
 public:
  // What a file system that works needs, even a busy one over a network.
  static constexpr base::Millis kPatience{10'000};
  // How long the destructor waits. Then it abandons the thread, and no callback comes any more.
  static constexpr base::Millis kFarewell{200};

  // `loop` and `log` must outlive this object. `saved` is that of FileWatch.
  FileThread(boost::asio::io_context& loop, base::LogSink& log, FileWatch::Saved saved);
  ~FileThread();
  FileThread(const FileThread&) = delete;
  FileThread& operator=(const FileThread&) = delete;

  // Calls `work()` on the thread, one call after the other, then `done(result)` on the loop. `file` names for people
  // what is read. `work` owns all that it uses; what it throws is thrown on the loop.
  template <class Work, class Done>
  void run(std::filesystem::path file, Work work, Done done) {
    auto result = std::make_shared<std::optional<std::invoke_result_t<Work>>>();
    submit(
        std::move(file), [work = std::move(work), result] { result->emplace(work()); },
        [done = std::move(done), result] { done(std::move(**result)); });
  }
  // The file of the call under way, when that takes longer than kPatience. Null: there is none.
  const std::filesystem::path* stuck(base::MonoTime now) const;
  // As FileWatch::watch.
  void watch(std::vector<std::filesystem::path> files);

 private:
  struct Outlet;
  struct Inside;

  struct Call {
    std::filesystem::path file;
    std::function<void()> done;
  };

  void submit(std::filesystem::path file, std::function<void()> work, std::function<void()> done);
  void finished();

  std::deque<Call> calls_;  // the first one is under way
  base::MonoTime began_{};  // that one
  std::shared_ptr<Outlet> outlet_;
  std::shared_ptr<Inside> inside_;  // shared with the thread, which may outlive this object
  std::thread thread_;
};

}  // namespace presenced::reload
