// What the parts of one engine share. Owned by the Engine; lives as long as it does.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/log.h"
#include "base/random.h"
#include "engine/io.h"
#include "engine/own_presence.h"
#include "engine/recorder.h"
#include "engine/settings.h"
#include "engine/slack_clock.h"
#include "engine/status_fetch.h"
#include "roster/method_pace.h"
#include "session/connect_pacer.h"
#include "tracker/tracker.h"

namespace presenced::engine {

class Stream;

// Which part of the engine made a Web API call, and gets its reply.
enum class Caller : std::uint8_t { connecting, statuses, own_presence, clock, roster };
struct Call {
  slack::Method method{};
  Caller caller{};
  base::MonoTime asked{};
};

struct Context {
  Context(Settings all, const history::Resume& resume, base::Random seeded, base::LogSink& sink)
      : settings(std::move(all)),
        random(seeded),
        log(sink),
        tracker(resume.people),
        recorder(settings.workspace, settings.max_uncommitted, resume),
        own_presence(settings.tuning.appear_away),
        pacer(settings.pace),
        last_session(static_cast<std::int64_t>(resume.last_session)) {}

  Settings settings;
  std::vector<watch::Person> people;  // who is watched: whom the watchlist stands for, none of the forgotten
  base::Random random;
  base::LogSink& log;
  tracker::Tracker tracker;
  Recorder recorder;
  StatusFetch fetch;
  OwnPresence own_presence;
  session::ConnectPacer pacer;
  Outbox* out = nullptr;  // of the step under way
  base::MonoTime turn{};  // its moment
  SlackClock slack_clock;
  bool covering = false;  // what is observed now may be claimed: it can be recorded, and the clock is right
  bool stopping = false;
  bool coarse_noted = false;                          // the log says how coarse the samples are
  roster::MethodPace api_pace;                        // of all Web API calls that come more than once
  std::map<base::CallId, Call> calls;                 // not yet answered
  std::unordered_map<base::LinkId, Stream*> sockets;  // asked for and not yet closed; whose they are
  std::uint64_t last_link = 0;
  std::uint64_t last_call = 0;
  std::int64_t last_session = 0;
  std::uint64_t connection_attempts = 0;

  template <class O>
  void ask(O output) {
    out->emplace_back(std::move(output));
  }
  // Makes a Web API call; the reply finds its meaning again by the id.
  base::CallId call(slack::Request request, Caller caller) {
    const base::CallId id{++last_call};
    calls.emplace(id, Call{request.method, caller, turn});
    ask(CallWebApi{id, std::move(request), settings.limits.call});
    return id;
  }
  void note(base::LogLevel level, std::string_view event, std::string message) {
    log.write({level, event, settings.workspace, std::move(message)});
  }
  std::vector<history::Record>& records() { return recorder.records(); }
};

}  // namespace presenced::engine
