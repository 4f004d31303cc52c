#include "reload/file_watch.h"

#include <fmt/format.h>
#include <sys/inotify.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "runtime/clock.h"

namespace presenced::reload {

namespace fs = std::filesystem;
using boost::system::error_code;

namespace {

// Names that come and go. Not IN_MODIFY: that of a file is watched at the file, and others' is none of our business.
constexpr std::uint32_t kOfDirectory =
    IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
// IN_ATTRIB: chmod, and the last name of a file that was deleted or replaced.
constexpr std::uint32_t kOfFile = IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB;
// What happens to the watched thing itself, and so to all that was awaited of it.
constexpr std::uint32_t kItself = IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED | IN_UNMOUNT;

}  // namespace

FileWatch::FileWatch(boost::asio::io_context& loop, base::LogSink& log, Saved saved)
    : log_(log), saved_(std::move(saved)), inotify_(loop), timer_(loop) {}

FileWatch::~FileWatch() = default;

void FileWatch::watch(std::vector<fs::path> files) {
  files_ = std::move(files);
  if (!inotify_.is_open()) open();
  arm();
}

void FileWatch::open() {
  const int number = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (number < 0) return complain(fmt::format("inotify: {}", std::generic_category().message(errno)));
  inotify_.assign(number);
  read();
}

// What a path leads to may change while it is being followed: until that holds still. A change after that is noticed.
void FileWatch::arm() {
  if (!inotify_.is_open()) return;
  for (int attempt = 0; attempt < 10; ++attempt)
    if (arm_once()) return;
}

bool FileWatch::arm_once() {
  std::map<int, Concerned> watches;
  std::vector<PathTrail> trails;
  for (const fs::path& file : files_) {
    trails.push_back(trail_to(file));
    for (const TrailStep& step : trails.back().steps) add(step.directory, step.name, file, watches);
    if (!trails.back().end.empty()) add(trails.back().end, "", file, watches);
  }
  for (const auto& [number, concerned] : watches_)
    if (!watches.contains(number)) ::inotify_rm_watch(inotify_.native_handle(), number);  // or it is gone already
  watches_ = std::move(watches);
  return std::equal(files_.begin(), files_.end(), trails.begin(), trails.end(),
                    [](const fs::path& file, const PathTrail& trail) { return trail_to(file) == trail; });
}

void FileWatch::add(const fs::path& path, const std::string& name, const fs::path& file,
                    std::map<int, Concerned>& watches) {
  const int number = ::inotify_add_watch(inotify_.native_handle(), path.c_str(), name.empty() ? kOfFile : kOfDirectory);
  if (number >= 0) {
    watches[number][name].insert(file);
    return;
  }
  if (errno == ENOENT || errno == ENOTDIR) return;  // gone meanwhile: the step before it tells
  complain(fmt::format("{}: {}", path.string(), std::generic_category().message(errno)));
}

void FileWatch::read() {
  inotify_.async_read_some(boost::asio::buffer(buffer_), [this](const error_code& error, std::size_t size) {
    if (error == boost::asio::error::operation_aborted) return;
    if (error) return complain(fmt::format("inotify: {}", error.message()));
    take(buffer_.data(), size);
    read();
  });
}

void FileWatch::take(const char* bytes, std::size_t size) {
  bool moved = false;
  for (std::size_t at = 0; at + sizeof(inotify_event) <= size;) {
    inotify_event event{};
    std::memcpy(&event, bytes + at, sizeof event);
    const std::string name = event.len > 0 ? bytes + at + sizeof event : "";  // padded with null bytes
    at += sizeof event + event.len;
    if ((event.mask & IN_Q_OVERFLOW) != 0) {
      log_.write({base::LogLevel::warning,
                  "file_watch_overflow",
                  {},
                  "the system dropped some notifications about files; reading all watchlists again"});
      touched({files_.begin(), files_.end()});
      moved = true;
    }
    const auto watch = watches_.find(event.wd);
    if (watch == watches_.end()) continue;
    const bool itself = (event.mask & kItself) != 0;
    for (const auto& [awaited, files] : watch->second)
      if (itself || awaited == name) touched(files);
    moved = moved || itself || (event.mask & (kOfDirectory | IN_ATTRIB)) != 0;
  }
  if (moved) arm();
  await_quiet();
}

void FileWatch::touched(const std::set<fs::path>& files) {
  for (const fs::path& file : files) quiet_.touched(file, runtime::now().mono);
}

void FileWatch::await_quiet() {
  const auto due = quiet_.deadline();
  if (!due) return;
  timer_.expires_at(std::chrono::steady_clock::time_point{due->time_since_epoch()});
  timer_.async_wait([this](const error_code& error) {
    if (error) return;
    const auto files = quiet_.take(runtime::now().mono);
    await_quiet();
    if (!files.empty()) saved_(files);
  });
}

void FileWatch::complain(const std::string& what) {
  if (!complaints_.insert(what).second) return;
  log_.write({base::LogLevel::warning,
              "file_watch_failed",
              {},
              what + "; a saved watchlist may take effect on a reload (SIGHUP) only"});
}

}  // namespace presenced::reload
