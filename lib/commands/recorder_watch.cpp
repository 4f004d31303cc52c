#include "commands/recorder_watch.h"

#include <utility>

#include "time/times.h"

namespace presenced::commands {

RecorderWatch::State RecorderWatch::state_of(const history::Recorder& recorder, base::WallTime clock) {
  if (recorder.started_at == base::WallTime{}) return State::never;
  if (recorder.clean) return State::stopped;
  // A clock behind the recorder's was set back: of the daemon that says nothing.
  return clock - recorder.alive_at > history::kAliveFor ? State::silent : State::alive;
}

std::optional<std::string> RecorderWatch::look(const history::Recorder& recorder, base::WallTime clock,
                                               const time::Zone& zone) {
  const State now = state_of(recorder, clock);
  const State before = std::exchange(state_, now);
  const auto run_before = std::exchange(started_at_, recorder.started_at);
  const bool another_run = run_before && *run_before != recorder.started_at;
  if (now == before && !another_run) return std::nullopt;
  const auto time = [&](base::WallTime at) { return time::readable_near(zone, at, clock); };
  const std::string started = another_run ? "presenced started again at " + time(recorder.started_at) : "";
  switch (now) {
    case State::alive:
      return another_run ? started : "presenced shows signs of life again";
    case State::stopped:
      return (another_run ? started + " and" : "presenced") + " stopped at " + time(recorder.alive_at) +
             "; nothing is recorded until it starts";
    case State::silent:
      return (another_run ? started + " and" : "presenced") + " has shown no sign of life since " +
             time(recorder.alive_at) + "; nothing may be recorded";
    case State::never:
      break;
  }
  return "presenced has never run on this history; nothing is recorded until it starts";
}

}  // namespace presenced::commands
