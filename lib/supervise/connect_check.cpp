#include "supervise/connect_check.h"

#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <random>
#include <string>
#include <utility>

#include "base/counted.h"
#include "feeds/table.h"
#include "reload/access_of.h"
#include "runtime/connection_probe.h"
#include "setup/connection_report.h"
#include "supervise/check_loop.h"

namespace presenced::supervise {
namespace {

// One workspace after the other, on one loop.
class ConnectCheck {
 public:
  explicit ConnectCheck(const config::Loaded& loaded) : loaded_(loaded) {}

  ExitStatus run() {
    next();
    loop_.run([this](const std::string& why) { cut_short(why); });
    return good_ ? ExitStatus::stopped : ExitStatus::failed;
  }

 private:
  void next() {
    if (index_ == loaded_.files.size()) return loop_.stop();
    setup::Findings findings;
    findings.workspace = loaded_.settings.workspaces[index_].name;
    findings.tuning = loaded_.settings.workspaces[index_].tuning;
    findings.team_named = !loaded_.settings.workspaces[index_].team.empty();
    findings.watchlist = loaded_.files[index_].watchlist;
    auto access = reload::access_of(loaded_, index_);
    if (!access) {
      findings.ended_early = access.error();
      print(findings);
      return loop_.stop();
    }
    probe_ = std::make_unique<runtime::ConnectionProbe>(loop_.io(), std::move(access.value()), std::move(findings),
                                                        std::random_device{}(), [this] { finished(); });
    probe_->start();
    loop_.show_progress([this] {
      return fmt::format("{}: asking Slack, {} made", probe_->findings().workspace,
                         base::counted(probe_->calls(), "call"));
    });
  }
  void finished() {
    loop_.clear_progress();
    print(probe_->findings());
    ++index_;
    next();
  }
  // What is known until then is still of use.
  void cut_short(const std::string& why) {
    loop_.clear_progress();
    setup::Findings findings = probe_->findings();
    findings.ended_early = why;
    print(findings);
    loop_.stop();
  }
  void print(const setup::Findings& findings) {
    const auto report = setup::report_on(findings, feeds::all_feeds());
    fmt::print("workspace {}\n", findings.workspace);
    for (const std::string& line : report.lines) fmt::print("  {}\n", line);
    fmt::print("{}: {}\n", findings.workspace,
               report.good ? "can be recorded" : "cannot be recorded with this configuration; see above");
    std::fflush(stdout);
    good_ = good_ && report.good;
  }

  const config::Loaded& loaded_;
  CheckLoop loop_;
  std::unique_ptr<runtime::ConnectionProbe> probe_;
  std::size_t index_ = 0;
  bool good_ = true;
};

}  // namespace

ExitStatus check_connections(const config::Loaded& loaded) { return ConnectCheck(loaded).run(); }

}  // namespace presenced::supervise
