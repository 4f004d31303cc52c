// Deletes people's history, and lets those be recorded again whose history was deleted for good: between the control
// socket, the writer, the engines and the log. Lives on the loop's thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <optional>
#include <string>

#include "base/ids.h"
#include "base/log.h"
#include "service/control_socket.h"
#include "supervise/recording.h"
#include "supervise/workspaces.h"

namespace presenced::supervise {

class Deletion {
 public:
  // What is referred to must outlive this object.
  Deletion(boost::asio::io_context& loop, base::LogSink& log, Recording& recording, Workspaces& workspaces)
      : loop_(loop), log_(log), recording_(recording), workspaces_(workspaces) {}

  // As service::ControlCallbacks. `forget`: the person is not recorded any more.
  void purge(const base::UserId& user, bool forget, std::optional<uid_t> by, service::ControlCallbacks::Purging done);
  void undo_forget(const base::UserId& user, std::optional<uid_t> by, service::ControlCallbacks::Undoing done);

 private:
  std::string obstacle() const;  // why nothing can be deleted now; empty: nothing is in the way
  void note(base::LogLevel level, std::string_view event, std::string message, std::vector<base::LogField> fields = {});

  boost::asio::io_context& loop_;
  base::LogSink& log_;
  Recording& recording_;
  Workspaces& workspaces_;
};

}  // namespace presenced::supervise
