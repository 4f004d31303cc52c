#include "commands/hook_receiver.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>
#include <vector>

#include "commands/configured.h"
#include "config/header_file.h"
#include "config/proxy_environment.h"
#include "hooks/ending.h"
#include "hooks/post.h"
#include "hooks/program.h"
#include "net/tls.h"
#include "net/url.h"
#include "time/durations.h"

namespace presenced::commands {
namespace {

// What a message to a chat takes on a bad day; a hook that needs more says so with --hook-timeout.
constexpr base::Millis kUsualLimit{30'000};

base::Millis limit_of(const Request& request) {
  if (!request.hook_timeout) return kUsualLimit;
  const auto limit = time::parse_duration(*request.hook_timeout);
  if (!limit) throw Refused(ExitStatus::usage, "--hook-timeout: " + limit.error().message);
  // The longest that a poll(2) can wait for is 24 days; a hook of hours is a mistake long before.
  if (limit.value() <= base::Millis{0} || limit.value() > std::chrono::hours{24})
    throw Refused(ExitStatus::usage, "--hook-timeout must be more than 0 and at most 1d");
  return limit.value();
}

net::ProxyRules proxies_of(const config::Environment& environment) {
  config::Problems problems;
  const auto found = config::environment_proxy(environment.variable, problems);
  if (!problems.empty()) throw Refused(ExitStatus::usage, problems.front().message);
  return {std::nullopt, found.proxy, found.except};
}

std::unique_ptr<hooks::Receiver> post(const Request& request, const CommandContext& context) {
  const auto url = net::parse_url(*request.post);
  if (!url) throw Refused(ExitStatus::usage, "--post: " + url.error());
  if (url.value().web_socket()) throw Refused(ExitStatus::usage, "--post: the url does not start with https://");
  const config::Environment environment = environment_of(context);
  hooks::PostTarget target{base::Secret(*request.post), {}, proxies_of(environment)};
  if (request.post_headers) {
    auto headers = config::read_header_file(*request.post_headers, environment.credentials_directory);
    if (!headers) throw Refused(ExitStatus::failed, "--post-headers: " + headers.error().message);
    target.headers = std::move(headers.value());
  }
  auto tls = net::TlsContext::make(std::nullopt);
  if (!tls) throw Refused(ExitStatus::failed, "TLS: " + tls.error());
  return std::make_unique<hooks::Post>(std::move(target), std::move(tls.value()), limit_of(request),
                                       hooks::Ending(context.ending));
}

}  // namespace

bool wants_hook(const Request& request) { return request.exec || request.post; }

void refuse_contradictions_of_hook(const Request& request) {
  const auto refuse = [](const std::string& why) { throw Refused(ExitStatus::usage, why); };
  if (!wants_hook(request)) {
    const std::pair<bool, std::string_view> given[] = {{request.cursor_file.has_value(), "--cursor-file"},
                                                       {request.hook_timeout.has_value(), "--hook-timeout"},
                                                       {request.post_headers.has_value(), "--post-headers"}};
    for (const auto& [is_given, option] : given)
      if (is_given) refuse(fmt::format("{} needs --exec PROGRAM or --post URL", option));
    return;
  }
  const std::string_view hook = request.exec ? "--exec" : "--post";
  if (request.exec && request.post) refuse("--exec cannot be combined with --post; run one command for each");
  if (!request.follow) refuse(fmt::format("{} needs --follow", hook));
  if (!request.cursor_file || request.cursor_file->empty())
    refuse(fmt::format("{} needs --cursor-file FILE, which keeps how far it has got", hook));
  if (request.exec && request.exec->empty()) refuse("--exec needs the name of a program");
  if (request.exec && request.post_headers) refuse("--post-headers cannot be combined with --exec");
  if (request.newest) refuse(fmt::format("--lines cannot be combined with {}; --after says where to begin", hook));
  if (request.format != rendering::Format::table && request.format != rendering::Format::jsonl)
    refuse(fmt::format("-o cannot be combined with {}: each change is one JSON object", hook));
}

std::unique_ptr<hooks::Receiver> hook_receiver(const Request& request, const CommandContext& context) {
  if (request.post) return post(request, context);
  return std::make_unique<hooks::Program>(*request.exec, limit_of(request), hooks::Ending(context.ending));
}

}  // namespace presenced::commands
