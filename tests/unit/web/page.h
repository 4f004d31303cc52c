// The page over a written history, asked without a network: requests in, answers out.
#pragma once

#include <doctest/doctest.h>

#include <atomic>
#include <memory>
#include <string>

#include "net/digest.h"
#include "unit/commands/fixture.h"
#include "unit/net/event_loop.h"
#include "unit/web/page_request.h"
#include "web/site.h"

namespace presenced::web::test {

using commands::test::WrittenHistory;

struct Page {
  WrittenHistory history;
  net::test::EventLoop loop;
  SiteSettings settings{.gate = {"127.0.0.1", 8420, {}, {}}};
  std::vector<std::string> logged;
  bool access_log = false;
  std::size_t most_waiting = 8;
  base::MonoTime mono{base::Millis{1'000'000}};  // stands still
  std::atomic<base::WallTime> clock{};           // from open() on, as the history's; read by the workers
  std::vector<access::Token> tokens;

  // Its secrets are "link-NAME" and "bearer-NAME".
  void add_token(const std::string& name, std::optional<access::Limit> limit = {},
                 std::optional<base::WallTime> until = {}) {
    tokens.push_back({name, std::move(limit), until, net::sha256("link-" + name), net::sha256("bearer-" + name)});
    write_tokens();
  }
  void write_tokens() {
    settings.tokens = true;
    REQUIRE(access::TokenFile(history.beside("tokens")).write(tokens).empty());
  }

  // After what a test sets above.
  void open() {
    clock = history.clock;
    commands::Request like;
    like.db = history.file();
    pool = std::make_unique<WorkerPool>(loop.io, 2, most_waiting);
    answers = std::make_unique<Answers>(like, AnswersWorld{[this] { return clock.load(); }, [this] { return mono; },
                                                           "UTC", "1.2.3", [this] { return pool->stopping(); }});
    desk = std::make_unique<TokenDesk>(history.beside("tokens"), history.beside("opened"), [](const std::string&) {});
    site = std::make_unique<Site>(
        loop.io, *pool, *answers, *desk, settings,
        [this] {
          return base::Instant{mono, clock.load()};
        },
        access_log ? Site::AccessLog([this](const std::string& line) { logged.push_back(line); }) : nullptr);
  }
  ~Page() {
    if (pool) pool->stop();
  }

  net::HttpAnswer ask(const net::HttpQuestion& question) {
    if (!site) open();
    auto answer = std::make_shared<std::optional<net::HttpAnswer>>();
    site->handle(question, [answer](net::HttpAnswer given) { *answer = std::move(given); });
    REQUIRE(loop_until([&] { return answer->has_value(); }));
    return std::move(**answer);
  }
  net::HttpAnswer ask(std::string target, net::Headers fields = {}) {
    return ask(get(std::move(target), std::move(fields)));
  }
  // As the holder of that token.
  net::HttpAnswer ask_as(const std::string& name, std::string target) {
    return ask(std::move(target), {{"Authorization", "Bearer bearer-" + name}});
  }

  // The workers post to the loop, which has nothing else to do.
  template <class Condition>
  bool loop_until(Condition condition) {
    const auto busy = boost::asio::make_work_guard(loop.io);
    return loop.until(condition);
  }

  std::unique_ptr<WorkerPool> pool;
  std::unique_ptr<Answers> answers;
  std::unique_ptr<TokenDesk> desk;
  std::unique_ptr<Site> site;
};

inline std::string body_of(const net::HttpAnswer& answer) {
  return answer.shared.bytes.empty() ? answer.body : std::string(answer.shared.bytes);
}

inline std::string field_of(const net::HttpAnswer& answer, std::string_view name) {
  for (const auto& [field, value] : answer.headers)
    if (field == name) return value;
  return "";
}

}  // namespace presenced::web::test
