#include "decoded.h"

using namespace presenced::slack;

TEST_CASE("hello is understood in its old and its present form") {
  decoded_as<Hello>(R"({"type":"hello"})");
  decoded_as<Hello>(R"({"type":"hello","fast_reconnect":false,"region":"us-west-2","start":true,"host_id":"x"})");
}

TEST_CASE("type may be the last key, after anything") {
  decoded_as<Hello>(R"({"region":{"type":"goodbye"},"list":[{"type":"pong"}],"type":"hello"})");
}

TEST_CASE("goodbye and the announcement of a migration are understood") {
  decoded_as<Goodbye>(R"({"type":"goodbye"})");
  decoded_as<TeamMigrationStarted>(R"({"type":"team_migration_started"})");
}

TEST_CASE("a pong names the ping it answers, whatever keys are echoed with it") {
  CHECK(decoded_as<Pong>(R"({"reply_to":1234,"type":"pong","time":1403299273342,"extra":"x"})").reply_to == 1234);
}

TEST_CASE("a pong that answers nothing is ignored") {
  CHECK(decoded_as<Ignored>(R"({"type":"pong","time":1})").type == "pong");
  CHECK(decoded_as<Ignored>(R"({"type":"pong","reply_to":"1234"})").type == "pong");
  CHECK(decoded_as<Ignored>(R"({"type":"pong","reply_to":null})").type == "pong");
}

TEST_CASE("a refused frame is named, with the code and the message") {
  const auto error = decoded_as<ReplyError>(
      R"({"ok":false,"reply_to":27,"error":{"code":-1,"msg":"slow down, too many messages..."}})");
  CHECK(error.code == -1);
  CHECK(error.message == "slow down, too many messages...");
  CHECK(error.too_fast());
}

TEST_CASE("a refusal that is not about speed is not too fast") {
  const auto error = decoded_as<ReplyError>(R"({"reply_to":3,"error":{"msg":"missing type","code":2},"ok":false})");
  CHECK(error.code == 2);
  CHECK_FALSE(error.too_fast());
}

TEST_CASE("a refusal without reply_to is still a refusal") {
  const auto error = decoded_as<ReplyError>(R"({"ok":false,"error":{"code":17,"msg":"Ratelimited"},"retry_after":1})");
  CHECK(error.too_fast());
}

TEST_CASE("trouble of the socket itself is told apart from a refused frame") {
  const auto error =
      decoded_as<ConnectionError>(R"({"type":"error","error":{"code":1,"msg":"Socket URL has expired","source":"x"}})");
  CHECK(error.code == 1);
  CHECK(error.message == "Socket URL has expired");
}

TEST_CASE("a socket error without a code or message is trouble all the same") {
  const auto error = decoded_as<ConnectionError>(R"({"error":{"msg":5},"type":"error"})");
  CHECK(error.code == 0);
  CHECK(error.message.empty());
}

TEST_CASE("an error that is a bare word is its message") {
  CHECK(decoded_as<ConnectionError>(R"({"type":"error","error":"invalid_auth"})").message == "invalid_auth");
  CHECK(decoded_as<ReplyError>(R"({"ok":false,"error":"invalid_auth"})").message == "invalid_auth");
}

TEST_CASE("too fast is one event, in whichever shape it comes") {
  CHECK(decoded_as<ReplyError>(R"({"type":"error","error":{"code":-1,"msg":"slow down"}})").too_fast());
  CHECK(decoded_as<ReplyError>(R"({"type":"error","error":{"code":17,"msg":"Ratelimited"}})").too_fast());
}

TEST_CASE("a socket error that names a frame of ours is a refusal of it") {
  CHECK(decoded_as<ReplyError>(R"({"type":"error","reply_to":4,"error":{"code":2,"msg":"x"}})").code == 2);
}

TEST_CASE("an error without an error object says nothing we could act on") {
  CHECK(decoded_as<Ignored>(R"({"type":"error"})").type == "error");
  CHECK(decoded_as<Ignored>(R"({"type":"error","error":["Socket URL has expired"]})").type == "error");
  CHECK(decoded_as<Ignored>(R"({"ok":false,"reply_to":27})").type.empty());
}

TEST_CASE("the message of an error is fit for a log line") {
  const std::string frame = R"({"type":"error","error":{"code":1,"msg":"a\nb)" + std::string(100'000, 'x') + R"("}})";
  const auto error = decoded_as<ConnectionError>(frame);
  CHECK(error.message.starts_with("a?bxxx"));
  CHECK(error.message.size() == 200);
}

TEST_CASE("the answer to a frame that succeeded is ignored") {
  CHECK(decoded_as<Ignored>(R"({"ok":true,"reply_to":1,"ts":"1355517523.000005"})").type.empty());
}

TEST_CASE("unknown and useless types are ignored by name") {
  CHECK(decoded_as<Ignored>(R"({"type":"dnd_updated_user","user":"U1234"})").type == "dnd_updated_user");
  CHECK(decoded_as<Ignored>(R"({"type":"message","text":"hi","channel":"C1"})").type == "message");
  CHECK(decoded_as<Ignored>(R"({"type":"hello_again"})").type == "hello_again");
  CHECK(decoded_as<Ignored>(R"({"type":"HELLO"})").type == "_____");
}

TEST_CASE("reconnect_url is ignored and its url goes no further") {
  CHECK(decoded_as<Ignored>(R"({"type":"reconnect_url","url":"wss://secret"})").type == "reconnect_url");
}

TEST_CASE("a frame without a usable type is ignored") {
  for (const std::string_view frame :
       {R"({})", R"({"type":null})", R"({"type":7})", R"({"type":["hello"]})", R"({"type":""})", R"({"typ":"hello"})"})
    CHECK(decoded_as<Ignored>(frame).type.empty());
}

TEST_CASE("the name of an ignored type is safe to log") {
  CHECK(decoded_as<Ignored>(R"({"type":"xoxb-A b\n\u0000ä"})").type == "xoxb___b____");
  CHECK(decoded_as<Ignored>(R"({"type":")" + std::string(500, 'a') + R"("})").type == std::string(64, 'a'));
}
