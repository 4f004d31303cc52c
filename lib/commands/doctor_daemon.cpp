// doctor: the running daemon, by counts and by words of our own. Who is watched, and why Slack refuses what, stays
// there.
#include <fmt/format.h>

#include <algorithm>

#include "commands/command.h"
#include "commands/daemon.h"
#include "commands/doctor_report.h"
#include "commands/status_text.h"
#include "control/decode.h"
#include "time/durations.h"
#include "time/times.h"

namespace presenced::commands {
namespace {

class DaemonExamination {
 public:
  DaemonExamination(Report& report, const control::Status& status, const time::Zone& zone)
      : report_(report), status_(status), zone_(zone) {}

  void run() {
    report_.add("daemon", fmt::format("presenced {}, running since {}", plain_word(status_.version),
                                      time::readable_time(zone_, status_.started_at)));
    history(status_.history);
    if (const auto& at = status_.configuration.rejected_at)
      report_.add(
          "edit refused",
          fmt::format("at {}, {} problems; the previous configuration stays in force; presencectl status lists them",
                      time::readable_time(zone_, *at), status_.configuration.problems.size()),
          true);
    for (const control::WorkspaceStatus& one : status_.workspaces) workspace(one);
  }

  void recent() {
    for (const control::LogLine& line : status_.recent)
      report_.add(time::readable_time(zone_, line.at),
                  fmt::format("{}{}{}", line.workspace.empty() ? "" : report_.workspace(line.workspace) + " ",
                              plain_word(line.event), known_words(line.message)),
                  line.error);
    if (status_.recent.empty()) report_.add("", "none since it started");
  }

 private:
  std::string ago(const std::optional<base::WallTime>& time) const {
    return time ? time::readable(std::max(status_.at - *time, base::Millis{0})) + " ago" : "not yet";
  }

  void history(const control::HistoryStatus& history) {
    report_.add("recording",
                fmt::format("{}; {} in the file, {} records waiting to be written, last written {}",
                            history.recording ? "yes" : "no, nothing can be written", readable_size(history.bytes),
                            history.queued, ago(history.last_commit_at)),
                !history.recording);
  }

  void workspace(const control::WorkspaceStatus& one) {
    const std::string name = report_.workspace(one.name);
    report_.add(
        name,
        fmt::format("{}{}{}", one.connected ? "connected" : "not connected, " + plain_word(one.state),
                    one.since ? " since " + time::readable_time(zone_, *one.since) : "", known_words(one.trouble)),
        !one.connected);
    report_.add(name,
                fmt::format("people: {} watched, {} confirmed, {} unconfirmed, {} sampled; names unresolved: {}",
                            one.watched, one.confirmed, one.unconfirmed.size(), one.sampled, one.unresolved.size()));
    report_.add(name, fmt::format("covered: {}; last event {}; {} records waiting to be written", covered_text(one),
                                  ago(one.last_event), one.uncommitted));
  }

  Report& report_;
  const control::Status& status_;
  const time::Zone& zone_;
};

}  // namespace

void examine_daemon(Report& report, const std::filesystem::path& socket, const time::Zone& zone) {
  report.topic("daemon");
  try {
    const auto reply = ask_daemon(socket, control::GetStatus{});
    if (!reply) return report.add("daemon", "not running: no answer on the control socket", true);
    const auto status = control::read_status(reply->body);
    if (reply->status != 200 || !status)
      return report.add("daemon", fmt::format("answers with HTTP status {} and no status of its own", reply->status),
                        true);
    DaemonExamination examination(report, status.value(), zone);
    examination.run();
    report.topic("last warnings and errors of the daemon");
    examination.recent();
  } catch (const Refused&) {
    report.add("daemon", "no connection to the control socket; presencectl status shows the reason", true);
  }
  report.add("", "its whole log: journalctl -u presenced");
}

}  // namespace presenced::commands
