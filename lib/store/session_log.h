// Writes the sessions' life: connected, ready, last proven alive, sampled, ended. By the database's ids
// (store/directory.h).
#pragma once

#include <cstdint>

#include "base/time.h"
#include "history/end_reason.h"
#include "history/feed_name.h"
#include "store/sqlite.h"

namespace presenced::store {

class SessionLog {
 public:
  explicit SessionLog(Database& database)
      : connected_(database.prepare("UPDATE session SET connected_at = ?2, proven_at = max(proven_at, ?2), feed = ?3 "
                                    "WHERE id = ?1")),
        ready_(database.prepare("UPDATE session SET ready_at = ?2 WHERE id = ?1")),
        proven_(database.prepare("UPDATE session SET proven_at = ?2 WHERE id = ?1 AND proven_at < ?2")),
        sampled_(database.prepare("UPDATE session SET sampled_at = ?2 WHERE id = ?1 AND coalesce(sampled_at, 0) < ?2")),
        ended_(database.prepare("UPDATE session SET ended_at = ?2, end_reason = ?3 WHERE id = ?1")) {}

  void connected(std::int64_t session, base::WallTime at, history::FeedName feed) {
    connected_.run(session, base::unix_ms(at), static_cast<std::int64_t>(feed));
  }
  void ready(std::int64_t session, base::WallTime at) { ready_.run(session, base::unix_ms(at)); }
  void proven(std::int64_t session, base::WallTime at) { proven_.run(session, base::unix_ms(at)); }
  void sampled(std::int64_t session, base::WallTime at) { sampled_.run(session, base::unix_ms(at)); }
  void ended(std::int64_t session, base::WallTime at, history::EndReason reason) {
    ended_.run(session, base::unix_ms(at), static_cast<std::int64_t>(reason));
  }

 private:
  Statement connected_;
  Statement ready_;
  Statement proven_;
  Statement sampled_;
  Statement ended_;
};

}  // namespace presenced::store
