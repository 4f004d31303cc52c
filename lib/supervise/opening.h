// Opens the history when the daemon starts, before its loop runs.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/log.h"
#include "config/settings.h"
#include "service/service_manager.h"
#include "store/history_db.h"

namespace presenced::supervise {

// Null: the history cannot be opened, which has been logged, or presenced is told to stop meanwhile. `pause` returns
// after the span, false if presenced is told to stop.
std::unique_ptr<store::HistoryDb> open_history(const config::History& history, const std::string& version,
                                               service::ServiceManager& manager, base::LogSink& log,
                                               const std::function<bool(base::Millis)>& pause);

}  // namespace presenced::supervise
