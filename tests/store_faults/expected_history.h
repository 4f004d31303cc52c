// What the history must be, computed from the records alone: a plain model of the rules in docs/HISTORY.md and of the
// headers of lib/store that shares no code with it. Compared with a database through its public views.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "history/record.h"

namespace presenced::store_faults {

class ExpectedHistory {
 public:
  void apply(const history::Batch& batch);
  void begin_run(base::WallTime now);  // what is open now was left by a crash
  void retain(base::WallTime cutoff);  // nothing that is applied later may begin before it
  base::WallTime alive_at() const { return alive_at_; }

  // What is wrong with the database, one line each; empty: it is sound and holds exactly this history.
  std::vector<std::string> compare(const std::filesystem::path& database) const;

 private:
  using Who = std::pair<std::string, base::UserId>;  // workspace, person
  struct Change {
    std::int64_t place = 0;  // among all transitions of all facets and workspaces
    history::Transition transition;
  };
  struct Span {
    base::WallTime started_at;
    std::optional<base::WallTime> ended_at;
    std::optional<history::EndReason> reason;
    base::SessionNumber session{};
  };
  struct Session {
    base::WallTime connected_at;
    std::optional<base::WallTime> ready_at;
    base::WallTime proven_at;
    std::optional<base::WallTime> sampled_at;
    std::optional<base::WallTime> ended_at;
    std::optional<history::EndReason> reason;
  };
  struct Person {
    base::ByFacet<std::vector<Change>> changes;
    base::ByFacet<std::vector<Span>> coverage;
    history::PersonSeen seen;
    history::PersonWatched watched{{}, "", false};
  };

  struct Visitor;
  friend struct Visitor;
  void crash(const std::string& workspace, std::vector<Span>& spans) const;

  std::vector<std::string> lines() const;

  std::map<Who, Person> people_;
  std::map<std::pair<std::string, base::SessionNumber>, Session> sessions_;
  std::map<std::tuple<std::string, history::NameKind, std::string>, history::NameResolved> names_;
  std::map<std::string, history::GroupsSet> groups_;
  std::int64_t transitions_ = 0;
  base::WallTime alive_at_{};
};

}  // namespace presenced::store_faults
