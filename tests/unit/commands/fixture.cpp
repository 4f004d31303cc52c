#include "unit/commands/fixture.h"

#include <algorithm>
#include <sstream>

#include "time/times.h"
#include "time/zone_database.h"

namespace presenced::commands::test {

std::int64_t ms(std::string_view written) {
  static time::ZoneDatabase zones;
  const auto utc = zones.find("UTC");
  REQUIRE(utc != nullptr);
  const base::WallTime friday_noon = base::wall_from_unix_ms(1'795'176'000'000);  // 2026-11-20 12:00
  const auto parsed = time::parse_time(written, {friday_noon, utc, &zones});
  REQUIRE_MESSAGE(parsed.ok(), parsed.error());
  return base::unix_ms(parsed.value());
}

store::test::Lines Answer::lines() const {
  store::test::Lines lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

const Command& command(std::string_view name) {
  const auto& table = command_table();
  const auto found = std::find_if(table.begin(), table.end(), [&](const Command& one) { return one.name == name; });
  REQUIRE(found != table.end());
  return *found;
}

void WrittenHistory::commit(std::int64_t alive_at_ms) { store::test::commit(*database_, script.batch(alive_at_ms)); }

void WrittenHistory::close() {
  REQUIRE(!database_->close());
  database_.reset();
}

void WrittenHistory::restart(std::string_view at) {
  REQUIRE(!database_->close());
  database_ = store::test::open(file(), ms(at));
}

void WrittenHistory::crash(std::int64_t at_ms) {
  database_.reset();
  database_ = store::test::open(file(), at_ms);
}

Request WrittenHistory::request(std::string_view command, std::vector<std::string> who) const {
  Request request;
  request.command = command;
  request.db = file();
  request.who = std::move(who);
  return request;
}

Answer WrittenHistory::ask(const Request& request) const {
  CapturedOutput output;
  CommandContext context{output, [this] { return clock; }, tz, style};
  context.version = "1.2.3";
  context.confirm = confirm;
  context.variable = [this](const std::string& name) {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  };
  const ExitStatus status = answer(command(request.command), request, context);
  output.answer.status = status;
  return std::move(output.answer);
}

void write_friday(WrittenHistory& history) {
  using base::Presence;
  store::test::Script& script = history.script;
  const base::Facet status = base::Facet::status;
  const base::Status lunch{"lunch", ":pizza:", moment("12:45")};
  script.seen({base::UserId{"U0DANA001"}, "dana.d", "Dana Diaz", "Europe/Oslo", false, false})
      .seen({base::UserId{"U0LEE0001"}, "lee", "", "", false, false})
      .seen({base::UserId{"U0OLD0001"}, "old hand", "", "", false, true})
      .watched("U0DANA001", "Dana")
      .watched("U0LEE0001", "")
      .watched("U0KIM0001", "kim")
      .record(history::GroupsSet{{{"on-call", {base::UserId{"U0DANA001"}, base::UserId{"U0LEE0001"}}}}});
  history.commit("08:00");
  script.session(1, ms("08:00")).ready(1, ms("08:00:01"));
  for (const char* user : {"U0DANA001", "U0LEE0001"})
    script.cover(user, ms("08:00"))
        .cover(user, ms("08:00"), 1, status)
        .status(user, ms("08:00"), std::nullopt, {}, history::Source::first);
  script.first("U0DANA001", ms("08:00"), Presence::active).first("U0LEE0001", ms("08:00"), Presence::away);
  history.commit("10:00");
  script.uncover("U0LEE0001", ms("10:00"), history::EndReason::timeout)
      .uncover("U0LEE0001", ms("10:00"), history::EndReason::timeout, status)
      .session(2, ms("10:00"))
      .move("U0DANA001", 2)
      .move("U0DANA001", 2, status)
      .ended(1, ms("10:00"), history::EndReason::goodbye);
  script.ready(2, ms("11:00")).cover("U0LEE0001", ms("11:00"), 2).cover("U0LEE0001", ms("11:00"), 2, status);
  script.turn("U0LEE0001", ms("11:00"), Presence::active, history::Source::resync, ms("10:00"), 2);
  script.turn("U0DANA001", ms("12:00"), Presence::away, history::Source::push, -1, 2)
      .status("U0DANA001", ms("12:00"), base::Status{}, lunch);
  script.turn("U0DANA001", ms("12:30"), Presence::active, history::Source::push, -1, 2)
      .status("U0DANA001", ms("12:30"), lunch, {});
  history.commit("15:00");
}

void write_two_fridays(WrittenHistory& history) {
  using base::Presence;
  write_friday(history);
  store::test::Script beta("beta");
  beta.seen({base::UserId{"U0DANA001"}, "Dana D.", "", "", false, false})
      .seen({base::UserId{"U0BEA0001"}, "bea", "", "", false, false})
      .watched("U0DANA001", "")
      .watched("U0BEA0001", "")
      .record(history::GroupsSet{{{"on-call", {base::UserId{"U0BEA0001"}}}, {"nobody", {}}}});
  store::test::commit(history.database(), beta.batch(ms("08:00")));
  beta.session(1, ms("09:00")).ready(1, ms("09:00")).cover("U0DANA001", ms("09:00")).cover("U0BEA0001", ms("09:00"));
  beta.first("U0DANA001", ms("09:00"), Presence::away)
      .first("U0BEA0001", ms("09:00"), Presence::active)
      .turn("U0DANA001", ms("13:00"), Presence::active);
  store::test::commit(history.database(), beta.batch(ms("15:00")));
}

}  // namespace presenced::commands::test
