#include "store/transitions.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "store/facet_tables.h"

namespace presenced::store {
namespace {

constexpr std::int64_t kFirst = 1000;  // as far apart as marks are (transition_log.cpp)
constexpr std::int64_t kMost = 16'000;

// ?1 person, ?2 and ?3 between which times, ?4 and ?5 after and up to which seq.
constexpr const char* kTransitions = R"(
  SELECT t.seq, t.workspace, t.session, t.at, t.uncertainty, {source}, {state}
  FROM {table} t
  WHERE t.person = ?1 {only} AND t.at BETWEEN ?2 AND ?3 AND t.seq > ?4 AND t.seq <= ?5)";

// A person, once, in all of their workspaces that were asked about: their rows are read once.
struct Asked {
  std::int64_t person = 0;
  base::UserId user;
  std::optional<std::set<std::int64_t>> workspaces;  // empty: every one. Ids begin at 0, so no id means that.
};

// Read once for a whole answer.
struct Names {
  std::map<std::int64_t, std::string> workspaces;
  std::vector<Asked> people;
  std::int64_t everybody = 0;
};

std::vector<Asked> all_people(Database& database) {
  std::vector<Asked> people;
  Statement all = database.prepare("SELECT id, user_id FROM person");
  for (Rows row = all.select(); row.next();)
    people.push_back({row.integer(0), base::UserId{std::string(row.text(1))}, std::nullopt});
  return people;
}

std::vector<Asked> these_people(Database& database, const std::vector<PersonRow::Key>& who) {
  std::map<std::int64_t, std::set<std::int64_t>> workspaces_of;
  for (const PersonRow::Key& key : who) workspaces_of[key.person].insert(key.workspace);
  std::vector<Asked> people;
  Statement name = database.prepare("SELECT user_id FROM person WHERE id = ?1");
  for (auto& [person, workspaces] : workspaces_of)
    if (Rows row = name.select(person); row.next())
      people.push_back({person, base::UserId{std::string(row.text(0))}, std::move(workspaces)});
  return people;
}

Names read_names(Database& database, const Which& which) {
  Names names;
  Statement workspaces = database.prepare("SELECT id, name FROM workspace");
  for (Rows row = workspaces.select(); row.next();) names.workspaces.emplace(row.integer(0), row.text(1));
  names.everybody = database.integer("SELECT count(*) FROM person");
  names.people = which.who ? these_people(database, *which.who) : all_people(database);
  return names;
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

history::Transition read_transition(const Rows& row, const FacetTable& facet, const Asked& asked) {
  history::Transition transition;
  transition.user = asked.user;
  transition.at = base::wall_from_unix_ms(row.integer(3));
  transition.earliest = transition.at - base::Millis{row.integer(4)};
  transition.source = static_cast<history::Source>(row.integer(5));
  facet.read(row, 6, transition);
  return transition;
}

class StretchReader {
 public:
  StretchReader(Database& database, const Which& which, const Names& names) : names_(names) {
    for (const FacetTable& facet : facet_tables())
      if (which.facets.contains(facet.facet)) parts_.push_back({facet, {database, of_facet(kTransitions, facet)}});
  }

  // Ascending by seq.
  std::vector<Followed> read(const Stretch& stretch) {
    std::vector<Followed> found;
    for (const Asked& asked : names_.people)
      for (Part& part : parts_) add(part, stretch, asked, found);
    std::sort(found.begin(), found.end(), [](const Followed& a, const Followed& b) { return a.seq < b.seq; });
    return found;
  }

 private:
  struct Part {  // of one facet
    const FacetTable& facet;
    Statement statement;
  };

  void add(Part& part, const Stretch& stretch, const Asked& asked, std::vector<Followed>& into) {
    for (Rows row = part.statement.select(asked.person, stretch.from, stretch.to, stretch.after, stretch.up_to);
         row.next();) {
      const std::int64_t workspace = row.integer(1);
      if (asked.workspaces && !asked.workspaces->contains(workspace)) continue;
      into.push_back({row.integer(0),
                      {asked.person, workspace},
                      names_.workspaces.at(workspace),
                      row.integer(2),
                      read_transition(row, part.facet, asked)});
    }
  }

  const Names& names_;
  std::vector<Part> parts_;
};

void tell(Database& database, const Which& which, Order order, const std::function<bool(const Followed&)>& each) {
  const Names names = read_names(database, which);
  if (names.people.empty()) return;
  // Of few among many a stretch may be longer for as many transitions.
  const auto most = kMost * std::max<std::int64_t>(1, names.everybody / static_cast<std::int64_t>(names.people.size()));
  StretchReader reader(database, which, names);
  for (const Stretch& stretch : stretches(read_marks(database, which.after), which, order, most)) {
    std::vector<Followed> found = reader.read(stretch);
    if (order == Order::newest_first) std::reverse(found.begin(), found.end());
    for (const Followed& followed : found)
      if (!each(followed)) return;
  }
}

// Between two neighbouring marks, before the first and after the last, as far as `which` wants something of it.
std::vector<Stretch> shortest(const std::vector<SeqMark>& marks, const Which& which) {
  const std::int64_t from = base::unix_ms(which.window.from);
  const std::int64_t to = base::unix_ms(which.window.to) - 1;
  std::vector<Stretch> found;
  const auto add = [&](Stretch stretch) {
    stretch = {std::max(stretch.after, which.after), stretch.up_to, std::max(stretch.from, from),
               std::min(stretch.to, to)};
    if (stretch.after < stretch.up_to && stretch.from <= stretch.to) found.push_back(stretch);
  };
  std::int64_t after = which.after;
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

std::vector<Stretch> stretches(const std::vector<SeqMark>& marks, const Which& which, Order order, std::int64_t most) {
  std::vector<Stretch> cut = shortest(marks, which);
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

std::optional<Failure> each_transition(Reader& reader, const Which& which, Order order,
                                       const std::function<bool(const Followed&)>& each) {
  try {
    tell(reader.database(), which, order, each);
    return std::nullopt;
  } catch (const StoreError& error) {
    return error.failure();
  }
}

}  // namespace presenced::store
