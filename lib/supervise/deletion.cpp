#include "supervise/deletion.h"

#include <boost/asio/post.hpp>
#include <utility>

#include "control/deletion_words.h"
#include "runtime/clock.h"

namespace presenced::supervise {
namespace {

using base::LogLevel;
using service::ControlCallbacks;

std::vector<base::LogField> log_fields(const base::UserId& user, std::optional<std::int64_t> by_uid) {
  std::vector<base::LogField> fields;
  if (!user.text.empty()) fields.push_back({"user_id", user.text});
  if (by_uid) fields.push_back({"asked_by", std::to_string(*by_uid)});
  return fields;
}

std::vector<base::LogField> log_fields(const control::Purged& purged, std::optional<std::int64_t> by_uid) {
  auto fields = log_fields(purged.forgotten ? base::UserId{} : purged.user, by_uid);
  fields.push_back({"transitions", std::to_string(purged.transitions)});
  fields.push_back({"spans", std::to_string(purged.spans)});
  return fields;
}

std::optional<std::int64_t> asker(std::optional<uid_t> by) {
  return control::known_uid(by ? std::optional(std::int64_t{*by}) : std::nullopt);
}

}  // namespace

void Deletion::note(LogLevel level, std::string_view event, std::string message, std::vector<base::LogField> fields) {
  log_.write({level, event, {}, std::move(message), std::move(fields)});
}

std::string Deletion::obstacle() const {
  if (!recording_.trouble().empty()) return "the history cannot be written now: " + recording_.trouble();
  return workspaces_.stopping() ? "presenced is stopping" : "";
}

// The engines are informed once the purge is certain, in the same turn of the loop in which the writer learns where it
// is among the batches (store/writer.h).
void Deletion::purge(const base::UserId& user, bool forget, std::optional<uid_t> by, ControlCallbacks::Purging done) {
  const auto by_uid = asker(by);
  const auto failed = [this, forget, by_uid, done](const control::Refusal& refusal) {
    note(LogLevel::warning, forget ? "forget_failed" : "purge_failed",
         control::words_of_failure(refusal.error, by_uid));
    done(refusal);
  };
  const auto deleted = [this, done, failed, forget, by_uid](const base::Result<store::Purged, store::Failure>& result) {
    boost::asio::post(loop_, [this, done, failed, forget, by_uid, result] {
      if (!result) return failed({503, result.error().message, {}});
      const store::Purged& purged = result.value();
      control::Purged answer{purged.user, purged.known, forget, static_cast<std::size_t>(purged.transitions),
                             static_cast<std::size_t>(purged.spans)};
      note(LogLevel::info, forget ? "forgotten" : "purged", control::words_of(answer, by_uid),
           log_fields(answer, by_uid));
      if (!purged.known && !forget) return done(control::Refusal{404, "the history has no person with this id", {}});
      if (forget) answer.named_at = workspaces_.places_naming(answer.user);
      done(std::move(answer));
    });
  };
  const auto promised = [this, user, forget] {
    boost::asio::post(loop_, [this, user, forget] {
      if (recording_.writer().begin_purge()) workspaces_.purged({user, forget});
    });
  };
  if (const std::string why = obstacle(); !why.empty()) return failed({503, why, {}});
  if (!recording_.writer().purge(user, forget, promised, deleted, {runtime::now().wall, by_uid}))
    failed({503, "presenced is stopping", {}});
}

void Deletion::undo_forget(const base::UserId& user, std::optional<uid_t> by, ControlCallbacks::Undoing done) {
  const auto by_uid = asker(by);
  const auto failed = [this, by_uid, done](const control::Refusal& refusal) {
    note(LogLevel::warning, "forget_failed", control::words_of_failure(refusal.error, by_uid));
    done(refusal);
  };
  const auto undone = [this, done, failed, by_uid](const base::Result<store::Purged, store::Failure>& result) {
    boost::asio::post(loop_, [this, done, failed, by_uid, result] {
      if (!result) return failed({503, result.error().message, {}});
      if (!result.value().known) return done(control::Refusal{404, "no person with this id is forgotten", {}});
      const control::ForgetUndone answer{result.value().user};
      workspaces_.allowed({answer.user});
      note(LogLevel::info, "forget_undone", control::words_of(answer, by_uid), log_fields(answer.user, by_uid));
      done(answer);
    });
  };
  if (const std::string why = obstacle(); !why.empty()) return failed({503, why, {}});
  if (!recording_.writer().undo_forget(user, undone)) failed({503, "presenced is stopping", {}});
}

}  // namespace presenced::supervise
