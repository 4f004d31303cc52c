// A limited token: nothing of other people and groups is in any answer, also not as a number.
#include <set>

#include "unit/web/page.h"

namespace presenced::web::test {
namespace {

// In acme and in beta there are people with the same ids and a group of the same name. The token is for the group
// `leads` of acme, which is Mia, and which Tom has left at 12:00.
void write_groups(WrittenHistory& history) {
  using base::Presence;
  using commands::test::ms;
  const auto user = [](const char* id) { return base::UserId{id}; };
  store::test::Script& acme = history.script;
  acme.seen({user("U0MIA0001"), "mia", "Mia Moe", "", false, false})
      .seen({user("U0TOM0001"), "tom", "Tom Tan", "", false, false})
      .seen({user("U0SECRET1"), "hidden", "Hidden Hugo", "", false, false})
      .watched("U0MIA0001", "")
      .watched("U0TOM0001", "")
      .watched("U0SECRET1", "")
      .record(history::GroupsSet{{{"leads", {user("U0MIA0001"), user("U0TOM0001")}}, {"covert", {user("U0SECRET1")}}}});
  history.commit("08:00");
  acme.session(1, ms("08:00")).ready(1, ms("08:00"));
  for (const char* id : {"U0MIA0001", "U0TOM0001", "U0SECRET1"})
    acme.cover(id, ms("08:00")).first(id, ms("08:00"), Presence::active);
  acme.turn("U0TOM0001", ms("10:00"), Presence::away).turn("U0SECRET1", ms("11:00"), Presence::away);
  history.commit("12:00");
  acme.record(history::GroupsSet{{{"leads", {user("U0MIA0001")}}, {"covert", {user("U0SECRET1"), user("U0TOM0001")}}}});
  history.commit("12:00");
  acme.turn("U0TOM0001", ms("13:00"), Presence::active)
      .turn("U0SECRET1", ms("13:30"), Presence::active)
      .turn("U0MIA0001", ms("14:00"), Presence::away);
  history.commit("15:00");
  store::test::Script beta("beta");
  beta.seen({user("U0MIA0001"), "mia-of-beta", "Foreign Mia", "", false, false})
      .watched("U0MIA0001", "")
      .record(history::GroupsSet{{{"leads", {user("U0MIA0001")}}, {"beta-only", {user("U0MIA0001")}}}});
  store::test::commit(history.database(), beta.batch(ms("08:00")));
  beta.session(1, ms("09:00")).ready(1, ms("09:00")).cover("U0MIA0001", ms("09:00"));
  beta.first("U0MIA0001", ms("09:00"), Presence::away).turn("U0MIA0001", ms("14:30"), Presence::active);
  store::test::commit(history.database(), beta.batch(ms("15:00")));
}

struct LimitedPage : Page {
  LimitedPage() {
    write_groups(history);
    add_token("leads", access::Limit{{"leads"}, "acme"});
    add_token("everything");
  }
  std::string answer(std::string target) {
    const net::HttpAnswer given = ask_as("leads", std::move(target));
    CHECK(given.status == 200);
    return body_of(given);
  }
};

std::size_t times(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

const char* const kQuestions[] = {"/api/now",
                                  "/api/at?time=11:00",
                                  "/api/at?time=13:30",
                                  "/api/summary?since=08:00",
                                  "/api/timeline?since=08:00",
                                  "/api/intervals?since=08:00",
                                  "/api/log?since=08:00",
                                  "/api/log?since=08:00&facet=group",
                                  "/api/log?lines=100",
                                  "/api/coverage?since=08:00",
                                  "/api/people",
                                  "/api/heatmap?since=08:00",
                                  "/api/page",
                                  "/api/timeline?since=08:00&format=svg",
                                  "/api/summary?since=08:00&format=csv",
                                  "/api/log?since=08:00&format=jsonl",
                                  "/api/summary?since=08:00&who=%40leads&members=now",
                                  "/api/overlap?who=%40leads&since=08:00&any=1"};

}  // namespace

TEST_CASE_FIXTURE(LimitedPage, "no answer names a person or a group outside the token's groups, or another workspace") {
  for (const char* question : kQuestions) {
    CAPTURE(question);
    std::string text = answer(question);
    if (std::string_view(question) != "/api/page")
      text += answer(std::string(question) +
                     (std::string_view(question).find('?') == std::string_view::npos ? "?" : "&") + "remarks=1");
    for (const char* foreign : {"U0SECRET1", "hidden", "Hugo", "covert", "beta", "Foreign"})
      CHECK_MESSAGE(text.find(foreign) == std::string::npos, foreign);
  }
}

TEST_CASE_FIXTURE(LimitedPage, "the same questions with a token for everything do name them") {
  std::string all;
  for (const char* question : kQuestions) all += body_of(ask_as("everything", question));
  for (const char* foreign : {"U0SECRET1", "hidden", "Hugo", "covert", "beta", "Foreign"})
    CHECK_MESSAGE(all.find(foreign) != std::string::npos, foreign);
}

TEST_CASE_FIXTURE(LimitedPage, "asking for somebody else by name, id or group is asking for nobody") {
  for (const char* who : {"hidden", "U0SECRET1", "%40covert", "%40beta-only", "hugo", "Foreign+Mia"})
    for (const char* command : {"now", "summary", "timeline", "intervals", "log", "coverage", "people", "heatmap"}) {
      const net::HttpAnswer refused = ask_as("leads", std::string("/api/") + command + "?who=" + who);
      CHECK(refused.status == 404);
      for (const char* hint : {"Hidden Hugo", "mia-of-beta"}) CHECK(body_of(refused).find(hint) == std::string::npos);
    }
  const net::HttpAnswer workspace = ask_as("leads", "/api/now?workspace=beta");
  CHECK(workspace.status == 400);
  CHECK(body_of(workspace).find("it has acme") != std::string::npos);
}

TEST_CASE_FIXTURE(LimitedPage, "a person's records count only while they were a member") {
  const std::string log = answer("/api/log?since=08:00");
  CHECK(times(log, "\"seq\"") == 4);  // Mia's two, and Tom's until noon
  CHECK(log.find("13:00") == std::string::npos);
  const std::string now = answer("/api/now");
  CHECK(times(now, "\"user_id\"") == 1);
  CHECK(now.find("U0MIA0001") != std::string::npos);
  CHECK(times(answer("/api/at?time=11:00"), "\"user_id\"") == 2);
  CHECK(times(answer("/api/at?time=13:30"), "\"user_id\"") == 1);
  const std::string spans = answer("/api/intervals?since=08:00&who=tom");
  CHECK(times(spans, "\"user_id\"") == 2);
  CHECK(spans.find("2026-11-20T12:00:00.000+00:00") != std::string::npos);
  CHECK(spans.find("2026-11-20T13:00:00.000+00:00") == std::string::npos);
  CHECK(answer("/api/summary?since=08:00&who=tom&by=all").find("\"active_ms\":7200000,\"away_ms\":7200000") !=
        std::string::npos);
}

TEST_CASE_FIXTURE(LimitedPage, "old bug: a heatmap of everybody, made on two threads, left out half of them") {
  const auto rows_of = [&](const std::string& target) {
    const std::string text = answer(target);
    return text.substr(text.find("\"rows\""));
  };
  CHECK(rows_of("/api/heatmap?since=08:00") == rows_of("/api/heatmap?since=08:00&who=mia&who=tom"));
}

TEST_CASE_FIXTURE(LimitedPage, "counts are those of the groups") {
  const std::string about = answer("/api/page");
  for (const char* part : {"\"people\":2", "\"limited\":true", "\"workspaces\":[\"acme\"]",
                           "\"groups\":[{\"workspace\":\"acme\",\"name\":\"leads\",\"members\":1}]"})
    CHECK_MESSAGE(about.find(part) != std::string::npos, part);
  CHECK(times(answer("/api/people"), "\"user_id\"") == 2);  // Tom is somebody who was one
}

TEST_CASE_FIXTURE(LimitedPage, "the newest number is of a change that they may see") {
  const auto number = [](const std::string& text, const std::string& key) {
    const std::size_t at = text.find("\"" + key + "\":");
    REQUIRE(at != std::string::npos);
    return std::stoll(text.substr(at + key.size() + 3));
  };
  const auto visible = number(answer("/api/page"), "newest_seq");
  CHECK(visible < number(body_of(ask_as("everything", "/api/page")), "newest_seq"));
  const std::string log = answer("/api/log?since=08:00");
  CHECK(number(log, "last_seq") == visible);
  CHECK(log.find("\"seq\":" + std::to_string(visible)) != std::string::npos);
  CHECK(times(answer("/api/log?after=" + std::to_string(visible)), "\"seq\"") == 0);
}

TEST_CASE_FIXTURE(LimitedPage, "whoever becomes a member is shown from then on, not what was before") {
  history.script.record(
      history::GroupsSet{{{"leads", {base::UserId{"U0MIA0001"}, base::UserId{"U0SECRET1"}}}, {"covert", {}}}});
  history.commit("15:00");
  history.commit("15:10");
  history.clock = commands::test::moment("15:10");
  const std::string now = answer("/api/now");
  CHECK(now.find("U0SECRET1") != std::string::npos);
  CHECK(now.find("2026-11-20T13:30:00") == std::string::npos);  // since when, before joining
  CHECK(answer("/api/log?since=08:00").find("U0SECRET1") == std::string::npos);
}

TEST_CASE_FIXTURE(LimitedPage, "a limit of the page and one of the token leave what is in both") {
  settings.limit = access::Limit{{"covert"}};
  CHECK(times(body_of(ask_as("leads", "/api/people")), "\"user_id\"") == 0);
  const std::string all = body_of(ask_as("everything", "/api/people"));
  CHECK(all.find("U0SECRET1") != std::string::npos);
  CHECK(all.find("U0MIA0001") == std::string::npos);
}

}  // namespace presenced::web::test
