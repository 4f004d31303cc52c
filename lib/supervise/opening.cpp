#include "supervise/opening.h"

#include <fmt/format.h>

#include <utility>

#include "base/counted.h"
#include "runtime/clock.h"

namespace presenced::supervise {
namespace {

using base::LogLevel;

constexpr base::Millis kRetry{2'000};

using Opened = base::Result<std::unique_ptr<store::HistoryDb>, store::Failure>;

void note_what_was_mended(const store::Opening& opening, const std::filesystem::path& path, base::LogSink& log) {
  if (opening.unclean)
    log.write(
        {LogLevel::warning,
         "unclean_stop",
         {},
         fmt::format("the last run did not stop cleanly; the database is intact; at the last mark of life {} of "
                     "coverage and {} were closed",
                     base::counted(opening.spans_closed, "span"), base::counted(opening.sessions_closed, "session"))});
  if (opening.forgotten_again > 0)
    log.write(
        {LogLevel::warning,
         "forgotten_again",
         {},
         fmt::format("{}.forgotten lists people who are missing from the database's list ({}), as after a backup was "
                     "restored; their records are deleted, and they are not recorded",
                     path.string(), opening.forgotten_again)});
}

}  // namespace

// A start on a full disk fails, and whoever started presenced by hand makes room and starts it again. A service manager
// does not: a full disk is the only failure of a history that passes by itself, so the unit restarts after none of
// them. Under a service manager room is waited for, as long as the manager lets a start take; then it starts again.
std::unique_ptr<store::HistoryDb> open_history(const config::History& history, const std::string& version,
                                               service::ServiceManager& manager, base::LogSink& log,
                                               const std::function<bool(base::Millis)>& pause) {
  const auto durability =
      history.durability == config::Durability::full ? store::Durability::full : store::Durability::normal;
  std::string last_step;
  const auto progress = [&](std::string_view doing) {
    if (last_step != doing) log.write({LogLevel::info, "starting", {}, std::string(doing)});
    last_step = doing;
    manager.starting(doing);
  };
  const auto open = [&] {
    store::OpenOptions options{history.path, durability, version, runtime::now().wall};
    options.progress = progress;
    return store::HistoryDb::open(options);
  };
  bool waited = false;
  Opened opened = open();
  while (!opened && opened.error().failure_class == store::FailureClass::full && manager.present()) {
    const std::string& trouble = opened.error().message;
    if (!std::exchange(waited, true))
      log.write(
          {LogLevel::error, "store_failed", {}, trouble + "; presenced starts recording as soon as there is room"});
    manager.waiting("waiting for room: " + trouble);
    if (!pause(kRetry)) return nullptr;
    opened = open();
  }
  if (!opened) {
    log.write({LogLevel::error, "history_refused", {}, opened.error().message});
    return nullptr;
  }
  if (waited) log.write({LogLevel::info, "store_recovered", {}, "there is room for the history"});
  note_what_was_mended(opened.value()->opening(), history.path, log);
  return std::move(opened.value());
}

}  // namespace presenced::supervise
