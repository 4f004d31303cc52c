#include "unit/store/fixture.h"

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace presenced::store::test {
namespace {

base::UserId id(std::string_view user) { return base::UserId{std::string(user)}; }

}  // namespace

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "presenced-store-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Script& Script::session(std::int64_t number, std::int64_t connected_at) {
  records_.emplace_back(history::SessionOpened{base::SessionNumber{number}, at(connected_at)});
  return *this;
}
Script& Script::ready(std::int64_t number, std::int64_t ready_at) {
  records_.emplace_back(history::SessionReady{base::SessionNumber{number}, at(ready_at)});
  return *this;
}
Script& Script::proven(std::int64_t number, std::int64_t proven_at) {
  records_.emplace_back(history::SessionProven{base::SessionNumber{number}, at(proven_at)});
  return *this;
}
Script& Script::ended(std::int64_t number, std::int64_t ended_at, history::EndReason reason) {
  records_.emplace_back(history::SessionEnded{base::SessionNumber{number}, at(ended_at), reason});
  return *this;
}
Script& Script::cover(std::string_view user, std::int64_t from, std::int64_t session, base::Facet facet,
                      history::Mode mode) {
  records_.emplace_back(history::CoverageOpened{id(user), facet, at(from), mode, base::SessionNumber{session}});
  return *this;
}
Script& Script::move(std::string_view user, std::int64_t session, base::Facet facet) {
  records_.emplace_back(history::CoverageMoved{id(user), facet, base::SessionNumber{session}});
  return *this;
}
Script& Script::uncover(std::string_view user, std::int64_t until, history::EndReason reason, base::Facet facet) {
  records_.emplace_back(history::CoverageClosed{id(user), facet, at(until), reason});
  return *this;
}
Script& Script::first(std::string_view user, std::int64_t when, base::Presence presence, std::int64_t session) {
  records_.emplace_back(history::Transition{id(user), at(when), at(when), std::nullopt, presence,
                                            history::Source::first, base::SessionNumber{session}});
  return *this;
}
Script& Script::turn(std::string_view user, std::int64_t when, base::Presence presence, history::Source source,
                     std::int64_t earliest, std::int64_t session) {
  const base::Presence before = presence == base::Presence::active ? base::Presence::away : base::Presence::active;
  records_.emplace_back(history::Transition{id(user), at(when), at(earliest < 0 ? when : earliest), before, presence,
                                            source, base::SessionNumber{session}});
  return *this;
}
Script& Script::status(std::string_view user, std::int64_t when, std::optional<base::Status> before, base::Status after,
                       history::Source source) {
  records_.emplace_back(history::Transition{id(user), at(when), at(when), std::move(before), std::move(after), source,
                                            base::SessionNumber{1}});
  return *this;
}
Script& Script::seen(history::PersonSeen person) {
  records_.emplace_back(std::move(person));
  return *this;
}
Script& Script::watched(std::string_view user, std::string label, bool watched) {
  records_.emplace_back(history::PersonWatched{id(user), std::move(label), watched});
  return *this;
}
Script& Script::record(history::Record record) {
  records_.push_back(std::move(record));
  return *this;
}

history::Batch Script::batch(std::int64_t alive_at) {
  return {workspace_, base::BatchNumber{++number_}, at(alive_at), std::exchange(records_, {})};
}

OpenOptions options(const std::filesystem::path& file, std::int64_t now) {
  return {file, Durability::normal, "1.2.3", at(now)};
}

std::unique_ptr<HistoryDb> open(const std::filesystem::path& file, std::int64_t now) {
  auto opened = HistoryDb::open(options(file, now));
  REQUIRE_MESSAGE(opened.ok(), opened.error().message);
  return std::move(opened.value());
}

Failure refusal(const std::filesystem::path& file) {
  auto opened = HistoryDb::open(options(file));
  REQUIRE(!opened.ok());
  return opened.error();
}

void commit(HistoryDb& database, const history::Batch& batch) {
  const auto failure = database.commit({&batch, 1});
  REQUIRE_MESSAGE(!failure, failure->message);
}

std::vector<std::string> rows(const std::filesystem::path& file, std::string_view sql) {
  auto reader = Reader::open(file);
  REQUIRE_MESSAGE(reader.ok(), reader.error().message);
  std::vector<std::string> lines;
  Statement statement = reader.value()->database().prepare(sql);
  for (Rows row = statement.select(); row.next();) {
    std::string line;
    for (int column = 0; column < row.columns(); ++column) {
      if (column > 0) line += '|';
      line += row.is_null(column) ? "-" : std::string(row.text(column));
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string row(const std::filesystem::path& file, std::string_view sql) {
  const auto found = rows(file, sql);
  REQUIRE(found.size() == 1);
  return found.front();
}

}  // namespace presenced::store::test
