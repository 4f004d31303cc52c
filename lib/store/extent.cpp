#include "store/extent.h"

#include <filesystem>
#include <string>
#include <system_error>

#include "store/facet_tables.h"

namespace presenced::store {
namespace {

constexpr const char* kOldest =
    "SELECT (SELECT t.at FROM {table} t WHERE t.person = p.id {only} ORDER BY t.at LIMIT 1) AS at FROM person p";

std::int64_t bytes_of(const std::filesystem::path& file) {
  std::error_code error;
  const auto bytes = std::filesystem::file_size(file, error);
  return error ? 0 : static_cast<std::int64_t>(bytes);
}

}  // namespace

Extent read_extent(Database& database) {
  Extent extent;
  extent.workspaces = database.integer("SELECT count(*) FROM workspace");
  extent.people = database.integer("SELECT count(*) FROM membership");
  extent.sessions = database.integer("SELECT count(*) FROM session");
  extent.last_seq = database.integer("SELECT seq FROM seq_last");
  extent.schema = database.integer("PRAGMA user_version");
  extent.file_bytes = bytes_of(database.file());
  extent.log_bytes = bytes_of(database.file().string() + "-wal");
  extent.free_bytes = database.integer("PRAGMA freelist_count") * database.integer("PRAGMA page_size");
  const std::string oldest = "SELECT min(at) FROM (" + of_each_facet(kOldest, " UNION ALL ", facet_tables()) + ")";
  if (const auto at = database.prepare(oldest).first()) extent.oldest = base::wall_from_unix_ms(*at);
  return extent;
}

}  // namespace presenced::store
