// The log, one that is followed, and the export.
#include <algorithm>

#include "presencectl/oracle.h"

namespace presenced::commands::test {

using store::test::Lines;

namespace {

// By what the changes are.
void filter_log(Questions& ask, Request& request, Lines& wanted) {
  const auto keep = [&](const std::string& part) {
    std::erase_if(wanted, [&](const std::string& line) { return line.find(part) == std::string::npos; });
  };
  switch (ask.random.below(5)) {
    case 0:
      request.state = "away";
      return keep(" \"away\" null");
    case 1:
      request.source = "resync";
      return keep(" \"resync\" ");
    case 2:
      request.grep = "TEXT 2";
      return keep("text 2");
    default:
      return;
  }
}

}  // namespace

// All that a log may be cut by, in any combination.
void check_log(Questions& ask, const BruteForce& truth) {
  for (int round = 0; round < 4; ++round) {
    Request request = ask.drawn(false);
    const std::uint64_t facet = ask.random.below(3);
    if (facet != 0) request.facet = facet == 1 ? "presence" : "status";
    Lines wanted = truth.log(ask.asked, facet != 2, facet != 1);
    filter_log(ask, request, wanted);
    if (ask.random.below(3) == 0) {
      request.after = static_cast<std::int64_t>(ask.random.below(ask.days.changes.size()));
      std::erase_if(wanted, [&](const std::string& line) { return std::stoll(line) <= *request.after; });
    }
    if (ask.random.below(2) == 0) {
      request.newest = static_cast<std::int64_t>(ask.random.below(30));
      const auto most = static_cast<std::size_t>(*request.newest);
      if (wanted.size() > most) wanted.erase(wanted.begin(), wanted.end() - static_cast<std::ptrdiff_t>(most));
    }
    request.reverse = ask.random.below(3) == 0;
    if (request.reverse) std::reverse(wanted.begin(), wanted.end());
    check_same("log", ask.rows("log", request, kLogKeys), wanted);
  }
}

// One that stops listening at once has been told what there is.
void check_follower(Questions& ask, const BruteForce& truth) {
  Request request = ask.addressed("log", ask.drawn(false));
  request.follow = true;
  request.until.reset();
  ask.asked.to = kTicks + 1;
  CapturedOutput output;
  const CommandContext context{output, [&] { return ask.history.clock; }, ask.history.tz, {}, [] { return false; }};
  REQUIRE(answer(command("log"), request, context) == ExitStatus::answered);
  check_same("log -f", values(output.answer.lines(), kLogKeys), truth.log(ask.asked, true, true));
}

void check_export(Questions& ask, const BruteForce& truth) {
  Request request = ask.drawn(false);
  check_same("export", ask.rows("export", request, kLogKeys), truth.log(ask.asked, true, true));
  request = ask.addressed("export", request);
  request.format = rendering::Format::table;
  request.to = ask.history.beside("export.db");
  REQUIRE(ask.history.ask(request).status == ExitStatus::answered);
  store::Database made(*request.to, store::Database::Access::read_only);
  store::Statement seqs =
      made.prepare("SELECT seq FROM presence_transitions UNION ALL SELECT seq FROM status_transitions ORDER BY seq");
  Lines said, wanted;
  for (store::Rows row = seqs.select(); row.next();) said.emplace_back(row.text(0));
  for (const std::string& line : truth.log(ask.asked, true, true)) wanted.push_back(line.substr(0, line.find(' ')));
  check_same("export --to", said, wanted);
  std::filesystem::remove(*request.to);
}

}  // namespace presenced::commands::test
