// The page under attack: what is refused, and what the process costs meanwhile.

#include <csignal>
#include <list>

#include "presencectl/page_process.h"
#include "presencectl/small_history.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define PRESENCED_SANITIZED 1
#endif

namespace presenced::commands::test {
namespace {

constexpr std::int64_t kMostKb = 25'000;  // resident, with a hundred live readers

struct ServedHistory {
  WrittenHistory history;
  ServedHistory() { write_two_workspaces(history); }
};

// Memory that a sanitizer keeps is not the program's.
void check_size(const PageProcess& page) {
#ifndef PRESENCED_SANITIZED
  CHECK(page.resident_kb() < kMostKb);
#endif
  MESSAGE("resident: " << page.resident_kb() << " kB");
}

}  // namespace

TEST_CASE_FIXTURE(ServedHistory, "paths lead nowhere but to the page") {
  PageProcess page(history.file(), history.beside("log"));
  for (const char* path :
       {"/../../../../etc/passwd", "/..%2f..%2f..%2fetc/passwd", "/assets/../../../etc/passwd",
        "/assets/..%2f..%2f..%2fetc%2fpasswd", "/assets//etc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
        "/api/../../etc/passwd", "//etc/passwd", "/api/purge?who=U0ANN0001", "/api/forget", "/open/x"}) {
    CAPTURE(path);
    const PageReply reply = page.get(path);
    CHECK((reply.status == 404 || reply.status == 400));
    CHECK(reply.body.find("root:") == std::string::npos);
  }
}

TEST_CASE_FIXTURE(ServedHistory,
                  "other hosts, other sites, frames and other methods are refused, with all the fences up") {
  PageProcess page(history.file(), history.beside("log"));
  struct Row {
    const char* method;
    std::string fields;
    int status;
  };
  for (const Row& row :
       {Row{"GET", "Host: evil.example\r\n", 421}, Row{"GET", "Host: 127.0.0.1.evil.example\r\n", 421},
        Row{"GET", "Origin: http://evil.example\r\n", 403},
        Row{"GET", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n", 403},
        Row{"GET", "Sec-Fetch-Dest: iframe\r\nSec-Fetch-Site: same-origin\r\n", 403},
        Row{"POST", "Content-Length: 0\r\n", 405}, Row{"PUT", "Content-Length: 0\r\n", 405}, Row{"DELETE", "", 405},
        Row{"OPTIONS", "Origin: http://evil.example\r\n", 405}, Row{"TRACE", "", 405},
        Row{"POST", "Content-Length: 99999999\r\n", 413}, Row{"GET", "", 200}}) {
    CAPTURE(row.fields);
    const PageReply reply = page.ask(row.method, "/api/people", row.fields);
    CHECK(reply.status == row.status);
    for (const char* fence :
         {"Content-Security-Policy: default-src 'none';", "frame-ancestors 'none'", "X-Content-Type-Options: nosniff",
          "Cross-Origin-Resource-Policy: same-origin", "Cross-Origin-Opener-Policy: same-origin",
          "Referrer-Policy: no-referrer", "Cache-Control: no-store"})
      CHECK_MESSAGE(reply.head.find(fence) != std::string::npos, fence);
    CHECK(reply.head.find("Access-Control-") == std::string::npos);
  }
}

TEST_CASE_FIXTURE(ServedHistory, "a query of two megabytes is refused, and so is one with a thousand names") {
  PageProcess page(history.file(), history.beside("log"));
  const PageConnection connection(page.port());
  connection.send("GET /api/now?who=" + std::string(2'000'000, 'x') + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  CHECK(connection.read_until("\r\n", base::Millis{10'000}).starts_with("HTTP/1.1 431 "));
  std::string names = "/api/now?who=x";
  for (int i = 0; i < 1'000; ++i) names += "&who=y";
  CHECK(page.get(names).status >= 400);
  CHECK(page.get("/api/people").status == 200);
  check_size(page);
}

TEST_CASE_FIXTURE(ServedHistory, "a thousand slow clients cost bounded memory, and hold others up for seconds only") {
  allow_many_files();
  PageProcess page(history.file(), history.beside("log"));
  std::list<PageConnection> slow;
  for (int i = 0; i < 1'000; ++i) slow.emplace_back(page.port()).send("GET /api/now HTTP/1.1\r\nX-Slow: ");
  check_size(page);
  const auto begun = std::chrono::steady_clock::now();
  CHECK(page.get("/api/people").status == 200);
  CHECK(std::chrono::steady_clock::now() - begun < base::Millis{25'000});
  std::list<PageConnection> deaf;  // ask, and read nothing
  for (int i = 0; i < 200; ++i) deaf.emplace_back(page.port()).send(page.request("/api/log?since=2026-10-22"));
  CHECK(page.get("/now").status == 200);
  check_size(page);
}

TEST_CASE_FIXTURE(ServedHistory, "a hundred live readers fit into the memory that is promised") {
  PageProcess page(history.file(), history.beside("log"));
  std::list<PageConnection> readers;
  for (int i = 0; i < 100; ++i) readers.emplace_back(page.port()).send(page.request("/api/events"));
  for (const PageConnection& reader : readers)
    CHECK(reader.read_until("event: committed\n", base::Millis{20'000}).find("event: committed\n") !=
          std::string::npos);
  for (int i = 0; i < 50; ++i) CHECK(page.get("/api/summary?since=2026-10-22&until=2026-10-26&by=hour").status == 200);
  check_size(page);
}

TEST_CASE_FIXTURE(ServedHistory, "a token is made, opens once, and is revoked, while the page runs") {
  const std::string tokens = history.beside("tokens");
  const auto token = [&](const std::string& words) {
    const std::string command = std::string(PRESENCED_PRESENCECTL) + " token " + words + " --tokens '" + tokens +
                                "' >'" + history.beside("said").string() + "' 2>/dev/null";
    return std::system(command.c_str());
  };
  REQUIRE(token("add dana --group on-call --until 2036-01-01") == 0);
  const std::string said = store::test::bytes_of(history.beside("said"));
  const std::string link = said.substr(said.find("/open/"), 6 + 43);
  const std::string bearer = said.substr(said.find("Bearer "), 7 + 43);
  CHECK(token("add dana") != 0);
  PageProcess page(history.file(), history.beside("log"), {"--tokens", tokens, "--access-log"});
  CHECK(store::test::bytes_of(tokens).find(bearer.substr(7)) == std::string::npos);
  CHECK(page.get("/api/people").status == 401);
  CHECK(page.get("/api/people", "Authorization: " + bearer + "\r\n").status == 200);
  const PageReply opened = page.get(link);
  CHECK(opened.status == 302);
  const std::size_t at = opened.head.find("presenced=");
  REQUIRE(at != std::string::npos);
  const std::string cookie = "Cookie: " + opened.head.substr(at, opened.head.find(';', at) - at) + "\r\n";
  CHECK(page.get("/api/people", cookie).status == 200);
  CHECK(page.get(link).status == 410);
  REQUIRE(token("revoke dana") == 0);
  CHECK(page.get("/api/people", cookie).status == 401);
  CHECK(page.get("/api/people", "Authorization: " + bearer + "\r\n").status == 401);
  const std::string log = page.process().log();
  CHECK(log.find("GET /open/... 302 ") != std::string::npos);
  CHECK(log.find(link) == std::string::npos);
}

TEST_CASE_FIXTURE(ServedHistory, "the page ends in peace, also while somebody listens") {
  PageProcess page(history.file(), history.beside("log"));
  const PageConnection reader(page.port());
  reader.send(page.request("/api/events"));
  CHECK(reader.read_until("event: ", base::Millis{20'000}).find("event: ") != std::string::npos);
  page.process().signal(SIGTERM);
  CHECK(page.process().wait(base::Millis{20'000}) == 0);
}

}  // namespace presenced::commands::test
