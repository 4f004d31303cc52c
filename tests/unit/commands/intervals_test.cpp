// intervals: what it tells, and that it is what the views hold.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/random.h"
#include "unit/commands/fixture.h"

namespace presenced::commands::test {
namespace {

using base::Presence;
using store::test::Lines;

TEST_CASE("intervals tile the window, unknown included; nobody who has nothing to do with it is in it") {
  WrittenHistory history;
  write_friday(history);
  CHECK(history.ask("intervals").lines() == Lines{
                                                "WHO   STATE    FROM                 TO                       FOR",
                                                "Dana  unknown  2026-11-20 00:00:00  2026-11-20 08:00:00   8h 00m",
                                                "Dana  active   2026-11-20 08:00:00  2026-11-20 12:00:00   4h 00m",
                                                "Dana  away     2026-11-20 12:00:00  2026-11-20 12:30:00   0h 30m",
                                                "Dana  active   2026-11-20 12:30:00  2026-11-20 15:00:00   2h 30m",
                                                "kim   unknown  2026-11-20 00:00:00  2026-11-20 15:00:00  15h 00m",
                                                "lee   unknown  2026-11-20 00:00:00  2026-11-20 08:00:00   8h 00m",
                                                "lee   away     2026-11-20 08:00:00  2026-11-20 10:00:00   2h 00m",
                                                "lee   unknown  2026-11-20 10:00:00  2026-11-20 11:00:00   1h 00m",
                                                "lee   active   2026-11-20 11:00:00  2026-11-20 15:00:00   4h 00m",
                                                "",
                                                "recording began Fri 2026-11-20 08:00:00",
                                            });
  CHECK(history.ask("intervals", {"old hand"}).lines().size() == 4);  // named, they are
}

TEST_CASE("somebody who is not watched and was not for a moment of the window makes no row, unless named") {
  WrittenHistory history;
  write_friday(history);
  history.script.watched("U0LEE0001", "", false).uncover("U0LEE0001", ms("15:00"), history::EndReason::unwatched);
  history.script.uncover("U0LEE0001", ms("15:00"), history::EndReason::unwatched, base::Facet::status);
  history.commit("15:00:10");
  history.clock = moment("15:00:10");
  for (const char* command : {"intervals", "summary", "timeline"}) {
    CAPTURE(command);
    Request request = history.request(command);
    request.format = rendering::Format::jsonl;
    const auto told_of_lee = [&] { return history.ask(request).text.find("U0LEE0001") != std::string::npos; };
    request.since = "14:59:59";
    CHECK(told_of_lee());
    request.since = "15:00";
    CHECK_FALSE(told_of_lee());
    request.who = {"lee", "old hand"};
    CHECK(told_of_lee());
  }
}

TEST_CASE("intervals --facet status, which being active and away cannot be corrected in") {
  WrittenHistory history;
  write_friday(history);
  Request request = history.request("intervals", {"dana"});
  request.since = "11:00";
  request.until = "13:00";
  request.facet = "status";
  CHECK(history.ask(request).lines() == Lines{
                                            "WHO   FROM                 TO                      FOR  STATUS",
                                            "Dana  2026-11-20 11:00:00  2026-11-20 12:00:00  1h 00m  cleared",
                                            "Dana  2026-11-20 12:00:00  2026-11-20 12:30:00  0h 30m  :pizza: lunch",
                                            "Dana  2026-11-20 12:30:00  2026-11-20 13:00:00  0h 30m  cleared",
                                        });
  request.idle_grace = "10m";
  CHECK(history.ask(request).status == ExitStatus::usage);
  request.facet = "presence";
  const Answer corrected = history.ask(request);
  CHECK(corrected.lines()[1] == "Dana  active  2026-11-20 11:00:00  2026-11-20 11:50:00  50m 00s");
}

TEST_CASE("intervals --strict is 3 when any of it is unknown, and only then") {
  WrittenHistory history;
  write_friday(history);
  Request request = history.request("intervals", {"lee"});
  request.strict = true;
  request.since = "11:00";
  CHECK(history.ask(request).status == ExitStatus::answered);
  request.since = "10:59:59.999";
  CHECK(history.ask(request).status == ExitStatus::unknown);
  request.facet = "status";
  CHECK(history.ask(request).status == ExitStatus::unknown);
}

// ---- against the views ----

constexpr std::int64_t kBegin = 1'795'130'000'000;

// Coverage that comes and goes, changes in and out of it, several in one millisecond; three people, both facets.
void write_random_history(WrittenHistory& history, base::Random& random) {
  std::int64_t now = kBegin;
  std::optional<std::int64_t> covered_since[3][2];
  history.script.session(1, now);
  for (int step = 0; step < 120; ++step) {
    now += random.below(4) == 0 ? 0 : static_cast<std::int64_t>(random.below(2000));
    const std::uint64_t person = random.below(3);
    const std::string user = fmt::format("U{}", person);
    const base::Facet facet = random.below(2) == 0 ? base::Facet::presence : base::Facet::status;
    auto& since = covered_since[person][static_cast<std::size_t>(facet)];
    if (const std::uint64_t what = random.below(5); what == 0 && !since) {
      history.script.cover(user, now, 1, facet);
      since = now;
    } else if (what == 0 && *since < now) {
      history.script.uncover(user, now, history::EndReason::timeout, facet);
      since.reset();
    } else if (facet == base::Facet::presence) {
      history.script.turn(user, now, random.below(2) == 0 ? Presence::active : Presence::away);
    } else {
      const std::string text = random.below(3) == 0 ? "" : fmt::format("text {}", random.below(2));
      history.script.status(user, now, base::Status{}, {text, "", std::nullopt});
    }
    if (random.below(10) == 0) history.commit(now);
  }
  history.commit(now + static_cast<std::int64_t>(random.below(3000)));
  history.clock = base::wall_from_unix_ms(now);
}

struct Piece {
  std::string state;  // "unknown", or what it is
  std::int64_t from = 0;
  std::int64_t to = 0;
  bool operator==(const Piece&) const = default;
};

Lines shown(const std::vector<Piece>& pieces) {
  Lines lines;
  for (const Piece& piece : pieces) lines.push_back(fmt::format("{} {} {}", piece.state, piece.from, piece.to));
  return lines;
}

void append(std::vector<Piece>& pieces, Piece piece) {
  if (piece.from >= piece.to) return;
  if (!pieces.empty() && pieces.back().state == piece.state)
    pieces.back().to = piece.to;
  else
    pieces.push_back(std::move(piece));
}

// What a reader of the view makes of it: what is open goes on up to recorder.alive_at, what no row is about is unknown.
std::vector<Piece> expected(const WrittenHistory& history, const std::string& user, bool status, std::int64_t from,
                            std::int64_t to) {
  const auto opened = store::Reader::open(history.file());
  store::Database& database = opened.value()->database();
  const std::int64_t alive_at = database.integer("SELECT alive_at FROM recorder");
  std::vector<Piece> pieces;
  std::int64_t at = from;
  store::Statement rows = database.prepare(
      fmt::format("SELECT {}, started_at, ended_at FROM {}_intervals WHERE user_id = ?1 ORDER BY started_at",
                  status ? "'text=' || text" : "presence", status ? "status" : "presence"));
  for (store::Rows row = rows.select(user); row.next();) {
    const std::int64_t begin = std::clamp(row.integer(1), from, to);
    const std::int64_t end = std::clamp(row.maybe_integer(2).value_or(alive_at), from, to);
    append(pieces, {"unknown", at, begin});
    append(pieces, {std::string(row.text(0)), begin, end});
    at = std::max(at, std::max(begin, end));
  }
  append(pieces, {"unknown", at, to});
  return pieces;
}

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> found(1);
  for (const char c : line)
    if (c == ',')
      found.emplace_back();
    else if (c != '\r')
      found.back() += c;
  return found;
}

// workspace,user_id,name,presence,from,from_ms,to,to_ms,duration_ms; of a status known,text,emoji,expires_at,.._ms
std::vector<Piece> answered(const Answer& answer, bool status) {
  std::vector<Piece> pieces;
  const Lines lines = answer.lines();
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto cell = cells(lines[i]);
    const std::size_t from = status ? 9 : 5;
    REQUIRE(cell.size() == from + 4);
    const std::string state = !status ? cell[3] : cell[3] == "true" ? "text=" + cell[4] : "unknown";
    pieces.push_back({state, std::stoll(cell[from]), std::stoll(cell[from + 2])});
    CHECK(std::stoll(cell[from + 3]) == pieces.back().to - pieces.back().from);
  }
  return pieces;
}

