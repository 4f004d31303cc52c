// Writes what is known of people besides their facets.
#pragma once

#include <cstdint>

#include "history/record.h"
#include "store/sqlite.h"

namespace presenced::store {

class PeopleLog {
 public:
  explicit PeopleLog(Database& database)
      : seen_(database.prepare("UPDATE membership SET name = ?3, real_name = ?4, tz = ?5, is_bot = ?6, deleted = ?7, "
                               "seen = 1 WHERE person = ?1 AND workspace = ?2")),
        watched_(
            database.prepare("UPDATE membership SET label = ?3, watched = ?4 WHERE person = ?1 AND workspace = ?2")) {}

  void seen(std::int64_t workspace, std::int64_t person, const history::PersonSeen& now) {
    seen_.run(person, workspace, now.name, now.real_name, now.tz, now.is_bot, now.deleted);
  }
  void watched(std::int64_t workspace, std::int64_t person, const history::PersonWatched& now) {
    watched_.run(person, workspace, now.label, now.watched);
  }

 private:
  Statement seen_;
  Statement watched_;
};

}  // namespace presenced::store
