// Keeps one history copied to the centre, whatever stops and starts meanwhile: opens what is closed, waits longer after
// each failure in a row, and says what changes. Used by one thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/random.h"
#include "central/address.h"
#include "central/connection.h"
#include "central/replicator.h"
#include "commands/command_context.h"
#include "session/backoff.h"
#include "store/reader.h"

namespace presenced::commands {

struct ReplicatedHistory {
  std::string origin;
  std::filesystem::path file;
};

class Replication {
 public:
  using Clock = std::chrono::steady_clock;

  // The address and the context must outlive it. `replace`: the centre forgets first what it has of the origin.
  Replication(ReplicatedHistory history, const central::Address& address, const CommandContext& context, bool replace);

  // Brings what there is, if it is time to. True: the centre has all that the history had at that moment. Throws
  // Refused when a person has to do something, and central::Stopped.
  bool pass();

  // The failure that is waited out now; empty: none.
  const std::string& trouble() const { return trouble_; }

 private:
  struct File {  // which one of the disk's it is
    std::uint64_t device = 0;
    std::uint64_t number = 0;
    bool operator==(const File&) const = default;
  };

  void open();
  void close();
  bool bring();
  void report(std::int64_t transitions, Clock::duration took);
  void wait_out(const std::string& why);
  [[noreturn]] void refuse(const central::Parted& parted) const;
  std::optional<File> file_now() const;

  ReplicatedHistory history_;
  const central::Address& address_;
  const CommandContext& context_;
  bool replace_;
  std::optional<File> opened_;
  std::unique_ptr<store::Reader> reader_;
  std::unique_ptr<central::Connection> connection_;
  std::unique_ptr<central::Replicator> replicator_;
  session::Backoff backoff_;
  base::Random random_;
  Clock::time_point not_before_{};
  std::string trouble_;
  bool told_ = false;  // that everything is there
};

}  // namespace presenced::commands
