// What the tests of the store share: a folder of their own, batches written like a script, answers as text.
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "history/record.h"
#include "store/history_db.h"
#include "store/reader.h"
#include "store/sqlite.h"
#include "support/lines.h"

namespace presenced::store::test {

inline base::WallTime at(std::int64_t ms) { return base::wall_from_unix_ms(ms); }

inline constexpr std::int64_t kDayMs = 86'400'000;

std::string bytes_of(const std::filesystem::path& file);

class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// The records of one workspace, in the order of the calls. Times in milliseconds, people by their id.
class Script {
 public:
  explicit Script(std::string workspace = "acme") : workspace_(std::move(workspace)) {}

  Script& session(std::int64_t number, std::int64_t connected_at);
  Script& ready(std::int64_t number, std::int64_t ready_at);
  Script& proven(std::int64_t number, std::int64_t proven_at);
  Script& ended(std::int64_t number, std::int64_t ended_at, history::EndReason reason);
  Script& cover(std::string_view user, std::int64_t from, std::int64_t session = 1,
                base::Facet facet = base::Facet::presence, history::Mode mode = history::Mode::subscribed);
  Script& move(std::string_view user, std::int64_t session, base::Facet facet = base::Facet::presence);
  Script& uncover(std::string_view user, std::int64_t until,
                  history::EndReason reason = history::EndReason::peer_closed,
                  base::Facet facet = base::Facet::presence);
  Script& first(std::string_view user, std::int64_t when, base::Presence presence, std::int64_t session = 1);
  Script& turn(std::string_view user, std::int64_t when, base::Presence presence,
               history::Source source = history::Source::push, std::int64_t earliest = -1, std::int64_t session = 1);
  Script& status(std::string_view user, std::int64_t when, std::optional<base::Status> before, base::Status after,
                 history::Source source = history::Source::push);
  Script& seen(history::PersonSeen person);
  Script& watched(std::string_view user, std::string label, bool watched = true);
  Script& record(history::Record record);

  // Everything since the last call, as the next batch.
  history::Batch batch(std::int64_t alive_at);

 private:
  std::string workspace_;
  std::int64_t number_ = 0;
  std::vector<history::Record> records_;
};

OpenOptions options(const std::filesystem::path& file, std::int64_t now = 1000);
std::unique_ptr<HistoryDb> open(const std::filesystem::path& file, std::int64_t now = 1000);  // REQUIREs that it works
Failure refusal(const std::filesystem::path& file);                                           // and that it does not
void commit(HistoryDb& database, const history::Batch& batch);

// The rows of a query on a fresh read-only connection: columns joined with '|', NULL as "-", one string a row.
std::vector<std::string> rows(const std::filesystem::path& file, std::string_view sql);
std::string row(const std::filesystem::path& file, std::string_view sql);  // of a query that has exactly one

using presenced::test::Lines;

}  // namespace presenced::store::test
