#include "web/serve.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <chrono>
#include <csignal>
#include <memory>
#include <string>
#include <vector>

#include "access/token_file.h"
#include "base/url.h"
#include "commands/history.h"
#include "web/serve_settings.h"
#include "web/site.h"

namespace presenced::web {
namespace {

namespace asio = boost::asio;
using commands::ExitStatus;
using commands::Refused;

constexpr std::size_t kWorkers = 2;
constexpr std::size_t kMostWaiting = 256;  // questions: a hundred pages that come back at once ask two each

base::MonoTime mono_clock() {
  return base::MonoTime{std::chrono::floor<base::Millis>(std::chrono::steady_clock::now().time_since_epoch())};
}

net::HttpServerSettings server_settings() {
  net::HttpServerSettings settings;
  settings.connections = 512;  // of the 1,024 descriptors that a process has; a page needs one for its events
  settings.body_bytes = 1024;  // nobody sends one
  settings.answer = base::Millis{30'000};    // waiting for a worker and computing are bounded by 10 s each
  settings.delivery = base::Millis{30'000};  // megabytes over a slow line
  settings.headers = protective_headers();
  return settings;
}

std::unique_ptr<net::HttpServer> listen(asio::io_context& loop, const ServeSettings& settings,
                                        net::HttpHandler handler) {
  auto made =
      settings.address.empty()
          ? net::HttpServer::on_unix_socket(loop, settings.unix_socket, {}, server_settings(), std::move(handler))
          : net::HttpServer::on_tcp(loop, settings.address, settings.port, server_settings(), std::move(handler));
  if (!made) throw Refused(ExitStatus::failed, made.error());
  return std::move(made.value());
}

std::string place_of(const ServeSettings& settings) {
  if (settings.address.empty()) return "the page is served on " + settings.unix_socket.string();
  return fmt::format("the page is at http://{}/", base::host_and_port(settings.address, settings.port));
}

// Throws commands::Refused: a wrong file or zone is told now, and not to every reader. A mistyped file of tokens or
// group is no error, because both may come later; but then the page shows nothing.
void look_ahead(const ServeSettings& settings, const commands::Request& request,
                const commands::CommandContext& context) {
  commands::History history(request, context);
  if (settings.site.tokens) {
    const auto tokens = access::TokenFile(settings.tokens).read();
    if (tokens && tokens.value().empty())
      context.output.say(
          fmt::format("--tokens: no tokens in {} yet; nobody can look until presencectl token add makes one",
                      settings.tokens.string()));
  }
  if (!settings.site.limit) return;
  const std::vector<history::Group> groups = history.groups();
  for (const std::string& name : settings.site.limit->groups)
    if (std::none_of(groups.begin(), groups.end(), [&](const history::Group& group) { return group.name == name; }))
      context.output.say(fmt::format("--group: no group '{}' in the history yet; the page shows nobody of it", name));
}

}  // namespace

ExitStatus serve(const commands::Request& request, const commands::CommandContext& context) {
  const ServeSettings settings = serve_settings(request, context);
  look_ahead(settings, request, context);
  asio::io_context loop(1);
  asio::signal_set ending(loop, SIGINT, SIGTERM);
  std::signal(SIGPIPE, SIG_IGN);  // a reader that has gone is noticed by its socket
  const auto say = [&](const std::string& line) { context.output.say(line); };
  TokenDesk desk(settings.tokens, settings.opened_links,
                 [&](const std::string& problem) { asio::post(loop, [say, problem] { say(problem); }); });
  if (settings.site.tokens)
    if (const std::string problem = desk.problem(); !problem.empty()) throw Refused(ExitStatus::failed, problem);
  commands::Request like;
  like.db = request.db;
  like.tz = request.tz;
  WorkerPool pool(loop, kWorkers, kMostWaiting);
  const Answers answers(
      like, {context.clock, mono_clock, context.tz_variable, context.version, [&pool] { return pool.stopping(); }});
  Site site(
      loop, pool, answers, desk, settings.site,
      [&] {
        return base::Instant{mono_clock(), context.clock()};
      },
      settings.access_log ? Site::AccessLog(say) : nullptr);
  const auto server = listen(
      loop, settings, [&site](net::HttpQuestion question, const Site::Reply& reply) { site.handle(question, reply); });
  say(place_of(settings));
  ending.async_wait([&](const boost::system::error_code&, int) { loop.stop(); });
  loop.run();
  pool.stop();  // what runs uses the site
  return ExitStatus::answered;
}

}  // namespace presenced::web
