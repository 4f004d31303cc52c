// A history as it stands in a database, read through the public views alone, for tests to compare with the truth.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/facets.h"
#include "base/ids.h"
#include "base/time.h"

namespace presenced::test {

template <class State>
struct RecordedTransition {
  std::int64_t seq = 0;
  base::WallTime at;
  base::WallTime earliest;
  std::optional<State> before;
  State after;
  std::string source;
  std::int64_t session = 0;
};

struct RecordedSpan {
  base::WallTime started_at;
  std::optional<base::WallTime> ended_at;  // empty: open
  std::string end_reason;
  bool sampled = false;     // else subscribed
  std::string feed{"rtm"};  // "rtm", "socket_mode", "poll"
};

// Of spans in their order, the last that has begun by `at`; null: none has.
const RecordedSpan* last_begun(const std::vector<RecordedSpan>& spans, base::WallTime at);

struct RecordedInterval {
  std::string state;  // "active", "away", "unknown"; "on", "off"; "in", "out"; of a status: "TEXT|EMOJI|EXPIRES"
  base::WallTime started_at;
  std::optional<base::WallTime> ended_at;
};

template <class State>
struct RecordedFacet {
  std::vector<RecordedTransition<State>> transitions;  // by seq
  std::vector<RecordedSpan> coverage;
  std::vector<RecordedInterval> intervals;
};

struct RecordedPerson {
  RecordedFacet<base::Presence> presence;
  RecordedFacet<base::Status> status;
  RecordedFacet<base::Dnd> dnd;
  RecordedFacet<base::Huddle> huddle;
};

struct RecordedSession {
  std::int64_t session = 0;
  base::WallTime connected_at;
  std::optional<base::WallTime> ready_at;
  std::optional<base::WallTime> ended_at;
  std::string end_reason;
  std::string feed;
};

struct RecordedHistory {
  std::map<base::UserId, RecordedPerson> people;
  std::vector<RecordedSession> sessions;
  base::WallTime alive_at{};
  bool clean = false;
};

// Throws store::StoreError when the database cannot be read.
RecordedHistory read_history(const std::filesystem::path& database, const std::string& workspace);

// How a status reads in RecordedInterval::state.
std::string status_text(const base::Status& status);

}  // namespace presenced::test
