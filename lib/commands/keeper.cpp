#include "commands/keeper.h"

#include <unistd.h>

#include "commands/daemon.h"
#include "commands/history.h"
#include "commands/places.h"
#include "control/decode.h"
#include "control/deletion_words.h"
#include "text/text.h"

namespace presenced::commands {
namespace {

// The daemon that records into this very history. A copy of it, or another history, does not concern a daemon.
bool records_here(const std::filesystem::path& socket, const std::string& db) {
  const auto reply = ask_daemon(socket, control::GetStatus{});
  if (!reply) return false;
  const auto status = control::read_status(reply->body);
  if (reply->status != 200 || !status) throw refused_by(*reply);
  std::error_code ignored;
  return std::filesystem::equivalent(status.value().history.path, db, ignored);
}

// Opening it takes the daemon's lock, and is refused where another process has it.
std::unique_ptr<store::HistoryDb> open_alone(const Request& request, const CommandContext& context) {
  auto opened = store::HistoryDb::open({.file = request.db, .version = "", .now = context.clock(), .recording = false});
  if (!opened && opened.error().failure_class == store::FailureClass::busy)
    throw Refused(ExitStatus::failed, {text::printable(opened.error().message),
                                       "the daemon has this history open; name its socket with --socket FILE"});
  return answered(std::move(opened));
}

DaemonReply reply_of(const std::filesystem::path& socket, const control::Request& question) {
  auto reply = ask_daemon(socket, question);
  if (!reply) throw Refused(ExitStatus::failed, "presenced was stopped meanwhile; run the command again");
  return std::move(*reply);
}

template <class Answer>
Answer read_or_refuse(const base::Result<Answer, std::string>& answer) {
  if (!answer) throw Refused(ExitStatus::failed, text::printable(answer.error()));
  return answer.value();
}

}  // namespace

Keeper::Keeper(const Request& request, const CommandContext& context)
    : context_(context), socket_(control_socket(request, context)) {
  if (!records_here(socket_, request.db)) history_ = open_alone(request, context);
}

control::Purged Keeper::purge(const base::UserId& user, bool forget) {
  if (!alone()) {
    const DaemonReply reply =
        reply_of(socket_, forget ? control::Request(control::Forget{user}) : control::Request(control::Purge{user}));
    if (reply.status == 404) return {user, false, false, 0, 0, {}};  // gone since the history was read
    if (reply.status != 200) throw refused_by(reply);
    return read_or_refuse(control::read_purged(reply.body));
  }
  const store::Purged purged = answered(history_->purge(user, forget, asked()));
  const control::Purged done{
      user, purged.known, forget, static_cast<std::size_t>(purged.transitions), static_cast<std::size_t>(purged.spans),
      {}};
  log(control::words_of(done, asked().by_uid));
  return done;
}

control::Repaired Keeper::repair(const std::string& workspace) {
  if (!alone()) {
    const DaemonReply reply = reply_of(socket_, control::Repair{workspace});
    if (reply.status != 200) throw refused_by(reply);
    return read_or_refuse(control::read_repaired(reply.body));
  }
  const store::Misdated moved = answered(history_->set_aside(workspace, context_.clock())).moved;
  return {workspace, static_cast<std::size_t>(moved.transitions), static_cast<std::size_t>(moved.spans),
          static_cast<std::size_t>(moved.sessions)};
}

bool Keeper::undo_forget(const base::UserId& user) {
  if (!alone()) {
    const DaemonReply reply = reply_of(socket_, control::UndoForget{user});
    if (reply.status == 404) return false;
    if (reply.status != 200) throw refused_by(reply);
    (void)read_or_refuse(control::read_forget_undone(reply.body));
    return true;
  }
  if (!answered(history_->undo_forget(user)).known) return false;
  log(control::words_of(control::ForgetUndone{user}, asked().by_uid));
  return true;
}

void Keeper::close() {
  if (!history_) return;
  if (const auto failure = history_->close()) throw Refused(ExitStatus::failed, failure->message);
}

store::Asked Keeper::asked() const { return {context_.clock(), control::known_uid(std::int64_t{::getuid()})}; }

// There is no daemon whose log could have it.
void Keeper::log(const std::string& words) const { context_.output.say(words); }

}  // namespace presenced::commands
