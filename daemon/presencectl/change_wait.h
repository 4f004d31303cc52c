// Waiting for the history to change, for those who follow it: without asking over and over, and without holding it.
#pragma once

#include <csignal>
#include <filesystem>

namespace presenced::presencectl {

class ChangeWait {
 public:
  explicit ChangeWait(const std::filesystem::path& database);
  ~ChangeWait();
  ChangeWait(const ChangeWait&) = delete;
  ChangeWait& operator=(const ChangeWait&) = delete;

  // Returns soon after something was written beside or into the database, and at the latest after a second: whoever may
  // not watch the folder sees it then. False: asked to end, by SIGINT or SIGTERM or by a closed pipe at standard
  // output. Between two calls these signals do what they do to any program, so that one that cannot write ends, too;
  // with 0 where its reader has gone.
  bool operator()();

 private:
  void watch();
  // Whether what the folder told of has to do with the database.
  bool read_news() const;

  std::filesystem::path database_;
  sigset_t ending_{};
  int signals_ = -1;
  int news_ = -1;
};

}  // namespace presenced::presencectl
