// The history in its file, for the one who writes it. One object a database file and a process a file (OwnerLock);
// used by one thread at a time. Synchronous: every call returns when the disk has answered.
//
// Failures are values. After `full` or `busy` nothing of the call is in the database and it may be repeated as it is;
// after `broken` there is no use in going on. A commit whose end was ambiguous may be repeated too: batches are
// numbered, and one that is already there is skipped.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "history/record.h"
#include "store/failure.h"
#include "store/misdated.h"
#include "store/purge.h"

namespace presenced::store {

enum class Durability : std::uint8_t {
  full,    // every commit survives a power cut (synchronous=FULL)
  normal,  // a power cut may lose the last commits, and corrupts nothing (synchronous=NORMAL)
};

struct OpenOptions {
  std::filesystem::path file;
  Durability durability = Durability::full;
  std::string version;   // of this program, for `recorder.version`
  base::WallTime now{};  // `recorder.started_at`
  // Whether this is a run of the daemon. If not, the history must be there already, no run is noted, what a crash left
  // open is left to the daemon's next start, and nothing may be committed.
  bool recording = true;
  // Hears, before and during what may take longer than a service manager likes to wait, what is being done ("checking
  // the history"). On the caller's thread, many times a second; it must not throw.
  std::function<void(std::string_view doing)> progress{};
  std::function<std::uintmax_t()> free_bytes{};  // on the file's file system; empty: asks it
};

struct Opening {  // what open() found, for the log
  bool created = false;
  bool migrated = false;                  // it was of an older version
  bool unclean = false;                   // the last run did not end in close(); the file was checked and is sound
  std::int64_t spans_closed = 0;          // of coverage that the last run left open
  std::int64_t sessions_closed = 0;       // likewise
  std::vector<std::string> workspaces{};  // that were ever recorded, by name
  // Who is listed beside the file as forgotten and was not in it (a backup was restored): they are purged again.
  std::size_t forgotten_again = 0;
};

struct Rewound {  // a history without rows from the future
  Misdated moved;
  history::Resume resume;  // what an engine goes on from
};

class HistoryDb {
 public:
  // Makes the file (mode 0640) when there is none; refuses, as `broken`, whatever is not a history this program can go
  // on with, and a file with several names (store/file_name.h); refuses, as `busy`, one that another process has open,
  // by whichever name, and names that process; and, as `full`, one that cannot be brought up to date for want of room.
  // What is refused is left as it is. What a crash left open is closed. No other connection of this process may be open
  // on the file (store/file_lock.h).
  static base::Result<std::unique_ptr<HistoryDb>, Failure> open(const OpenOptions& options);

  ~HistoryDb();  // without close() before it, the next open() takes this run for a crash
  HistoryDb(const HistoryDb&) = delete;
  HistoryDb& operator=(const HistoryDb&) = delete;

  const Opening& opening() const;
  base::Result<history::Resume, Failure> resume(const std::string& workspace);

  // All of them in one transaction, in their order. Numbers of one workspace must increase.
  [[nodiscard]] std::optional<Failure> commit(std::span<const history::Batch> batches);

  // One step of a few milliseconds towards a history without anything before `cutoff`. True: there is more to do.
  base::Result<bool, Failure> retain(base::WallTime cutoff);
  // The earliest moment of which a retention can delete something; nothing: there is nothing to delete.
  base::Result<std::optional<base::WallTime>, Failure> oldest();

  // Moves what one workspace has later than `after` out of the way, in one transaction (store/misdated.h), and reads
  // what is left. Its engine has ended all coverage before. May be repeated, also after an ambiguous commit.
  base::Result<Rewound, Failure> set_aside(const std::string& workspace, base::WallTime after);

  // Deletes everything of one person (store/purge.h). From the promise on the deletion is certain; a promise that fails
  // changes nothing. After begin_purge(), which is for the promise made first, no answer knows anything of the person:
  // batches that are committed later are a new beginning. If the person is to be forgotten, nothing is written of them
  // after the promise.
  [[nodiscard]] std::optional<Failure> promise_purge(const base::UserId& user, bool forget, const Asked& asked = {});
  [[nodiscard]] std::optional<Failure> begin_purge();
  bool purging() const;
  base::Result<std::optional<Purged>, Failure> purge_step();  // a few milliseconds of it; the answer when one is done

  // Empties the -wal file, where deleted things would live on until it is written over. False: a reader is in the way.
  base::Result<bool, Failure> empty_log();

  std::uintmax_t log_bytes() const;  // the size of the -wal file
  // Which process reads the oldest state, and so keeps the log from being started over (store/log_readers.h).
  std::optional<std::string> oldest_reader();

  // All of it to its end. For when nobody records; a reader in the way is not waited for.
  base::Result<Purged, Failure> purge(const base::UserId& user, bool forget, const Asked& asked = {});

  // The person may be recorded again; not `known` if they were not forgotten. A failure changes nothing.
  base::Result<Purged, Failure> undo_forget(const base::UserId& user);

  // The end of a clean run. Nothing may be called after it.
  [[nodiscard]] std::optional<Failure> close();

 private:
  struct Parts;
  explicit HistoryDb(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace presenced::store
