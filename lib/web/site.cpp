#include "web/site.h"

#include <fmt/format.h>

#include <utility>

#include "base/escape.h"
#include "web/asset_answer.h"
#include "web/encoding.h"
#include "web/link_page.h"

namespace presenced::web {
namespace {

constexpr base::Millis kLongestWait{10'000};  // for a worker: whoever asked has gone by then, or asks again

net::HttpAnswer redirect(std::string_view to) {
  net::HttpAnswer answer{.status = 302, .content_type = "text/plain; charset=utf-8"};
  answer.headers = {{"Location", std::string(to)}};
  return answer;
}

net::HttpAnswer busy(std::string reason, std::string_view seconds) {
  net::HttpAnswer answer = refusal(503, {std::move(reason)});
  answer.headers = {{"Retry-After", std::string(seconds)}};
  return answer;
}

net::HttpAnswer too_many_questions() { return busy("too many questions at a time; try again", "2"); }

std::string path_of(const net::HttpQuestion& question) {
  std::string path = question.target.substr(0, question.target.find('?'));
  return path.starts_with("/open/") ? "/open/..." : base::printable(path);  // a link is a secret
}

// A browser that looks ahead, or fetches a link for a preview, would use it up.
bool looks_ahead(const net::HttpQuestion& question) {
  const auto purpose = question.header("Sec-Purpose");
  const auto mode = question.header("Sec-Fetch-Mode");
  return question.method != "GET" || purpose || (mode && *mode != "navigate");
}

}  // namespace

Site::Site(boost::asio::io_context& loop, WorkerPool& pool, const Answers& answers, TokenDesk& desk,
           SiteSettings settings, std::function<base::Instant()> clock, AccessLog log)
    : pool_(pool),
      answers_(answers),
      desk_(desk),
      settings_(std::move(settings)),
      clock_(std::move(clock)),
      log_(std::move(log)),
      live_(std::make_shared<LiveReaders>(
          loop, pool,
          LiveReaders::Looks{[this] { return glance(); },
                             [this](const Listener& listener, const auto& before, const Glance& seen) {
                               return look(listener, before, seen);
                             }})) {}

void Site::handle(const net::HttpQuestion& question, const Reply& answer) {
  const Reply reply = logged(question, answer);
  if (auto refused = refused_at_gate(settings_.gate, question)) return reply(std::move(*refused));
  const auto target = parse_target(question.target);
  if (!target) return reply(refusal(400, {"not an address"}));
  const Route found = route(target->path);
  switch (found.kind) {
    case Route::Kind::unknown:
    case Route::Kind::home:
    case Route::Kind::page:
    case Route::Kind::asset:
      return reply(at_once(found, question));
    case Route::Kind::link:
      return open_link(found.name, question, reply);
    case Route::Kind::events:
      return listen(question, reply);
    case Route::Kind::command:
    case Route::Kind::about:
      return by_worker(question, reply, work_of(found, target->parameters, question));
  }
}

net::HttpAnswer Site::at_once(const Route& route, const net::HttpQuestion& question) const {
  if (settings_.gate.trust_header && !trusted_user(settings_.gate, question))
    return refusal(401, {"the proxy in front of the page names no user"});
  if (route.kind == Route::Kind::home) return redirect(kFirstPage);
  if (route.kind == Route::Kind::page) return asset_answer(page_html(), false, question);
  const PageFile* const file = route.kind == Route::Kind::asset ? page_file(route.name) : nullptr;
  return file != nullptr ? asset_answer(*file, true, question) : refusal(404, {"there is nothing at this address"});
}

base::Result<Visitor, net::HttpAnswer> Site::admit(const Credential& credential, std::string user) const {
  Visitor visitor{std::move(user), settings_.limit, {}};
  if (!settings_.tokens) return visitor;
  auto admitted = desk_.admit(credential, clock_());
  if (admitted) admitted.value().limit = access::both(admitted.value().limit, settings_.limit);
  return admitted;
}

Site::Work Site::work_of(const Route& route, Parameters parameters, const net::HttpQuestion& question) {
  return [this, command = route.command, parameters = std::move(parameters),
          gzip = encodings_of(question) == Encodings::gzip](const Visitor& visitor) {
    return command != nullptr ? answers_.command(*command, parameters, visitor, gzip)
                              : answers_.about(parameters, visitor, gzip);
  };
}

void Site::by_worker(const net::HttpQuestion& question, Reply reply, Work work) {
  const auto user = trusted_user(settings_.gate, question);
  if (settings_.gate.trust_header && !user)
    return reply(refusal(401, {"the proxy in front of the page names no user"}));
  auto job = [this, reply, work = std::move(work), credential = credential_of(question), name = user.value_or(""),
              asked = clock_().mono] {
    net::HttpAnswer answer = too_many_questions();
    if (clock_().mono - asked < kLongestWait) {
      const auto visitor = admit(credential, name);
      answer = visitor ? work(visitor.value()) : visitor.error();
    }
    return WorkerPool::Completion(
        [reply, answer = std::make_shared<net::HttpAnswer>(std::move(answer))] { reply(std::move(*answer)); });
  };
  if (!pool_.submit(std::move(job))) reply(too_many_questions());
}

// The place is taken before a worker looks at who asks, so that nobody is let in to hear that there is none.
void Site::listen(const net::HttpQuestion& question, const Reply& reply) {
  auto place = live_->place();
  if (!place) return reply(busy("as many listen already as may; ask /api/page now and then", "5"));
  by_worker(question, reply,
            [live = live_, place = std::move(place), credential = credential_of(question)](const Visitor& visitor) {
              net::HttpAnswer answer{.content_type = "text/event-stream"};
              answer.headers = {{"X-Accel-Buffering", "no"}};  // nginx
              answer.stream = [live, place, listener = Listener{credential, visitor}](const net::HttpStream& stream) {
                live->add(stream, listener, place);
              };
              return answer;
            });
}

std::optional<Glance> Site::glance() const {
  Glance seen;
  const bool read = answers_.with_history({}, [&](commands::History& history) {
    seen.newest_seq = history.last_seq();
    seen.run_ms = base::unix_ms(history.recorder().started_at);
    seen.alive = !history.recorder().clean && answers_.now() - history.alive_at() <= history::kAliveFor;
    seen.now_ms = base::unix_ms(history.now());
  });
  return read ? std::optional(seen) : std::nullopt;
}

// Only what is newer than the last look can be new to somebody with a limit: a history of years is not looked through.
std::optional<LiveState> Site::look(const Listener& listener, const std::optional<LiveState>& before,
                                    const Glance& glance) const {
  const auto visitor = settings_.tokens ? admit(listener.credential, "") : listener.visitor;
  if (!visitor) return std::nullopt;
  LiveState state{glance, before ? before->newest_seq : 0};
  const std::int64_t known = before ? before->glance.newest_seq : 0;
  const auto find_newest = [&](commands::History& history) {
    if (const std::int64_t newest = history.last_seq(known); newest != known) state.newest_seq = newest;
  };
  if (!visitor.value().limit)
    state.newest_seq = glance.newest_seq;
  else if (glance.newest_seq != known && !answers_.with_history(visitor.value(), find_newest))
    state.glance.newest_seq = known;  // looked at again the next time
  return state;
}

void Site::open_link(const std::string& secret, const net::HttpQuestion& question, const Reply& given) {
  const Reply reply = [given, page = wants_page(question)](net::HttpAnswer answer) {
    given(page ? with_link_page(std::move(answer)) : std::move(answer));
  };
  if (!settings_.tokens) return reply(refusal(404, {"there is nothing at this address"}));
  if (looks_ahead(question)) return reply(refusal(403, {"a link is opened by a person who follows it"}));
  auto job = [this, reply, link = base::Secret(secret), https = over_https(question)] {
    const base::Instant now = clock_();
    const auto opened = desk_.open_link(link, now);
    auto answer = std::make_shared<net::HttpAnswer>(opened ? redirect(kFirstPage) : opened.error());
    if (opened) {
      std::optional<base::Millis> lasts;
      if (const auto until = opened.value().visitor.until) lasts = *until - now.wall;
      answer->headers.emplace_back("Set-Cookie", set_cookie(opened.value().cookie, lasts, https));
    }
    return WorkerPool::Completion([reply, answer] { reply(std::move(*answer)); });
  };
  if (!pool_.submit(std::move(job))) reply(too_many_questions());
}

Site::Reply Site::logged(const net::HttpQuestion& question, Reply reply) const {
  if (!log_) return reply;
  std::string request = fmt::format("{} {}", base::printable(question.method), path_of(question));
  std::string user = base::printable(trusted_user(settings_.gate, question).value_or("-"));
  return [log = log_, clock = clock_, began = clock_().mono, request = std::move(request), user = std::move(user),
          reply = std::move(reply)](net::HttpAnswer answer) {
    const std::size_t bytes = answer.shared.bytes.empty() ? answer.body.size() : answer.shared.bytes.size();
    log(fmt::format("{} {} {} bytes {} ms {}", request, answer.status, bytes, (clock().mono - began).count(), user));
    reply(std::move(answer));
  };
}

}  // namespace presenced::web
