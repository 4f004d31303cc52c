// Which process keeps the log from being started over: the one that reads the oldest state of the database. Asked of
// the locks on the -shm file, which every reader holds (https://sqlite.org/walformat.html, "WAL-Index File Format").
//
// Closing the -shm file takes away SQLite's locks on it from this process: destroy this after the last connection.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace presenced::store {

class LogReaders {
 public:
  explicit LogReaders(std::filesystem::path database) : database_(std::move(database)) {}
  ~LogReaders();
  LogReaders(const LogReaders&) = delete;
  LogReaders& operator=(const LogReaders&) = delete;

  // "process 4242 (sqlite3)"; without its name where that may not be read. Nothing: it cannot be found out, or it is
  // this process itself. Some ten microseconds.
  std::optional<std::string> oldest();

 private:
  std::filesystem::path database_;
  int descriptor_ = -1;  // from the first question on
};

}  // namespace presenced::store
