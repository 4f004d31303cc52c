// coverage, people, and the SQLite file of export.
#include <sys/stat.h>

#include <algorithm>

#include "unit/commands/fixture.h"

namespace presenced::commands::test {
namespace {

using store::test::Lines;

TEST_CASE("coverage tells sessions and everybody's gaps, with the reasons") {
  WrittenHistory history;
  write_friday(history);
  Request request = history.request("coverage");
  CHECK(history.ask(request).lines() ==
        Lines{
            "WHO        FROM                 TO                       FOR  WHY        FEED",
            "session 1  2026-11-20 08:00:00  2026-11-20 10:00:00   2h 00m  goodbye    rtm",
            "session 2  2026-11-20 10:00:00  -                     5h 00m  -          rtm",
            "Dana       2026-11-20 00:00:00  2026-11-20 08:00:00   8h 00m  no_record  -",
            "kim        2026-11-20 00:00:00  2026-11-20 15:00:00  15h 00m  no_record  -",
            "lee        2026-11-20 00:00:00  2026-11-20 08:00:00   8h 00m  no_record  -",
            "lee        2026-11-20 10:00:00  2026-11-20 11:00:00   1h 00m  timeout    -",
            "",
            "recording began Fri 2026-11-20 08:00:00",
        });
  request.who = {"lee"};
  request.since = "11:00";
  request.strict = true;
  const Answer whole = history.ask(request);
  CHECK(whole.status == ExitStatus::answered);
  CHECK(whole.lines().size() == 2);
  request.since = "10:30";
  const Answer gap = history.ask(request);
  CHECK(gap.status == ExitStatus::unknown);
  CHECK(gap.lines().back() == "lee        2026-11-20 10:30:00  2026-11-20 11:00:00  0h 30m  timeout  -");
}

TEST_CASE("coverage of what is open ends with the recorder's last mark of life") {
  WrittenHistory history;
  write_friday(history);
  history.clock = moment("15:10");
  Request request = history.request("coverage", {"dana"});
  request.since = "14:00";
  CHECK(history.ask(request).lines().back() ==
        "Dana       2026-11-20 15:00:00  2026-11-20 15:10:00  0h 10m  recorder_silent  -");
}

TEST_CASE("coverage of some people has the sessions of their workspaces") {
  WrittenHistory history;
  write_friday(history);
  store::test::Script beta("beta");
  beta.watched("U0BETA001", "Bea").session(1, ms("09:00"));
  store::test::commit(history.database(), beta.batch(ms("15:00")));
  Request request = history.request("coverage", {"bea"});
  CHECK(history.ask(request).lines().size() == 5);
  request.who = {"dana"};
  CHECK(history.ask(request).lines().size() == 6);
}

TEST_CASE("people tells who is known, who is watched, and their groups") {
  WrittenHistory history;
  write_friday(history);
  CHECK(history.ask("people").lines() == Lines{
                                             "ID         NAME      LABEL  REAL NAME  WATCHED  GROUPS",
                                             "U0DANA001  dana.d    Dana   Dana Diaz  yes      on-call",
                                             "U0KIM0001  -         kim    -          yes      -",
                                             "U0LEE0001  lee       -      -          yes      on-call",
                                             "U0OLD0001  old hand  -      -          no       -",
                                         });
  CHECK(history.ask("people", {"@on-call"}).lines().size() == 3);
}

TEST_CASE("export --to makes a SQLite file with the views' names, columns and rows") {
  WrittenHistory history;
  write_friday(history);
  Request request = history.request("export");
  request.to = history.beside("all.db");
  const Answer answer = history.ask(request);
  CHECK(answer.status == ExitStatus::answered);
  CHECK(answer.text.empty());
  store::Database copy(*request.to, store::Database::Access::read_only);
  const auto opened = store::Reader::open(history.file());
  store::Database& original = opened.value()->database();
  Lines views;
  store::Statement names = original.prepare("SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name");
  for (store::Rows row = names.select(); row.next();) views.emplace_back(row.text(0));
  REQUIRE(views.size() == 16);
  const auto content = [](store::Database& database, const std::string& name) {
    store::Statement rows = database.prepare("SELECT * FROM " + name);
    Lines lines;
    std::string head;
    for (const std::string& column : rows.columns()) head += column + "|";
    for (store::Rows row = rows.select(); row.next();) {
      lines.emplace_back();
      for (int column = 0; column < row.columns(); ++column)
        lines.back() += (row.is_null(column) ? "NULL" : std::string(row.text(column))) + "|";
    }
    std::sort(lines.begin(), lines.end());
    lines.insert(lines.begin(), head);
    return lines;
  };
  for (const std::string& view : views) {
    CAPTURE(view);
    CHECK(content(copy, view) == content(original, view));
  }
  CHECK(copy.text("SELECT DISTINCT typeof(at) || typeof(\"after\") FROM presence_transitions") == "integertext");
  struct stat info {};
  REQUIRE(stat(request.to->c_str(), &info) == 0);
  CHECK((info.st_mode & 0007) == 0);
}

TEST_CASE("export --to of somebody's afternoon has what lies in it, and whole what reaches into it") {
  WrittenHistory history;
  write_friday(history);
  Request request = history.request("export", {"dana"});
  request.to = history.beside("afternoon.db");
  request.since = "12:30";
  request.until = "13:00";
  REQUIRE(history.ask(request).status == ExitStatus::answered);
  store::Database copy(*request.to, store::Database::Access::read_only);
  CHECK(copy.text("SELECT group_concat(user_id) FROM people") == "U0DANA001");
  CHECK(copy.integer("SELECT count(*) FROM presence_transitions") == 1);
  CHECK(copy.integer("SELECT count(*) FROM status_transitions") == 1);
  CHECK(copy.integer("SELECT started_at FROM coverage") == ms("08:00"));
  CHECK(copy.text("SELECT group_concat(presence) FROM presence_intervals") == "active");
  CHECK(copy.integer("SELECT count(*) FROM sessions") == 1);
  CHECK(copy.integer("SELECT count(*) FROM groups") == 1);
}

TEST_CASE("export --to overwrites nothing, and takes no format") {
  WrittenHistory history;
  write_friday(history);
  Request request = history.request("export");
  request.to = history.file();
  const Answer there = history.ask(request);
  CHECK(there.status == ExitStatus::failed);
  CHECK(there.said == Lines{history.file().string() + ": already exists; not overwritten"});
  CHECK(history.ask("log").lines().size() == 10);
  request.to = history.beside("new.db");
  request.format = rendering::Format::csv;
  CHECK(history.ask(request).status == ExitStatus::usage);
  request.format = rendering::Format::table;
  request.to = history.beside("no/such/folder.db");
  CHECK(history.ask(request).status == ExitStatus::failed);
  CHECK(!std::filesystem::exists(history.beside("new.db")));
}

}  // namespace
}  // namespace presenced::commands::test
