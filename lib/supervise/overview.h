// What the running daemon says of itself: to the control socket, to monitoring and to the service manager. Lives on the
// loop's thread.
#pragma once

#include <string>

#include "control/answers.h"
#include "logging/recent_trouble.h"
#include "reload/reloader.h"
#include "service/health.h"
#include "service/writer_watch.h"
#include "supervise/recording.h"
#include "supervise/workspaces.h"

namespace presenced::supervise {

class Overview {
 public:
  // What is referred to must outlive this object.
  Overview(std::string version, const reload::Reloader& reloader, const Recording& recording,
           const Workspaces& workspaces, const service::WriterWatch& writer_watch,
           const logging::RecentTrouble& recent);

  control::Status status() const;
  service::Health health() const;
  std::string status_line() const;  // for people: what is wrong first
  std::string metrics() const;      // in Prometheus's text format

 private:
  std::string version_;
  base::WallTime started_at_;
  const reload::Reloader& reloader_;
  const Recording& recording_;
  const Workspaces& workspaces_;
  const service::WriterWatch& writer_watch_;
  const logging::RecentTrouble& recent_;
};

}  // namespace presenced::supervise
