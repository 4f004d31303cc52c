// Whoever may write the history of a request: the daemon that records into it, over its control socket; else
// presencectl itself, under the daemon's lock. Every member throws Refused when it cannot be done.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "commands/command_context.h"
#include "commands/request.h"
#include "control/answers.h"
#include "store/history_db.h"

namespace presenced::commands {

class Keeper {
 public:
  // Both references must outlive it.
  Keeper(const Request& request, const CommandContext& context);

  bool alone() const { return history_ != nullptr; }  // no daemon records into it

  control::Purged purge(const base::UserId& user, bool forget);
  // Sets aside what a workspace has later than now; of an empty name, alone, the marks of life.
  control::Repaired repair(const std::string& workspace);
  bool undo_forget(const base::UserId& user);  // false: they were not forgotten
  void close();                                // after the last of them

 private:
  store::Asked asked() const;
  void log(const std::string& words) const;

  const CommandContext& context_;
  std::filesystem::path socket_;
  std::unique_ptr<store::HistoryDb> history_;  // empty: the daemon does it
};

}  // namespace presenced::commands
