#include "control/request.h"

#include <doctest/doctest.h>

#include <string>

using namespace presenced::control;

namespace {

Request accepted(std::string_view method, std::string_view target, std::string_view body = {}) {
  const auto request = read_request(method, target, body);
  REQUIRE_MESSAGE(request.ok(), request.error().error);
  return request.value();
}

Refusal refused(std::string_view method, std::string_view target, std::string_view body = {}) {
  const auto request = read_request(method, target, body);
  REQUIRE(!request.ok());
  CHECK(!request.error().error.empty());
  return request.error();
}

}  // namespace

TEST_CASE("each request has one form") {
  CHECK(accepted("GET", "/status") == Request(GetStatus{}));
  CHECK(accepted("HEAD", "/status") == Request(GetStatus{}));
  CHECK(accepted("POST", "/reload") == Request(Reload{}));
  CHECK(accepted("POST", "/purge", R"({"user": "U024BE7LH"})") == Request(Purge{{"U024BE7LH"}}));
  CHECK(accepted("POST", "/forget", R"( {"user":"W0123ABCD"} )") == Request(Forget{{"W0123ABCD"}}));
  CHECK(accepted("POST", "/forget/undo", R"({"user":"W0123ABCD"})") == Request(UndoForget{{"W0123ABCD"}}));
  CHECK(accepted("POST", "/repair", R"({"workspace": "acme"})") == Request(Repair{"acme"}));
  CHECK(accepted("POST", "/reconnect") == Request(Reconnect{}));
}

TEST_CASE("a request that is written is read as itself") {
  for (const Request& request :
       {Request(GetStatus{}), Request(Reload{}), Request(Purge{{"U024BE7LH"}}), Request(Forget{{"W0123ABCD"}}),
        Request(UndoForget{{"W0123ABCD"}}), Request(Repair{"a \"quoted\" name"}), Request(Reconnect{})}) {
    const Written written = write(request);
    CHECK(accepted(written.method, written.target, written.body) == request);
  }
}

TEST_CASE("a path that is not there is 404, and the answer lists those that are") {
  for (const char* target :
       {"", "/", "/Status", "/status/", "//status", "*", "http://x/status", "/metrics", "/%73tatus"}) {
    CAPTURE(target);
    const Refusal refusal = refused("GET", target);
    CHECK(refusal.status == 404);
    CHECK(refusal.error ==
          "unknown path; the paths are GET /status, POST /reload, POST /purge, POST /forget, POST "
          "/forget/undo, POST /repair, POST /reconnect");
  }
}

TEST_CASE("a wrong method is 405, and the answer says which one is right") {
  CHECK(refused("POST", "/status") == Refusal{405, "/status accepts only GET", "GET, HEAD"});
  CHECK(refused("GET", "/reload") == Refusal{405, "/reload accepts only POST", "POST"});
  CHECK(refused("get", "/status").status == 405);
  CHECK(refused("DELETE", "/purge").allow == "POST");
  CHECK(refused("HEAD", "/forget").status == 405);
}

TEST_CASE("what a request does not take is refused rather than passed over") {
  CHECK(refused("GET", "/status?verbose=1").error == "/status does not accept a query");
  CHECK(refused("POST", "/purge?", R"({"user":"U024BE7LH"})").error == "/purge does not accept a query");
  CHECK(refused("POST", "/reload", "{}").error == "this request must not have a body");
}

TEST_CASE("a body that names no user is refused with what was expected, and nothing of it is repeated") {
  struct Row {
    std::string body;
    const char* why;
  };
  const std::string deep(100, '[');
  for (const Row& row :
       {Row{"", "it is not JSON"}, Row{"user=U024BE7LH", "it is not JSON"},
        Row{"[\"U024BE7LH\"]", "it is not a JSON object"}, Row{"{}", "\"user\" is missing"},
        Row{R"({"user": 5})", "\"user\" is missing or has the wrong type"},
        Row{R"({"user": ""})", "not a Slack user id"}, Row{R"({"user": "dana"})", "not a Slack user id"},
        Row{R"({"user": "U024BE7LH; drop"})", "not a Slack user id"},
        Row{"{\"user\": \"U024BE7LH\\u0000\"}", "not a Slack user id"},
        Row{R"({"user": "U024BE7LH", "also": 1})", "more keys than the user"},
        Row{R"({"user": "U024BE7LH", "user": "U1111"})", "more keys than the user"},
        Row{R"({"user": )" + deep, "it is not JSON"}, Row{"{\"user\": \"\xff\"}", "it is not JSON"}}) {
    CAPTURE(row.body);
    const Refusal refusal = refused("POST", "/purge", row.body);
    CHECK(refusal.status == 400);
    CHECK(refusal.error.find(row.why) != std::string::npos);
    CHECK(refusal.error.ends_with(R"(; expected {"user": "U024BE7LH"})"));
    CHECK(refusal.error.find("drop") == std::string::npos);
  }
}
