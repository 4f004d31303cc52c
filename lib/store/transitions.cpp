#include "store/transitions.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "store/facet_tables.h"
#include "store/recent.h"

namespace presenced::store {
namespace {

constexpr std::int64_t kFirst = 1000;  // as far apart as marks are (transition_log.cpp)
constexpr std::int64_t kMost = 16'000;

// ?1 person, ?2 and ?3 between which times, ?4 and ?5 after and up to which seq.
constexpr const char* kTransitionsOfStretch = R"(
  SELECT t.seq, t.workspace, t.session, {transition}
  FROM {table} t
  WHERE t.person = ?1 {only} AND t.at BETWEEN ?2 AND ?3 AND t.seq > ?4 AND t.seq <= ?5)";

// A person, once, in all of their workspaces that were asked about: their rows are read once.
struct Asked {
  std::int64_t person = 0;
  base::UserId user;
  std::optional<std::set<std::int64_t>> workspaces;  // empty: every one. Ids begin at 0, so no id means that.
};

std::vector<Asked> named(Database& database, const std::set<std::int64_t>& persons) {
  std::vector<Asked> people;
  Statement name = database.prepare("SELECT user_id FROM person WHERE id = ?1");
  for (const std::int64_t person : persons)
    if (Rows row = name.select(person); row.next())
      people.push_back({person, base::UserId{std::string(row.text(0))}, std::nullopt});
  return people;
}

std::vector<Asked> all_people(Database& database) {
  std::vector<Asked> people;
  Statement all = database.prepare("SELECT id, user_id FROM person");
  for (Rows row = all.select(); row.next();)
    people.push_back({row.integer(0), base::UserId{std::string(row.text(1))}, std::nullopt});
  return people;
}

// `among`: of these persons only.
std::vector<Asked> these_people(Database& database, const std::vector<history::Person::Key>& who,
                                const std::optional<std::set<std::int64_t>>& among) {
  std::map<std::int64_t, std::set<std::int64_t>> workspaces_of;
  std::set<std::int64_t> persons;
  for (const history::Person::Key& key : who) {
    if (among && !among->contains(key.person)) continue;
    workspaces_of[key.person].insert(key.workspace);
    persons.insert(key.person);
  }
  std::vector<Asked> people = named(database, persons);
  for (Asked& asked : people) asked.workspaces = workspaces_of[asked.person];
  return people;
}

std::vector<Asked> people_asked(Database& database, const TransitionFilter& filter,
                                const std::optional<std::set<std::int64_t>>& recent) {
  if (filter.who) return these_people(database, *filter.who, recent);
  return recent ? named(database, *recent) : all_people(database);
}

// The newest mark up to `after`, and all beyond it.
std::vector<SeqMark> read_marks(Database& database, std::int64_t after) {
  std::vector<SeqMark> marks;
  Statement beyond = database.prepare(
      "SELECT seq, at_after, at_until FROM seq_mark WHERE seq >= coalesce((SELECT max(seq) FROM seq_mark WHERE seq <= "
      "?1), ?1) ORDER BY seq");
  for (Rows row = beyond.select(after); row.next();) marks.push_back({row.integer(0), row.integer(1), row.integer(2)});
  return marks;
}

class StretchReader {
 public:
  StretchReader(Database& database, const TransitionFilter& filter, const std::vector<Asked>& people)
      : people_(people) {
    for (const FacetTable& facet : facet_tables())
      if (filter.facets.contains(facet.facet))
        parts_.push_back({facet, {database, of_facet(kTransitionsOfStretch, facet)}});
  }

  // Ascending by seq.
  std::vector<history::LogEntry> read(const Stretch& stretch) {
    std::vector<history::LogEntry> found;
    for (const Asked& asked : people_)
      for (Part& part : parts_) add(part, stretch, asked, found);
    std::sort(found.begin(), found.end(),
              [](const history::LogEntry& a, const history::LogEntry& b) { return a.seq < b.seq; });
    return found;
  }

