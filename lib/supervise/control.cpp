// What the supervisor answers on its control socket.
#include <unistd.h>

#include <system_error>

#include "runtime/clock.h"
#include "store/file_name.h"
#include "supervise/supervisor.h"
#include "supervise/workspace_status.h"

namespace presenced::supervise {

using base::LogLevel;

namespace {

// A file that is not there has no size.
std::size_t size_of(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  return error ? 0 : static_cast<std::size_t>(size);
}

}  // namespace

// The default path is the service's: whoever runs presenced by hand and says nothing of a socket gets on without one.
bool Supervisor::open_control() {
  const config::Control& control = loaded_.settings.control;
  ControlCallbacks callbacks;
  callbacks.status = [this] { return status(); };
  callbacks.reload = [this](ReloadRequests::Answer done) { reload(std::move(done)); };
  callbacks.purge = [this](base::UserId user, bool forget, std::optional<uid_t> by, ControlCallbacks::Purging done) {
    purge(user, forget, by, std::move(done));
  };
  callbacks.undo_forget = [this](base::UserId user, std::optional<uid_t> by, ControlCallbacks::Undoing done) {
    undo_forget(user, by, std::move(done));
  };
  callbacks.repair = [this](const std::string& workspace, std::optional<uid_t> by, ControlCallbacks::Repairing done) {
    repair(workspace, by, std::move(done));
  };
  auto opened = ControlSocket::open(loop_, control.socket, std::move(callbacks));
  if (opened) {
    control_ = std::move(opened.value());
    return true;
  }
  if (control.configured) {
    note(LogLevel::error, "control_refused", opened.error());
    return false;
  }
  note(LogLevel::warning, "no_control",
       opened.error() + "; going on without a control socket (`control: { socket: PATH }` names another place for it)");
  return true;
}

control::Status Supervisor::status() const {
  control::Status status;
  status.version = version_;
  status.pid = ::getpid();
  status.started_at = started_at_;
  status.at = runtime::now().wall;
  status.history.path = loaded_.settings.history.path.string();
  status.history.log_bytes = size_of(store::log_of(loaded_.settings.history.path));
  status.history.bytes = size_of(loaded_.settings.history.path) + status.history.log_bytes;
  status.history.queued = writer_->queued();
  status.history.last_commit_at = last_commit_;
  status.history.recording = store_trouble_.empty();
  status.history.trouble = store_trouble_;
  status.history.log_trouble = log_trouble_;
  status.configuration.file = config_file_.string();
  if (const auto problem = last_problem()) {
    status.configuration.rejected_at = problem->since;
    status.configuration.problems = problem->problems;
  }
  for (const engine::Snapshot& snapshot : workspaces_.snapshots())
    status.workspaces.push_back(workspace_status(snapshot, status.at));
  status.recent = recent_.lines();
  return status;
}

}  // namespace presenced::supervise
