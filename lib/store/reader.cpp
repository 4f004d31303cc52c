#include "store/reader.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "store/resume.h"
#include "store/schema.h"

namespace presenced::store {
namespace {

constexpr const char* kLowerMark = "SELECT at_after FROM seq_mark WHERE seq <= ?1 ORDER BY seq DESC LIMIT 1";
constexpr const char* kUpperMark = "SELECT seq, at_until FROM seq_mark WHERE seq >= ?1 ORDER BY seq LIMIT 1";

// ?1, ?2: after and up to which seq; ?3, ?4: between which times.
constexpr const char* kPresence = R"(
  SELECT t.seq, w.name, p.user_id, t.session, t.at, t.uncertainty, t.code >> 1, t.code & 1
  FROM person p
  CROSS JOIN presence_transition t ON t.person = p.id AND t.at BETWEEN ?3 AND ?4
  JOIN workspace w ON w.id = t.workspace
  WHERE t.seq > ?1 AND t.seq <= ?2)";

constexpr const char* kStatus = R"(
  SELECT t.seq, w.name, p.user_id, t.session, t.at, t.uncertainty, t.source, t.text, t.emoji, t.expires_at,
         t.before_text, t.before_emoji
  FROM person p
  CROSS JOIN status_transition t ON t.person = p.id AND t.at BETWEEN ?3 AND ?4
  JOIN workspace w ON w.id = t.workspace
  WHERE t.seq > ?1 AND t.seq <= ?2)";

// The columns 0 to 6, which both have.
template <class State>
history::Transition<State> common(const Rows& row, State after) {
  history::Transition<State> transition;
  transition.user = base::UserId{std::string(row.text(2))};
  transition.at = base::wall_from_unix_ms(row.integer(4));
  transition.earliest = transition.at - base::Millis{row.integer(5)};
  transition.source = static_cast<history::Source>(row.integer(6));
  transition.after = std::move(after);
  return transition;
}

// What SQLite would call "unable to open database file". By asking, and not by opening the file: closing it again would
// take SQLite's locks away from this process (https://sqlite.org/howtocorrupt.html, 2.2).
std::optional<Failure> why_unreadable(const std::filesystem::path& file) {
  const auto failure = [&](int code, std::string_view why) {
    return Failure{FailureClass::broken, code, fmt::format("{}: {}", file.string(), why)};
  };
  struct stat info {};
  if (stat(file.c_str(), &info) != 0) {
    if (errno == ENOENT) return failure(ENOENT, "there is no such file; presenced makes it when it first runs");
    if (errno == EACCES) return failure(EACCES, "its folder may not be entered; join the group that it belongs to");
    return failure(errno, fmt::format("cannot be looked at: {}", std::strerror(errno)));
  }
  if (S_ISDIR(info.st_mode)) return failure(EISDIR, "is a folder; name the file in it, as `history.path` does");
  if (!S_ISREG(info.st_mode)) return failure(EINVAL, "is not a file");
  if (faccessat(AT_FDCWD, file.c_str(), R_OK, AT_EACCESS) != 0)
    return failure(errno, "may not be read; join the group that it belongs to");
  return std::nullopt;
}

}  // namespace

struct Reader::Window {
  std::int64_t after = 0;
  std::int64_t up_to = INT64_MAX;
  std::int64_t at_after = INT64_MIN;
  std::int64_t at_until = INT64_MAX;
  bool last() const { return up_to == INT64_MAX; }
};

base::Result<std::unique_ptr<Reader>, Failure> Reader::open(const std::filesystem::path& file) {
  if (auto failure = why_unreadable(file)) return *failure;
  try {
    std::unique_ptr<Reader> reader(new Reader(file));
    const SchemaState state = inspect_schema(reader->database_);
    if (state == SchemaState::empty)
      return Failure{FailureClass::broken, SQLITE_NOTADB,
                     fmt::format("{}: is empty; the daemon has not begun this history yet", file.string())};
    if (state == SchemaState::older)
      return Failure{FailureClass::broken, SQLITE_SCHEMA,
                     fmt::format("{}: was written by an older presenced (schema {}, this one reads {}); the daemon "
                                 "brings it up to date when it starts",
                                 file.string(), reader->database_.integer("PRAGMA user_version"), kSchemaVersion)};
    return reader;
  } catch (const StoreError& error) {
    return error.failure();
  }
}

Reader::Reader(const std::filesystem::path& file) : database_(file, Database::Access::read_only) {
  database_.execute(
      "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0;");
}

base::Result<history::Resume, Failure> Reader::resume(const std::string& workspace) {
  try {
    return read_resume(database_, workspace);
  } catch (const StoreError& error) {
    return error.failure();
  }
}

base::Result<std::vector<Followed>, Failure> Reader::transitions_after(std::int64_t after, std::size_t limit) {
  try {
    std::vector<Followed> found;
    const Transaction moment(database_, Transaction::Kind::reading);  // marks and transitions of one moment
    // A window may be empty: what was in it has been deleted by the retention.
    for (Window window = window_after(after, limit);; window = window_after(window.up_to, limit)) {
      read_presence(window, found);
      read_status(window, found);
      if (!found.empty() || window.last()) break;
    }
    std::sort(found.begin(), found.end(), [](const Followed& a, const Followed& b) { return a.seq < b.seq; });
    if (found.size() > limit) found.resize(limit);
    return found;
  } catch (const StoreError& error) {
    return error.failure();
  }
}

Reader::Window Reader::window_after(std::int64_t after, std::size_t limit) {
  Window window;
  window.after = after;
  if (const auto at = database_.prepare(kLowerMark).first(after)) window.at_after = *at;
  Statement upper = database_.prepare(kUpperMark);
  if (Rows mark = upper.select(after + static_cast<std::int64_t>(limit)); mark.next()) {
    window.up_to = mark.integer(0);
    window.at_until = mark.integer(1);
  }
  return window;
}

void Reader::read_presence(const Window& window, std::vector<Followed>& into) {
  Statement statement = database_.prepare(kPresence);
  for (Rows row = statement.select(window.after, window.up_to, window.at_after, window.at_until); row.next();) {
    auto transition = common(row, row.integer(7) != 0 ? base::Presence::active : base::Presence::away);
    if (transition.source != history::Source::first)
      transition.before = row.integer(7) != 0 ? base::Presence::away : base::Presence::active;
    into.push_back({row.integer(0), std::string(row.text(1)), row.integer(3), std::move(transition)});
  }
}

void Reader::read_status(const Window& window, std::vector<Followed>& into) {
  Statement statement = database_.prepare(kStatus);
  for (Rows row = statement.select(window.after, window.up_to, window.at_after, window.at_until); row.next();) {
    base::Status after{std::string(row.text(7)), std::string(row.text(8)), std::nullopt};
    if (const auto expires_at = row.maybe_integer(9)) after.expires_at = base::wall_from_unix_ms(*expires_at);
    auto transition = common(row, std::move(after));
    if (!row.is_null(10))  // when it expired is kept with the transition that set it
      transition.before = base::Status{std::string(row.text(10)), std::string(row.text(11)), std::nullopt};
    into.push_back({row.integer(0), std::string(row.text(1)), row.integer(3), std::move(transition)});
  }
}

}  // namespace presenced::store
