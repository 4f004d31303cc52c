// token: who may look at the web page. Changes the file of tokens, which the page reads.
#include <fmt/format.h>

#include <algorithm>

#include "access/token_file.h"
#include "commands/command.h"
#include "commands/history.h"
#include "commands/sheet_output.h"
#include "net/digest.h"
#include "text/text.h"
#include "time/times.h"

namespace presenced::commands {
namespace {

std::vector<access::Token> read(const access::TokenFile& file) {
  auto tokens = file.read();
  if (!tokens) throw Refused(ExitStatus::failed, tokens.error());
  return std::move(tokens.value());
}

void write(const access::TokenFile& file, const std::vector<access::Token>& tokens) {
  if (std::string failure = file.write(tokens); !failure.empty()) throw Refused(ExitStatus::failed, failure);
}

std::string without_at(const std::string& group) { return group.starts_with('@') ? group.substr(1) : group; }

std::optional<access::Limit> limit_of(const Request& request) {
  if (request.groups.empty()) {
    if (request.workspace) throw Refused(ExitStatus::usage, "--workspace says where the groups are; add --group");
    return std::nullopt;
  }
  access::Limit limit{{}, request.workspace};
  for (const std::string& group : request.groups) limit.groups.push_back(without_at(group));
  for (const std::string& name : limit.groups)
    if (std::string fault = access::fault_in_group(name); !fault.empty())
      throw Refused(ExitStatus::usage, "--group: " + fault);
  if (request.workspace)
    if (std::string fault = access::fault_in_group(*request.workspace); !fault.empty())
      throw Refused(ExitStatus::usage, "--workspace: " + fault);
  return limit;
}

std::optional<base::WallTime> end_of(const Request& request, const CommandContext& context) {
  if (!request.until) return std::nullopt;
  const time::ZoneDatabase zones;
  const auto end = time::parse_time(*request.until, {context.clock(), zone_for(request, context, zones), &zones});
  if (!end) throw Refused(ExitStatus::usage, end.error());
  if (end.value() <= context.clock()) throw Refused(ExitStatus::usage, "--until: that time has passed");
  return end.value();
}

auto named(std::vector<access::Token>& tokens, const std::string& name) {
  return std::find_if(tokens.begin(), tokens.end(), [&](const access::Token& one) { return one.name == name; });
}

ExitStatus add(const access::TokenFile& file, const Request& request, const CommandContext& context) {
  if (std::string fault = access::fault_in_token_name(request.token_name); !fault.empty())
    throw Refused(ExitStatus::usage, fault);
  access::Token token{request.token_name, limit_of(request), end_of(request, context), {}, {}};
  std::vector<access::Token> tokens = read(file);
  if (named(tokens, token.name) != tokens.end())
    throw Refused(ExitStatus::failed,
                  fmt::format("there is a token '{}' already; revoke it first, or use another name", token.name));
  const base::Secret link = net::new_secret();
  const base::Secret bearer = net::new_secret();
  token.link_digest = net::sha256(link.reveal());
  token.bearer_digest = net::sha256(bearer.reveal());
  tokens.push_back(token);
  write(file, tokens);
  // The one moment at which somebody can have them.
  context.output.write(
      fmt::format("link, opens once in a browser: /open/{}\nfor a program, with each request: "
                  "Authorization: Bearer {}\n",
                  link.reveal(), bearer.reveal()));
  context.output.say("append the link to the address of the page; neither secret is shown again");
  return ExitStatus::answered;
}

ExitStatus list(const access::TokenFile& file, const Request& request, const CommandContext& context) {
  const time::ZoneDatabase zones;
  SheetOutput sheet(request, context, {request.command, std::nullopt, zone_for(request, context, zones), {}},
                    {{"name", "NAME"},
                     {"workspace", "WORKSPACE"},
                     {"groups", "GROUPS", rendering::Kind::list},
                     {"until", "UNTIL", rendering::Kind::time}});
  for (const access::Token& token : read(file)) {
    rendering::Row row{token.name, {}, {}, {}};
    if (token.limit && token.limit->workspace) row[1] = *token.limit->workspace;
    if (token.limit) row[2] = token.limit->groups;
    if (token.until) row[3] = *token.until;
    sheet.row(row);
  }
  sheet.end();
  if (sheet.rows() == 0)
    context.output.say(fmt::format("no tokens in {}; token add makes one", text::printable(file.path().string())));
  return ExitStatus::answered;
}

ExitStatus revoke(const access::TokenFile& file, const Request& request) {
  std::vector<access::Token> tokens = read(file);
  const auto found = named(tokens, request.token_name);
  if (found == tokens.end())
    throw Refused(ExitStatus::nobody, fmt::format("no token '{}' in {}", text::printable(request.token_name),
                                                  text::printable(file.path().string())));
  tokens.erase(found);
  write(file, tokens);
  return ExitStatus::answered;
}

}  // namespace

ExitStatus token(const Request& request, const CommandContext& context) {
  if (request.tokens.empty()) throw Refused(ExitStatus::usage, "token needs the file of the tokens: --tokens FILE");
  const access::TokenFile file(request.tokens);
  if (request.action == "list") return list(file, request, context);
  const bool adds = request.action == "add";
  if (!adds && request.action != "revoke")
    throw Refused(ExitStatus::usage,
                  fmt::format("token: must be add, list or revoke, not '{}'", text::printable(request.action)));
  if (request.token_name.empty())
    throw Refused(ExitStatus::usage, fmt::format("token {} needs a NAME", request.action));
  return adds ? add(file, request, context) : revoke(file, request);
}

}  // namespace presenced::commands
