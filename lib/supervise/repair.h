// Has rows from the future moved aside when a person asks for it (`presencectl repair`). Engines ask for it themselves
// when Slack's clock has confirmed this machine's; whoever asked meanwhile is answered by that. Lives on the loop's
// thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/log.h"
#include "service/control_socket.h"
#include "supervise/recording.h"
#include "supervise/workspaces.h"

namespace presenced::supervise {

class Repair {
 public:
  // What is referred to must outlive this object.
  Repair(base::LogSink& log, Recording& recording, Workspaces& workspaces)
      : log_(log), recording_(recording), workspaces_(workspaces) {}

  // As service::ControlCallbacks::repair.
  void repair(const std::string& workspace, std::optional<uid_t> by, service::ControlCallbacks::Repairing done);
  // As RecordingEvents::set_aside_ended.
  void ended(const std::string& workspace, const base::Result<store::Rewound, store::Failure>& result);

 private:
  std::optional<control::Refusal> obstacle() const;

  base::LogSink& log_;
  Recording& recording_;
  Workspaces& workspaces_;
  std::map<std::string, std::vector<service::ControlCallbacks::Repairing>> waiting_;  // by workspace
};

}  // namespace presenced::supervise
