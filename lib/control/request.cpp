#include "control/request.h"

#include <array>

#include "base/json_object.h"
#include "control/json_fields.h"

namespace presenced::control {
namespace {

using Answer = base::Result<Request, Refusal>;

Answer refused(std::string error) { return Refusal{400, std::move(error), {}}; }

base::Result<base::UserId, std::string> read_user(std::string_view body) {
  constexpr std::string_view kExpected = R"(expected {"user": "U024BE7LH"})";
  simdjson::dom::parser parser;
  std::string fault;
  const JsonFields fields = JsonFields::parse(body, parser, fault);
  const base::UserId user{fields.text("user")};
  if (fault.empty() && fields.size() != 1) fault = "it has more keys than the user";
  if (fault.empty() && !base::valid_user_id(user.text)) fault = "the user is not a Slack user id";
  if (fault.empty()) return user;
  return "the body of the request: " + fault + "; " + std::string(kExpected);
}

Answer about_workspace(std::string_view body) {
  simdjson::dom::parser parser;
  std::string fault;
  const JsonFields fields = JsonFields::parse(body, parser, fault);
  std::string workspace = fields.text("workspace");
  if (fault.empty() && fields.size() != 1) fault = "it has more keys than the workspace";
  if (fault.empty() && workspace.empty()) fault = "the name of the workspace is empty";
  if (fault.empty()) return Request(Repair{std::move(workspace)});
  return refused("the body of the request: " + fault + R"(; expected {"workspace": "acme"})");
}

template <class What>
Answer bare(std::string_view body) {
  if (!body.empty()) return refused("this request must not have a body");
  return Request(What{});
}

template <class What>
Answer about_user(std::string_view body) {
  auto user = read_user(body);
  if (!user) return refused(std::move(user.error()));
  return Request(What{std::move(user.value())});
}

struct Route {
  std::string_view method;
  std::string_view path;
  Answer (*read)(std::string_view body);
};
constexpr std::array<Route, 7> kRoutes{{{"GET", "/status", bare<GetStatus>},
                                        {"POST", "/reload", bare<Reload>},
                                        {"POST", "/purge", about_user<Purge>},
                                        {"POST", "/forget", about_user<Forget>},
                                        {"POST", "/forget/undo", about_user<UndoForget>},
                                        {"POST", "/repair", about_workspace},
                                        {"POST", "/reconnect", bare<Reconnect>}}};

}  // namespace

Answer read_request(std::string_view method, std::string_view target, std::string_view body) {
  const std::string_view path = target.substr(0, target.find('?'));
  for (const Route& route : kRoutes) {
    if (route.path != path) continue;
    const bool asks = method == route.method || (method == "HEAD" && route.method == "GET");
    if (!asks) {
      const std::string allow = route.method == "GET" ? "GET, HEAD" : std::string(route.method);
      return Refusal{405, std::string(path) + " accepts only " + std::string(route.method), allow};
    }
    if (path.size() != target.size()) return refused(std::string(path) + " does not accept a query");
    return route.read(body);
  }
  std::string there;
  for (const Route& route : kRoutes)
    there += (there.empty() ? "" : ", ") + std::string(route.method) + " " + std::string(route.path);
  return Refusal{404, "unknown path; the paths are " + there, {}};
}

Written write(const Request& request) {
  const Route& route = kRoutes[request.index()];
  Written written{std::string(route.method), std::string(route.path), {}};
  const auto name = [&](const base::UserId& user) { written.body = base::JsonObject().text("user", user.text).done(); };
  if (const auto* purge = std::get_if<Purge>(&request)) name(purge->user);
  if (const auto* forget = std::get_if<Forget>(&request)) name(forget->user);
  if (const auto* undo = std::get_if<UndoForget>(&request)) name(undo->user);
  if (const auto* repair = std::get_if<Repair>(&request))
    written.body = base::JsonObject().text("workspace", repair->workspace).done();
  return written;
}

}  // namespace presenced::control
