// What the parts of a verification compare with: the small tables, read once.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include "store/sqlite.h"
#include "store/verify.h"
#include "store/verify_findings.h"

namespace presenced::store::verification {

struct Facts {
  Facts(Database& database, Naming naming);

  struct Session {
    std::int64_t workspace = 0;
    bool open = false;
  };
  std::map<std::int64_t, std::string> workspaces;
  std::unordered_map<std::int64_t, std::string> people;
  std::set<std::pair<std::int64_t, std::int64_t>> members;  // person, workspace
  std::unordered_map<std::int64_t, Session> sessions;
  std::set<std::int64_t> end_reasons;
  std::unordered_map<std::int64_t, std::int64_t> purged_until;  // by person: the seq up to which a purge deletes
  std::int64_t last_seq = 0;
  std::int64_t begun_at = INT64_MIN;  // of the first run
  std::int64_t alive_at = INT64_MAX;  // the last mark of life
  bool clean = false;                 // the newest run ended in order

  Naming naming;

  bool deleted(std::int64_t person, std::int64_t seq) const;  // by a purge that is under way
  std::string called(std::int64_t person) const;  // "U024BE7LH"; "person 7" if they do not exist, or nobody is named
};

// A row about somebody: says what is wrong with whom and where it is about. `what`: "presence transition 7".
void check_subject(const Facts& facts, Findings& findings, const std::string& what, std::int64_t person,
                   std::int64_t workspace);
void check_session(const Facts& facts, Findings& findings, const std::string& what, std::int64_t workspace,
                   std::optional<std::int64_t> session);
// `which`: "begins", "is dated".
void check_time(const Facts& facts, Findings& findings, const std::string& what, const char* which, std::int64_t at);
void check_end_reason(const Facts& facts, Findings& findings, const std::string& what,
                      std::optional<std::int64_t> ended_at, std::optional<std::int64_t> reason);

}  // namespace presenced::store::verification
