#include "store/extract.h"

#include <fmt/format.h>

#include <set>
#include <string>
#include <utility>

#include "store/new_file.h"

namespace presenced::store {
namespace {

// ?1 workspace, ?2 user_id, ?3 and ?4 the window. Each uses all four, as all four are bound.
constexpr const char* kPerson = "workspace = ?1 AND user_id = ?2 AND ?3 <= ?4";
constexpr const char* kHappened = "workspace = ?1 AND user_id = ?2 AND at >= ?3 AND at < ?4";
constexpr const char* kReachesIn =
    "workspace = ?1 AND user_id = ?2 AND started_at < ?4 AND (ended_at IS NULL OR ended_at > ?3)";
constexpr const char* kSessionReachesIn =
    "workspace = ?1 AND ?2 = '' AND connected_at < ?4 AND (ended_at IS NULL OR ended_at > ?3)";
constexpr const char* kAlways = "?1 = '' AND ?2 = '' AND ?3 <= ?4";

struct Part {
  std::string_view view;
  const char* condition;
  const char* index;  // columns of the index; null: none
};
constexpr Part kOfWorkspaces = {"sessions", kSessionReachesIn, "workspace, connected_at"};
constexpr Part kOfTheWhole = {"recorder", kAlways, nullptr};

constexpr const char* kOfSpans = "workspace, user_id, started_at";

std::vector<Part> parts_of_people(std::span<const FacetTable> facets) {
  std::vector<Part> parts{{"people", kPerson, "workspace, user_id"}, {"groups", kPerson, nullptr}};
  for (const FacetTable& facet : facets) parts.push_back({facet.transitions_view, kHappened, "workspace, user_id, at"});
  for (const FacetTable& facet : facets) parts.push_back({facet.intervals_view, kReachesIn, kOfSpans});
  for (const FacetTable& facet : facets) parts.push_back({facet.coverage_view, kReachesIn, kOfSpans});
  return parts;
}

// One view, to be copied bit by bit into the table of its name.
class Copy {
 public:
  Copy(Database& from, Database& to, const Part& part)
      : rows_(from, fmt::format("SELECT * FROM {} WHERE {}", part.view, part.condition)),
        add_(table(to, part, rows_)) {}

  void run(std::string_view workspace, std::string_view user, history::Window window) {
    for (Rows row = rows_.select(workspace, user, base::unix_ms(window.from), base::unix_ms(window.to)); row.next();)
      add_.run_with(row);
  }

 private:
  static Statement table(Database& to, const Part& part, const Statement& rows) {
    std::string columns;
    std::string values;
    for (const std::string& name : rows.columns()) {
      columns += fmt::format("{}\"{}\"", columns.empty() ? "" : ", ", name);
      values += values.empty() ? "?" : ", ?";
    }
    to.execute(fmt::format("CREATE TABLE {}({})", part.view, columns).c_str());
    return to.prepare(fmt::format("INSERT INTO {} VALUES({})", part.view, values));
  }

  Statement rows_;
  Statement add_;
};

using Extracted = std::pair<std::string, std::string>;  // workspace, user_id

std::vector<Extracted> members(Database& from, const std::vector<history::Person::Key>& who) {
  std::vector<Extracted> found;
  Statement name = from.prepare("SELECT w.name, p.user_id FROM person p, workspace w WHERE p.id = ?1 AND w.id = ?2");
  for (const history::Person::Key& key : who)
    if (Rows row = name.select(key.person, key.workspace); row.next()) found.emplace_back(row.text(0), row.text(1));
  return found;
}

// After the rows: that is faster than to keep an index up to date.
void add_index(Database& to, const Part& part) {
  if (part.index != nullptr)
    to.execute(fmt::format("CREATE INDEX {0}_index ON {0}({1})", part.view, part.index).c_str());
}

void copy(Database& from, Database& to, const std::vector<Extracted>& members, history::Window window,
          std::span<const FacetTable> facets, const ExtractProgress& progress) {
  for (const Part& part : parts_of_people(facets)) {
    if (progress) progress(part.view);
    Copy rows(from, to, part);
    for (const auto& [workspace, user] : members) rows.run(workspace, user, window);
    add_index(to, part);
  }
  std::set<std::string> workspaces;
  for (const Extracted& member : members) workspaces.insert(member.first);
  Copy sessions(from, to, kOfWorkspaces);
  for (const std::string& workspace : workspaces) sessions.run(workspace, "", window);
  add_index(to, kOfWorkspaces);
  Copy(from, to, kOfTheWhole).run("", "", window);
}

}  // namespace

std::optional<Failure> extract(Reader& reader, const std::vector<history::Person::Key>& who, history::Window window,
                               const std::filesystem::path& to, const ExtractProgress& progress,
                               std::span<const FacetTable> facets) {
  if (auto failure = make_new_file(to)) return failure;
  try {
    Database made(to, Database::Access::read_write);
    Transaction whole(made);
    copy(reader.database(), made, members(reader.database(), who), window, facets, progress);
    whole.commit();
    return std::nullopt;
  } catch (const StoreError& error) {
    remove_new_file(to);
    return error.failure();
  }
}

}  // namespace presenced::store
