#include "setup/dialogue.h"

#include <algorithm>

#include "config/secret.h"
#include "config/token_kind.h"
#include "config/wording.h"
#include "setup/first_files.h"
#include "setup/guide.h"

namespace presenced::setup {
namespace {

constexpr const char* kDefaultName = "workspace";

std::optional<std::string> ask_name(Terminal& terminal) {
  for (;;) {
    auto name = terminal.line(std::string("A name of your own for the workspace [") + kDefaultName + "]: ");
    if (!name) return std::nullopt;
    if (name->empty()) return kDefaultName;
    if (is_workspace_name(*name)) return name;
    terminal.say("  " + config::in_quotes(*name) + " is not a valid name; use letters, digits, - . and _\n");
  }
}

// An empty answer is an empty secret, where one may be left out.
std::optional<base::Secret> ask_token(Terminal& terminal, const std::string& prompt, bool optional,
                                      std::string (*fault)(std::string_view)) {
  for (;;) {
    const auto typed = terminal.secret(prompt);
    if (!typed || (typed->empty() && optional)) return typed;
    const auto secret = config::make_secret(typed->reveal(), "this");
    const std::string wrong = secret ? fault(secret.value().reveal()) : secret.error().message;
    if (secret && wrong.empty()) return secret.value();
    terminal.say("  " + (secret ? "this is " + wrong : wrong) + "\n");
  }
}

std::optional<std::vector<base::UserId>> ask_people(Terminal& terminal) {
  for (;;) {
    const auto line = terminal.line(
        "People to record: member ids (in Slack: their profile, \"Copy member ID\"), separated by spaces; or Enter for "
        "none yet: ");
    if (!line) return std::nullopt;
    ReadIds ids = read_ids(*line);
    if (ids.wrong.empty()) return std::move(ids.people);
    terminal.say("  " + config::in_quotes(ids.wrong) + " is not a member id; expected one such as U024BE7LH\n");
  }
}

std::optional<bool> ask_yes(Terminal& terminal, const std::string& prompt) {
  const auto line = terminal.line(prompt + " [y/N]: ");
  if (!line) return std::nullopt;
  return !line->empty() && (line->front() == 'y' || line->front() == 'Y');
}

// The steps at Slack, and the tokens that come of them.
bool ask_tokens(Wanted& known, Terminal& terminal) {
  if (!known.by_name) {
    const auto by_name =
        ask_yes(terminal, "Will the watchlist name people by e-mail address, user group or channel, beside their ids?");
    if (!by_name) return false;
    known.by_name = *by_name;
  }
  terminal.say("\n" + steps_at_slack(known.by_name));
  known.token = ask_token(terminal, "Bot token (xoxb-..., not shown): ", false, unusable_token);
  if (!known.token) return false;
  if (known.app_token) return true;
  const auto app_token = ask_token(terminal, "App-level token (xapp-..., not shown; Enter to leave it out): ", true,
                                   config::fault_of_app_token);
  if (!app_token) return false;
  if (!app_token->empty()) known.app_token = app_token;
  return true;
}

}  // namespace

std::optional<Wanted> ask(Wanted known, Terminal& terminal) {
  if (!known.workspace) known.workspace = ask_name(terminal);
  if (!known.workspace) return std::nullopt;
  if (!known.token && !ask_tokens(known, terminal)) return std::nullopt;
  if (known.people.empty()) {
    auto people = ask_people(terminal);
    if (!people) return std::nullopt;
    known.people = std::move(*people);
  }
  return known;
}

std::string unusable_token(std::string_view token) {
  if (config::kind_of_token(token) != config::TokenKind::browser) return config::fault_of_token(token);
  return "the token of a browser session (xoxc-), which setup does not write files for; write them by hand, with a "
         "cookie_file: presenced.yaml(5)";
}

ReadIds read_ids(const std::string& line) {
  constexpr const char* kBetween = " ,;\t";
  ReadIds read;
  for (std::size_t begin = line.find_first_not_of(kBetween); begin != line.npos;) {
    const std::size_t end = std::min(line.find_first_of(kBetween, begin), line.size());
    std::string word = line.substr(begin, end - begin);
    begin = line.find_first_not_of(kBetween, end);
    if (!base::valid_user_id(word)) {
      if (read.wrong.empty()) read.wrong = word;
      continue;
    }
    const base::UserId user{std::move(word)};
    if (std::find(read.people.begin(), read.people.end(), user) == read.people.end()) read.people.push_back(user);
  }
  return read;
}

}  // namespace presenced::setup
