// Reports that files have been saved. It uses inotify(7) on the files and on every directory and link on the way to
// them, so it notices a file written in place, a new file renamed over the old one (editors), a swapped link (a
// ConfigMap's `..data`) and a directory that vanishes and comes back.
//
// It does not read the files. Lives on the thread of its loop. Errors are logged; then saved files may go unnoticed
// until a reload reads them.
#pragma once

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/log.h"
#include "reload/path_trail.h"
#include "reload/quiet_time.h"

namespace presenced::reload {

class FileWatch {
 public:
  using Saved = std::function<void(const std::vector<std::filesystem::path>& files)>;

  // `saved` is called from the loop, once the files in question have been left alone for a while (quiet_time.h).
  FileWatch(boost::asio::io_context& loop, base::LogSink& log, Saved saved);
  ~FileWatch();
  FileWatch(const FileWatch&) = delete;
  FileWatch& operator=(const FileWatch&) = delete;

  // These from now on, instead of those before.
  void watch(std::vector<std::filesystem::path> files);

 private:
  using Concerned =
      std::map<std::string, std::set<std::filesystem::path>>;  // by name in a directory; "" : a file itself

  void open();
  void arm();
  bool arm_once();
  void add(const std::filesystem::path& path, const std::string& name, const std::filesystem::path& file,
           std::map<int, Concerned>& watches);
  void read();
  void take(const char* bytes, std::size_t size);
  void touched(const std::set<std::filesystem::path>& files);
  void await_quiet();
  void complain(const std::string& what);

  base::LogSink& log_;
  Saved saved_;
  std::vector<std::filesystem::path> files_;
  boost::asio::posix::stream_descriptor inotify_;
  boost::asio::steady_timer timer_;
  std::map<int, Concerned> watches_;  // by inotify's number
  QuietTime quiet_;
  std::set<std::string> complaints_;  // each is logged once
  alignas(8) std::array<char, 16 * 1024> buffer_;
};

}  // namespace presenced::reload
