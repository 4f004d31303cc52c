#include "unit/web/page.h"
#include "web/page_file.h"

namespace presenced::web::test {
namespace {

using commands::Request;
using commands::test::write_friday;
using commands::test::write_two_fridays;

std::string printed(const Page& page, Request request) {
  request.format = rendering::Format::json;
  return page.history.ask(request).text;
}

}  // namespace

TEST_CASE_FIXTURE(Page, "an answer is what presencectl prints, to the byte") {
  write_two_fridays(history);
  CHECK(body_of(ask("/api/now")) == printed(*this, history.request("now")));
  Request summary = history.request("summary", {"@on-call"});
  summary.since = "09:00";
  summary.by = rendering::Period::hour;
  const net::HttpAnswer answer = ask("/api/summary?who=%40on-call&since=09:00&by=hour");
  CHECK(answer.status == 200);
  CHECK(answer.content_type == "application/json");
  CHECK(body_of(answer) == printed(*this, summary));
}

TEST_CASE_FIXTURE(Page, "an answer is compressed for clients that ask for it") {
  write_two_fridays(history);
  const net::HttpAnswer plain = ask("/api/log?since=today");
  CHECK(field_of(plain, "Content-Encoding").empty());
  CHECK(field_of(plain, "Vary") == "Accept-Encoding");
  const net::HttpAnswer small = ask("/api/log?since=today", {{"Accept-Encoding", "gzip, deflate, br"}});
  CHECK(field_of(small, "Content-Encoding") == "gzip");
  CHECK(body_of(small).starts_with("\x1f\x8b"));
  CHECK(body_of(small).size() < body_of(plain).size());
  CHECK(field_of(ask("/api/log?since=today", {{"Accept-Encoding", "br"}}), "Content-Encoding").empty());
}

TEST_CASE_FIXTURE(Page, "the first page is Now, and every view is the same file") {
  write_friday(history);
  const net::HttpAnswer home = ask("/");
  CHECK(home.status == 302);
  CHECK(field_of(home, "Location") == "/now");
  CHECK(ask("/now").content_type.starts_with("text/html"));
  CHECK(body_of(ask("/person?who=dana&since=today")) == body_of(ask("/now")));
  CHECK(ask("/assets/" + std::string(page_files().front().name)).status == 200);
}

TEST_CASE_FIXTURE(Page, "what is wrong is told as JSON, with the status that fits") {
  write_friday(history);
  const net::HttpAnswer usage = ask("/api/summary?since=soonish");
  CHECK(usage.status == 400);
  CHECK(body_of(usage).starts_with("{\"error\":\""));
  CHECK(body_of(usage).find("\"lines\":[\"") != std::string::npos);
  CHECK(ask("/api/now?who=nobody-of-that-name").status == 404);
  CHECK(ask("/api/now?db=/etc/passwd").status == 400);
  CHECK(ask("/api/now?who=%00").status == 400);
  for (const char* path : {"/api/purge?who=dana", "/api/../now", "/assets/../../etc/passwd", "/assets/%2e%2e%2fpasswd",
                           "/..%2f..%2fetc%2fpasswd", "/open/abc", "/nothing"})
    CHECK_MESSAGE(ask(path).status == 404, path);
  CHECK(ask(get("/api/now", {{"Host", "evil.example"}})).status == 421);
  CHECK(ask(get("/api/now", {}, "POST")).status == 405);
}

TEST_CASE_FIXTURE(Page, "CSV and pictures are files to save") {
  write_friday(history);
  const net::HttpAnswer csv = ask("/api/summary?since=today&format=csv");
  CHECK(csv.content_type == "text/csv; charset=utf-8");
  CHECK(field_of(csv, "Content-Disposition") == "attachment; filename=\"presenced-summary.csv\"");
  CHECK(body_of(csv).starts_with("workspace,"));
  for (const char* command : {"timeline", "heatmap", "summary"}) {
    const net::HttpAnswer svg = ask(std::string("/api/") + command + "?since=today&format=svg");
    CHECK(svg.status == 200);
    CHECK(svg.content_type == "image/svg+xml");
    CHECK(body_of(svg).find("<svg") != std::string::npos);
  }
}

TEST_CASE_FIXTURE(Page, "a name is never a type of its own: script in it stays a text of JSON or is escaped") {
  write_friday(history);
  history.script.seen({base::UserId{"U0EVIL001"}, "<script>alert(1)</script>", "", "", false, false})
      .watched("U0EVIL001", "");
  history.commit("15:00");
  const net::HttpAnswer json = ask("/api/people");
  CHECK(json.content_type == "application/json");
  CHECK(body_of(json).find("\"<script>alert(1)</script>\"") != std::string::npos);
  const std::string svg = body_of(ask("/api/timeline?since=today&format=svg"));
  CHECK(svg.find("<script>") == std::string::npos);
  CHECK(svg.find("&lt;script&gt;") != std::string::npos);
  const net::HttpAnswer wrong = ask("/api/now?who=%3Cscript%3E%22");
  CHECK(wrong.content_type == "application/json");
}

TEST_CASE_FIXTURE(Page, "the page is told what it needs before it asks") {
  write_two_fridays(history);
  const std::string about = body_of(ask("/api/page?tz=Europe/Oslo"));
  for (const char* part :
       {"\"schema\":1", "\"version\":\"1.2.3\"", "\"zone\":\"Europe/Oslo\"", "\"Europe/Berlin\"", "\"UTC\"",
        "\"newest_seq\":12", "\"recorder\":{\"alive\":true,", "\"workspaces\":[\"acme\",\"beta\"]",
        "{\"workspace\":\"acme\",\"name\":\"on-call\",\"members\":2}",
        "{\"workspace\":\"beta\",\"name\":\"nobody\",\"members\":0}", "\"people\":6", "\"limited\":false",
        "\"until\":null"})
    CHECK_MESSAGE(about.find(part) != std::string::npos, part);
  clock = history.clock + std::chrono::hours{1};
  CHECK(body_of(ask("/api/page")).find("\"alive\":false") != std::string::npos);
  CHECK(ask("/api/page?tz=Mars/Olympus").status == 400);
  CHECK(ask("/api/page?db=x").status == 400);
}

TEST_CASE_FIXTURE(Page, "an answer that takes too long is given up") {
  write_friday(history);
  open();
  // The clock of this page runs on while it is looked at.
  Answers slow(history.request(""), {[this] { return history.clock; }, [this] { return mono += base::Millis{4'000}; },
                                     "UTC", "1", [] { return false; }});
  const net::HttpAnswer answer = slow.command(commands::test::command("timeline"), {{"since", "today"}}, {});
  CHECK(answer.status == 503);
  CHECK(body_of(answer).find("takes too long") != std::string::npos);
}

TEST_CASE_FIXTURE(Page, "more questions than may wait are refused at once") {
  write_friday(history);
  most_waiting = 0;
  CHECK(ask("/api/now").status == 503);
  CHECK(ask("/now").status == 200);
}

TEST_CASE_FIXTURE(Page, "behind a proxy nothing is answered unless it names the user") {
  write_friday(history);
  settings.gate.trust_header = "X-Remote-User";
  for (const char* path : {"/now", "/api/now", "/api/page", "/api/events", "/assets/page.0.css", "/"})
    CHECK_MESSAGE(ask(path).status == 401, path);
  CHECK(ask("/api/now", {{"X-Remote-User", "dana"}}).status == 200);
  CHECK(body_of(ask("/api/page", {{"X-Remote-User", "dana"}})).find("\"visitor\":\"dana\"") != std::string::npos);
}

TEST_CASE_FIXTURE(Page, "with tokens the empty page is for everybody, and answers are not") {
  write_friday(history);
  add_token("dana");
  CHECK(ask("/now").status == 200);
  for (const char* path : {"/api/now", "/api/page", "/api/events", "/api/people?who=dana"})
    CHECK_MESSAGE(ask(path).status == 401, path);
  CHECK(ask_as("dana", "/api/now").status == 200);
  CHECK(ask_as("lee", "/api/now").status == 401);
  CHECK(ask("/api/now?token=bearer-dana").status == 401);
}

TEST_CASE_FIXTURE(Page, "a link opens once: into a cookie, and on to the page") {
  write_friday(history);
  add_token("dana", {}, history.clock + std::chrono::hours{2});
  CHECK(ask(get("/open/link-dana", {}, "HEAD")).status == 403);  // a preview of the link does not use it up
  CHECK(ask("/open/link-dana", {{"Sec-Purpose", "prefetch"}}).status == 403);
  const net::HttpAnswer opened = ask("/open/link-dana", {{"X-Forwarded-Proto", "https"}});
  CHECK(opened.status == 302);
  CHECK(field_of(opened, "Location") == "/now");
  const std::string set = field_of(opened, "Set-Cookie");
  CHECK(set.ends_with("; Path=/; Max-Age=7200; HttpOnly; SameSite=Strict; Secure"));
  CHECK(ask("/api/now", {{"Cookie", set.substr(0, set.find(';'))}}).status == 200);
  CHECK(ask("/open/link-dana").status == 410);
  tokens.clear();
  write_tokens();
  CHECK(ask("/api/now", {{"Cookie", set.substr(0, set.find(';'))}}).status == 401);
}

TEST_CASE_FIXTURE(Page,
                  "a link that opens nothing tells a person what to do, with the status that programs get as JSON") {
  write_friday(history);
  add_token("dana");
  add_token("lee", {}, history.clock - std::chrono::hours{2});
  const net::Headers person{{"Accept", "text/html,application/xhtml+xml"}};
  CHECK(ask("/open/link-dana", person).status == 302);
  struct Row {
    const char* link;
    int status;
    const char* title;
  };
  for (const Row& row : {Row{"link-dana", 410, "This link has been opened before"},
                         Row{"link-lee", 403, "This link has ended"}, Row{"wrong", 401, "This link opens nothing"}}) {
    CAPTURE(row.link);
    const net::HttpAnswer page = ask(std::string("/open/") + row.link, person);
    CHECK(page.status == row.status);
    CHECK(page.content_type == "text/html; charset=utf-8");
    CHECK(page.body.find(std::string("<h1>") + row.title + "</h1>") != std::string::npos);
    CHECK(page.body.find('{') == std::string::npos);
    CHECK(page.body.find(row.link) == std::string::npos);
    const net::HttpAnswer program = ask(std::string("/open/") + row.link, {{"Accept", "*/*"}});
    CHECK(program.status == row.status);
    CHECK(program.content_type == "application/json");
  }
  net::HttpAnswer last;
  for (std::size_t i = 0; i < kWrongTokensAtOnce; ++i) last = ask("/open/wrong", person);
  CHECK(last.status == 429);
  CHECK(field_of(last, "Retry-After") == "60");
  CHECK(last.body.find("Wait a minute") != std::string::npos);
}

TEST_CASE_FIXTURE(Page, "whoever follows a link to a page that needs none is told so") {
  write_friday(history);
  const net::HttpAnswer answer = ask("/open/link-dana", {{"Accept", "text/html"}});
  CHECK(answer.status == 404);
  CHECK(answer.body.find("This page needs no link") != std::string::npos);
}

TEST_CASE_FIXTURE(Page, "the access log never has a query or a link in it") {
  write_friday(history);
  access_log = true;
  add_token("dana");
  ask_as("dana", "/api/now?who=dana");
  ask("/open/link-dana");
  ask("/day?who=dana");
  REQUIRE(logged.size() == 3);
  CHECK(logged[0].starts_with("GET /api/now 200 "));
  CHECK(logged[1].starts_with("GET /open/... 302 "));
  CHECK(logged[2].starts_with("GET /day 200 "));
  for (const std::string& line : logged) CHECK(line.find("dana") == std::string::npos);
}

}  // namespace presenced::web::test
