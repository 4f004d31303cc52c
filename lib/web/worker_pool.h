// A few threads for what waits for the disk, so that the loop does not.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace presenced::web {

class WorkerPool {
 public:
  // Runs on a worker's thread; what it returns runs on the loop afterwards. Neither may throw.
  using Completion = std::function<void()>;
  using Job = std::function<Completion()>;

  // The loop must outlive the pool.
  WorkerPool(boost::asio::io_context& loop, std::size_t threads, std::size_t most_waiting);
  ~WorkerPool() { stop(); }
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  bool submit(Job job);  // false: too many wait already
  // Waits for the jobs that run, which should look at stopping(), and drops those that wait. After it nothing runs.
  void stop();
  bool stopping() const { return stopping_; }

 private:
  void work();

  boost::asio::io_context& loop_;
  const std::size_t most_waiting_;
  std::mutex mutex_;  // of jobs_
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  std::atomic<bool> stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace presenced::web