TEST_CASE("whatever the history and the window, intervals are those of the views, and their sum is the window") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    CAPTURE(seed);
    base::Random random(seed);
    WrittenHistory history;
    write_random_history(history, random);
    for (int round = 0; round < 6; ++round) {
      const std::int64_t from = kBegin - 10'000 + static_cast<std::int64_t>(random.below(130'000));
      const std::int64_t to = from + 1 + static_cast<std::int64_t>(random.below(round == 0 ? 200'000 : 20'000));
      const std::string user = fmt::format("U{}", random.below(3));
      if (store::test::row(history.file(), "SELECT count(*) FROM people WHERE user_id = '" + user + "'") == "0")
        continue;
      for (const bool status : {false, true}) {
        CAPTURE(user);
        CAPTURE(status);
        Request request = history.request("intervals", {user});
        request.format = rendering::Format::csv;
        request.facet = status ? "status" : "presence";
        request.since = fmt::format("@{}.{:03}", from / 1000, from % 1000);
        request.until = fmt::format("@{}.{:03}", to / 1000, to % 1000);
        const Answer answer = history.ask(request);
        REQUIRE(answer.status == ExitStatus::answered);
        const std::vector<Piece> pieces = answered(answer, status);
        CHECK(shown(pieces) == shown(expected(history, user, status, from, to)));
        std::int64_t sum = 0;
        for (const Piece& piece : pieces) sum += piece.to - piece.from;
        CHECK(sum == to - from);
      }
    }
  }
}

}  // namespace
}  // namespace presenced::commands::test
