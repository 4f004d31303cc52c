// What a flood costs at the least: each of presenced's parts alone, over the same bytes and the same rows.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "bench/flood_frames.h"

namespace presenced::bench {

struct Cost {
  double seconds = 0;
  double cpu_seconds = 0;
};

struct Row {
  std::int64_t person, at, seq, workspace, code, uncertainty;
  std::optional<std::int64_t> session;
};

// The presence transitions of a history in the order of their commits, and the table they are in.
struct RecordedRows {
  std::string table_sql;
  std::vector<Row> rows;
};
RecordedRows recorded_rows(const std::filesystem::path& history);

// SQLite alone: a new file in `folder`, the same table, keys, settings and durability as the history has, so many rows
// a commit as presenced's writer takes at most. Throws std::runtime_error.
Cost insert_rows(const std::filesystem::path& folder, const RecordedRows& recorded);

// simdjson alone: each frame parsed, its type, ids and presence looked at. Throws where it finds other changes than
// there are.
Cost parse_frames(const FloodFrames& frames);

}  // namespace presenced::bench