 private:
  struct Part {  // of one facet
    const FacetTable& facet;
    Statement statement;
  };

  void add(Part& part, const Stretch& stretch, const Asked& asked, std::vector<history::LogEntry>& into) {
    for (Rows row = part.statement.select(asked.person, stretch.from, stretch.to, stretch.after, stretch.up_to);
         row.next();) {
      const std::int64_t workspace = row.integer(1);
      if (asked.workspaces && !asked.workspaces->contains(workspace)) continue;
      into.push_back(
          {row.integer(0), {asked.person, workspace}, row.integer(2), read_transition(part.facet, row, 3, asked.user)});
    }
  }

  const std::vector<Asked>& people_;
  std::vector<Part> parts_;
};

void tell(Database& database, const TransitionFilter& filter, Order order,
          const std::function<bool(const history::LogEntry&)>& each) {
  const auto recent = people_since(database, filter.after);
  const std::vector<Asked> people = people_asked(database, filter, recent);
  if (people.empty()) return;
  // Of few among many a stretch may be longer for as many transitions.
  const std::int64_t everybody = recent ? 1 : database.integer("SELECT count(*) FROM person");
  const auto most = kMost * std::max<std::int64_t>(1, everybody / static_cast<std::int64_t>(people.size()));
  StretchReader reader(database, filter, people);
  for (const Stretch& stretch : stretches(read_marks(database, filter.after), filter, order, most)) {
    std::vector<history::LogEntry> found = reader.read(stretch);
    if (order == Order::newest_first) std::reverse(found.begin(), found.end());
    for (const history::LogEntry& entry : found)
      if (!each(entry)) return;
  }
}

// Between two neighbouring marks, before the first and after the last, as far as `filter` wants something of it.
std::vector<Stretch> shortest(const std::vector<SeqMark>& marks, const TransitionFilter& filter) {
  const std::int64_t from = base::unix_ms(filter.window.from);
  const std::int64_t to = base::unix_ms(filter.window.to) - 1;
  std::vector<Stretch> found;
  const auto add = [&](Stretch stretch) {
    stretch = {std::max(stretch.after, filter.after), stretch.up_to, std::max(stretch.from, from),
               std::min(stretch.to, to)};
    if (stretch.after < stretch.up_to && stretch.from <= stretch.to) found.push_back(stretch);
  };
  std::int64_t after = filter.after;
  std::int64_t since = INT64_MIN;
  for (const SeqMark& mark : marks) {
    add({after, mark.seq, since, mark.at_until});
    after = mark.seq;
    since = mark.at_after;
  }
  add({after, INT64_MAX, since, INT64_MAX});
  return found;
}

}  // namespace

std::vector<Stretch> stretches(const std::vector<SeqMark>& marks, const TransitionFilter& filter, Order order,
                               std::int64_t most) {
  std::vector<Stretch> cut = shortest(marks, filter);
  if (order == Order::newest_first) std::reverse(cut.begin(), cut.end());
  std::vector<Stretch> joined;
  std::int64_t room = std::min(kFirst, most);
  for (const Stretch& next : cut) {
    Stretch* const last = joined.empty() ? nullptr : &joined.back();
    const bool open = next.up_to == INT64_MAX || (last != nullptr && last->up_to == INT64_MAX);  // of unknown length
    if (last != nullptr && !open && std::max(last->up_to, next.up_to) - std::min(last->after, next.after) <= room) {
      *last = {std::min(last->after, next.after), std::max(last->up_to, next.up_to), std::min(last->from, next.from),
               std::max(last->to, next.to)};
      continue;
    }
    if (last != nullptr) room = std::min(room * 2, most);
    joined.push_back(next);
  }
  return joined;
}

std::optional<Failure> each_transition(Reader& reader, const TransitionFilter& filter, Order order,
                                       const std::function<bool(const history::LogEntry&)>& each) {
  try {
    tell(reader.database(), filter, order, each);
    return std::nullopt;
  } catch (const StoreError& error) {
    return error.failure();
  }
}

}  // namespace presenced::store
