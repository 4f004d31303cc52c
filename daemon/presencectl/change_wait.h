// Waiting for the history to change, for those who follow it: without asking over and over, and without holding it.
#pragma once

#include <csignal>
#include <cstdint>
#include <filesystem>

namespace presenced::presencectl {

class ChangeWait {
 public:
  enum class Reader : std::uint8_t {
    of_standard_output,  // whoever reads it may go, which ends the follower
    hook,                // standard output does not matter, and a delivery under way is to end in order
  };
  ChangeWait(const std::filesystem::path& database, Reader reader);
  ~ChangeWait();
  ChangeWait(const ChangeWait&) = delete;
  ChangeWait& operator=(const ChangeWait&) = delete;

  // Returns soon after something was written beside or into the database, and at the latest after a second: whoever may
  // not watch the folder sees it then. False: asked to end, by SIGINT or SIGTERM or by a closed pipe at standard
  // output. Between two calls these signals do what they do to any program, so that one that cannot write ends, too;
  // with 0 where its reader has gone. For a hook they are blocked from the start, and end nothing by themselves.
  bool operator()();

  // Readable once SIGINT or SIGTERM has come; -1 unless for a hook. Closed with this.
  int ending() const { return reader_ == Reader::hook ? signals_ : -1; }

 private:
  void watch();
  // Whether what the folder told of has to do with the database.
  bool read_news() const;

  std::filesystem::path database_;
  Reader reader_;
  sigset_t ending_{};
  int signals_ = -1;
  int news_ = -1;
};

}  // namespace presenced::presencectl
