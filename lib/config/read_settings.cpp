#include "config/read_settings.h"

#include <string_view>

#include "config/cursor.h"
#include "config/listen_address.h"
#include "config/tuning_keys.h"

namespace presenced::config {
namespace {

constexpr std::string_view kExpectedName = "a name for the workspace";
constexpr std::string_view kExpectedSocket = "the path of a socket";
constexpr std::string_view kExpectedGroup = "the name of a group of the system";
constexpr std::string_view kExpectedWatchlist = "the path of a watchlist";

template <class T>
Maybe<T> placed(std::optional<T> value, const Value& where) {
  if (!value) return std::nullopt;
  return Written<T>{*std::move(value), where.place()};
}

Maybe<std::string> text(const Value* value, std::string_view expected) {
  if (value == nullptr) return std::nullopt;
  return placed(value->text(expected), *value);
}

template <class T>
Maybe<T> word(const Value* value, const std::vector<std::pair<std::string_view, T>>& words) {
  if (value == nullptr) return std::nullopt;
  return placed(choice(*value, words), *value);
}

Maybe<std::optional<base::Millis>> retention(const Value* value) {
  if (value == nullptr) return std::nullopt;
  const std::string expected = std::string(kExpectedDuration) + ", or forever";
  const auto written = value->text(expected);
  if (!written) return std::nullopt;
  if (*written == "forever") return Written<std::optional<base::Millis>>{std::nullopt, value->place()};
  const auto span = value->duration(expected);
  if (!span) return std::nullopt;
  return Written<std::optional<base::Millis>>{*span, value->place()};
}

void read_history(const Value& value, WrittenSettings& settings) {
  const Mapping history(value, {"path", "durability", "retention"});
  settings.history_path = text(history.find("path"), "the path of the database");
  settings.durability =
      word<Durability>(history.find("durability"), {{"full", Durability::full}, {"normal", Durability::normal}});
  settings.retention = retention(history.find("retention"));
}

void read_log(const Value& value, WrittenSettings& settings) {
  using base::LogLevel;
  const Mapping log(value, {"level", "format"});
  settings.log_level = word<LogLevel>(log.find("level"), {{"trace", LogLevel::trace},
                                                          {"debug", LogLevel::debug},
                                                          {"info", LogLevel::info},
                                                          {"warning", LogLevel::warning},
                                                          {"error", LogLevel::error}});
  settings.log_format =
      word<LogFormat>(log.find("format"), {{"auto", LogFormat::automatic}, {"json", LogFormat::json}});
}

WrittenToken token(const Value* file, const Value* env, const Value* credential) {
  return {text(file, "the path of a file that holds the token"), text(env, "the name of an environment variable"),
          text(credential, "the name of a credential of the service")};
}

WrittenWorkspace read_workspace(const Value& value) {
  std::vector<std::string_view> words{"name",
                                      "token_file",
                                      "token_env",
                                      "token_credential",
                                      "app_token_file",
                                      "app_token_env",
                                      "app_token_credential",
                                      "cookie_file",
                                      "watchlist",
                                      "api_url",
                                      "ca_file",
                                      "team"};
  for (const TuningKey& key : tuning_keys()) words.push_back(key.word);
  words.emplace_back("proxy");
  const Mapping keys(value, std::move(words));
  WrittenWorkspace workspace;
  workspace.place = value.place();
  workspace.understood = keys.clean();
  workspace.name = text(keys.require("name", kExpectedName), kExpectedName);
  workspace.token = token(keys.find("token_file"), keys.find("token_env"), keys.find("token_credential"));
  workspace.app_token =
      token(keys.find("app_token_file"), keys.find("app_token_env"), keys.find("app_token_credential"));
  workspace.cookie_file = text(keys.find("cookie_file"), "the path of a file that holds the value of the d cookie");
  workspace.watchlist = text(keys.require("watchlist", kExpectedWatchlist), kExpectedWatchlist);
  workspace.api_url = text(keys.find("api_url"), "an address such as https://slack.com/api/");
  workspace.ca_file = text(keys.find("ca_file"), "the path of a file of CA certificates");
  workspace.team = text(keys.find("team"), "the id of a team, such as T024BE7LH");
  for (const TuningKey& key : tuning_keys())
    if (const Value* written = keys.find(key.word)) key.read(*written, workspace.tuning);
  if (auto proxy = text(keys.find("proxy"), "an address such as http://proxy.example.com:3128"))
    workspace.proxy = Written<Secret>{Secret(std::move(proxy->value)), std::move(proxy->place)};
  return workspace;
}

}  // namespace

WrittenSettings read_settings(const Tree& tree, Report& report) {
  const Mapping keys(Value::root(tree, report), {"history", "log", "control", "metrics", "workspaces"});
  WrittenSettings settings;
  if (const Value* history = keys.find("history")) read_history(*history, settings);
  if (const Value* log = keys.find("log")) read_log(*log, settings);
  if (const Value* control = keys.find("control")) {
    const Mapping section(*control, {"socket", "group", "mode", "status_socket", "status_group", "status_mode"});
    settings.control_socket = {text(section.find("socket"), kExpectedSocket),
                               text(section.find("group"), kExpectedGroup),
                               word<mode_t>(section.find("mode"), {{"0600", 0600}, {"0660", 0660}})};
    settings.status_socket = {
        text(section.find("status_socket"), kExpectedSocket), text(section.find("status_group"), kExpectedGroup),
        word<mode_t>(section.find("status_mode"), {{"0600", 0600}, {"0660", 0660}, {"0666", 0666}})};
  }
  if (const Value* metrics = keys.find("metrics")) {
    const Mapping section(*metrics, {"listen", "allow_remote"});
    settings.metrics_listen = text(section.require("listen", kExpectedListen), kExpectedListen);
    if (const Value* remote = section.find("allow_remote"))
      settings.metrics_allow_remote = placed(remote->truth(), *remote);
  }
  if (const Value* list = keys.require("workspaces", "a list of at least one workspace")) {
    const auto items = list->items("a list of at least one workspace");
    if (items && items->empty()) list->report("is empty", "a list of at least one workspace");
    for (const Value& item : items.value_or(std::vector<Value>{})) settings.workspaces.push_back(read_workspace(item));
  }
  return settings;
}

}  // namespace presenced::config
