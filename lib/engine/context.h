// What the parts of one engine share. Owned by the Engine; lives as long as it does.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/log.h"
#include "base/random.h"
#include "engine/desk.h"
#include "engine/durable_frames.h"
#include "engine/recorder.h"
#include "feeds/backlog.h"
#include "feeds/feed.h"
#include "roster/method_pace.h"
#include "tracker/keeper.h"

namespace presenced::engine {

struct Context {
  Context(Settings all, std::span<const feeds::FeedRow> feeds, const history::Resume& resume, base::Random seeded,
          base::LogSink& sink)
      : settings(std::move(all)),
        random(seeded),
        log(sink),
        clock(resume.recorded_until),
        recorder(settings.workspace, resume.last_batch, clock),
        keeper(suppliers(feeds), resume, clock, recorder.records()),
        desk(settings.limits) {}
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  Settings settings;
  base::Random random;
  base::LogSink& log;
  tracker::HistoryClock clock;
  Recorder recorder;
  tracker::Keeper keeper;
  feeds::Backlog backlog;
  roster::MethodPace pace;  // of all Web API calls that come more than once
  Desk desk;
  DurableFrames durable;
  bool stopping = false;

  void note(base::LogLevel level, std::string_view event, std::string message) {
    log.write({level, event, settings.workspace, std::move(message)});
  }
  std::vector<history::Record>& records() { return recorder.records(); }

 private:
  static std::vector<tracker::Keeper::Supplier> suppliers(std::span<const feeds::FeedRow> feeds) {
    std::vector<tracker::Keeper::Supplier> all;
    for (const feeds::FeedRow& row : feeds) all.push_back({row.name, row.facets});
    return all;
  }
};

}  // namespace presenced::engine
