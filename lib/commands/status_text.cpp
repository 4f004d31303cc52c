#include "commands/status_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "config/problem.h"
#include "text/text.h"
#include "time/durations.h"
#include "time/times.h"

namespace presenced::commands {
namespace {

using Lines = std::vector<std::string>;

class Text {
 public:
  Text(const control::Status& status, const time::Zone& zone) : status_(status), zone_(zone) {}

  Lines lines() {
    say(fmt::format("presenced {}, process {}, running since {}", text::printable(status_.version), status_.pid,
                    since(status_.started_at)));
    history(status_.history);
    configuration(status_.configuration);
    for (const control::WorkspaceStatus& one : status_.workspaces) workspace(one);
    return std::move(lines_);
  }

 private:
  void say(std::string line) { lines_.push_back(std::move(line)); }
  void item(std::string_view name, std::string_view text) { say(fmt::format("  {:<14} {}", name, text)); }

  std::string since(base::WallTime time) const {
    return fmt::format("{} ({})", time::readable_near(zone_, time, status_.at), span(status_.at - time));
  }
  std::string ago(const std::optional<base::WallTime>& time, const char* never) const {
    return time ? span(status_.at - *time) + " ago" : never;
  }
  static std::string span(base::Millis span) { return time::readable(std::max(span, base::Millis{0})); }

  void history(const control::HistoryStatus& history) {
    item("history", fmt::format("{} ({})", text::printable(history.path), readable_size(history.bytes)));
    item("last written", ago(history.last_commit_at, "nothing yet"));
    item("queue", fmt::format("{} records waiting to be written", history.queued));
    if (!history.log_trouble.empty()) item("LOG GROWS", text::printable(history.log_trouble));
    if (!history.recording) item("NOT RECORDING", text::printable(history.trouble));
  }

  void configuration(const control::ConfigurationStatus& configuration) {
    item("configuration", text::printable(configuration.file));
    if (!configuration.rejected_at) return;
    item("EDIT REFUSED", since(*configuration.rejected_at) + "; the previous configuration stays in force");
    for (const config::Problem& problem : configuration.problems) item("", text::printable(config::render(problem)));
  }

  void workspace(const control::WorkspaceStatus& one) {
    say("");
    const std::string_view state = one.connected ? "connected" : "NOT CONNECTED";
    say(fmt::format("{}: {}{}", text::printable(one.name), state, one.since ? " since " + since(*one.since) : ""));
    if (!one.connected) item("why", text::printable(one.trouble.empty() ? one.state : one.trouble));
    if (!one.needed.empty()) item("missing scope", text::printable(one.needed));
    if (!one.provided.empty()) item("its scopes", text::printable(one.provided));
    if (one.next_attempt_at)
      item("next try", fmt::format("in {} ({})", span(*one.next_attempt_at - status_.at),
                                   time::readable_near(zone_, *one.next_attempt_at, status_.at)));
    if (const std::string wrong = control::trouble_of(one.clock); !wrong.empty()) item("CLOCK WRONG", wrong);
    for (const control::FeedStatus& feed : one.feeds) this->feed(feed);
    people(one);
    item("covered", covered_text(one));
    item("last event", ago(one.last_event, "none yet"));
    if (one.uncommitted > 0)
      item("queue",
           fmt::format("{} records ({}) waiting to be written", one.uncommitted, readable_size(one.uncommitted_bytes)));
    if (one.held) item("DISK BEHIND", "nothing is read from Slack until it has caught up; nothing is lost so far");
  }

  void feed(const control::FeedStatus& one) {
    std::string text = fmt::format("{}: {}", text::printable(one.name), text::printable(one.state));
    if (one.people > 0)
      text += fmt::format(", {} people in turn, one round takes {}", one.people, span(base::Millis{one.round_ms}));
    if (!one.trouble.empty()) text += fmt::format(" ({})", text::printable(one.trouble));
    item("feed", text);
  }

  void people(const control::WorkspaceStatus& one) {
    const std::string sampled = one.sampled == 0 ? "" : fmt::format(", {} sampled", one.sampled);
    item("people", fmt::format("{} watched, {} confirmed, {} unconfirmed{}", one.watched, one.confirmed,
                               one.unconfirmed.size(), sampled));
    for (const base::UserId& user : one.unconfirmed)
      item("unconfirmed", fmt::format("{}: no presence from Slack", text::printable(user.text)));
    for (const control::UnresolvedName& name : one.unresolved) {
      const std::string trouble = name.trouble.empty() ? "not looked up yet" : name.trouble;
      item("unresolved", text::printable(name.where + ": " + name.name + " " + trouble));
    }
  }

  const control::Status& status_;
  const time::Zone& zone_;
  Lines lines_;
};

}  // namespace

std::vector<std::string> status_lines(const control::Status& status, const time::Zone& zone) {
  return Text(status, zone).lines();
}

std::string covered_text(const control::WorkspaceStatus& workspace) {
  std::string text;
  for (const base::FacetRow& facet : base::kFacets) {
    const std::size_t covered = workspace.covered[facet.facet];
    if (covered == 0 && !facet.tracked_by_default) continue;  // most likely nobody tracks it
    text += fmt::format("{}{} of {}", text.empty() ? "" : ", ", facet.word, covered);
  }
  return text;
}

std::string readable_size(std::uintmax_t bytes) {
  constexpr std::array<const char*, 4> kUnits{"kB", "MB", "GB", "TB"};
  if (bytes < 1000) return fmt::format("{} bytes", bytes);
  double size = static_cast<double>(bytes) / 1000;
  std::size_t unit = 0;
  while (size >= 999.95 && unit + 1 < kUnits.size()) {
    size /= 1000;
    ++unit;
  }
  return fmt::format("{:.1f} {}", size, kUnits.at(unit));
}

}  // namespace presenced::commands
