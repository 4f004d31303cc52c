#include "reload/file_thread.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <condition_variable>
#include <exception>
#include <mutex>

#include "runtime/clock.h"

namespace presenced::reload {

// Where everything from the thread goes to the loop, as long as it may.
struct FileThread::Outlet final : base::LogSink {
  Outlet(boost::asio::io_context& to, base::LogSink& sink) : loop(to), log(sink) {}

  void write(const base::LogEntry& entry) override {
    const std::lock_guard lock(mutex);
    if (open) log.write(entry);
  }
  void post(std::function<void()> act) {
    const std::lock_guard lock(mutex);
    if (open) boost::asio::post(loop, std::move(act));
  }
  void close() {
    const std::lock_guard lock(mutex);
    open = false;
  }

  boost::asio::io_context& loop;
  base::LogSink& log;
  std::mutex mutex;
  bool open = true;
};

// What belongs to the thread.
struct FileThread::Inside {
  Inside(std::shared_ptr<Outlet> to, FileWatch::Saved saved)
      : outlet(std::move(to)), work(io.get_executor()), watch(io, *outlet, std::move(saved)) {}

  void run() {
    io.run();
    const std::lock_guard lock(mutex);
    over = true;
    ended.notify_all();
  }
  bool await_end(base::Millis limit) {
    std::unique_lock lock(mutex);
    return ended.wait_for(lock, limit, [this] { return over; });
  }

  std::shared_ptr<Outlet> outlet;
  boost::asio::io_context io{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work;
  FileWatch watch;
  std::mutex mutex;
  std::condition_variable ended;
  bool over = false;
};

FileThread::FileThread(boost::asio::io_context& loop, base::LogSink& log, FileWatch::Saved saved)
    : outlet_(std::make_shared<Outlet>(loop, log)) {
  inside_ = std::make_shared<Inside>(
      outlet_, [outlet = outlet_, saved = std::move(saved)](const std::vector<std::filesystem::path>& files) {
        outlet->post([saved, files] { saved(files); });
      });
  thread_ = std::thread([inside = inside_] { inside->run(); });
}

FileThread::~FileThread() {
  outlet_->close();
  inside_->io.stop();
  if (inside_->await_end(kFarewell))
    thread_.join();
  else
    thread_.detach();
}

void FileThread::watch(std::vector<std::filesystem::path> files) {
  boost::asio::post(inside_->io, [inside = inside_.get(), files = std::move(files)] { inside->watch.watch(files); });
}

void FileThread::submit(std::filesystem::path file, std::function<void()> work, std::function<void()> done) {
  if (calls_.empty()) began_ = runtime::now().mono;
  calls_.push_back({std::move(file), std::move(done)});
  boost::asio::post(inside_->io, [this, outlet = outlet_, work = std::move(work)] {
    std::exception_ptr thrown;
    try {
      work();
    } catch (...) {
      thrown = std::current_exception();
    }
    outlet->post([this, thrown] {
      if (thrown) std::rethrow_exception(thrown);
      finished();
    });
  });
}

void FileThread::finished() {
  const Call call = std::move(calls_.front());
  calls_.pop_front();
  began_ = runtime::now().mono;
  call.done();
}

const std::filesystem::path* FileThread::stuck(base::MonoTime now) const {
  return calls_.empty() || now - began_ < kPatience ? nullptr : &calls_.front().file;
}

}  // namespace presenced::reload
