// A Unix socket between a replicator and PostgreSQL that breaks off in the middle of whatever is under way, or falls
// silent. Serves one connection after the other, as a replicator makes them.
//
// A thread of its own passes the bytes on; the functions here are for one other thread, the test's.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "support/temp_dir.h"

namespace presenced::test {

class CutLine {
 public:
  enum class Way : std::uint8_t { to_server, to_client };

  // `server`: the socket that PostgreSQL listens on.
  explicit CutLine(std::filesystem::path server);
  ~CutLine();
  CutLine(const CutLine&) = delete;
  CutLine& operator=(const CutLine&) = delete;

  std::string address(const std::string& database) const;  // for --to, by this line

  // Each holds for the connection of now, or the next one, and once.
  void cut_after(Way way, std::uint64_t bytes);  // from the beginning of the connection
  void lose_answer_to(std::string text);         // is cut when PostgreSQL answers what contains the text
  void fall_silent();                            // nothing passes any more, and nothing ends

  std::uint64_t passed(Way way) const { return passed_[static_cast<std::size_t>(way)]; }  // of the newest connection
  int cuts() const { return cuts_; }

 private:
  enum class Pass : std::uint8_t { on, cut, over };

  void serve();
  void serve(int client);
  Pass pass_on(int from, int to, Way way);

  TempDir folder_;
  std::filesystem::path server_;
  std::atomic<std::uint64_t> passed_[2]{};
  std::atomic<int> cuts_ = 0;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> silent_ = false;
  std::mutex guard_;
  std::uint64_t cut_at_[2]{UINT64_MAX, UINT64_MAX};  // under guard_, as the next two
  std::string unanswered_;
  bool asked_ = false;  // what is not to be answered
  int listener_ = -1;
  std::thread thread_;
};

}  // namespace presenced::test
