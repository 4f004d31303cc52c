#include <string>
#include <utility>

#include "decoded.h"
#include "samples.h"

using namespace presenced::slack;

namespace {

std::string nested(int depth) {
  std::string frame = R"({"type":"hello")";
  for (int i = 0; i < depth; ++i) frame += R"(,"x":{"y":1)";
  return frame + std::string(static_cast<std::size_t>(depth) + 1, '}');
}

std::string why(std::string_view frame) { return decoded_as<Malformed>(frame).why; }

}  // namespace

TEST_CASE("what is not JSON is malformed, and the reason is named") {
  CHECK(why("") == "empty");
  CHECK(why(" \n\t") == "empty");
  CHECK(why("<html>") == "broken JSON");
  CHECK(why(R"({"type":"hello"} {})") == "broken JSON");
  CHECK(why(R"({"type":"hello",})") == "broken JSON");
  CHECK(why(R"({"type":"hello)") == "an unclosed string");
  CHECK(why("{\"type\":\"hel\nlo\"}") == "a broken string");
  CHECK(why(R"({"type":"\x"})") == "a broken string");
}

TEST_CASE("JSON that is not an object is malformed") {
  for (const std::string_view frame : {"[]", "null", "true", "7", R"("hello")", R"([{"type":"hello"}])"})
    CHECK(why(frame) == "not a JSON object");
}

TEST_CASE("invalid UTF-8 is malformed") {
  CHECK(why("{\"type\":\"h\xffllo\"}") == "invalid UTF-8");
  CHECK(why("{\"type\":\"\xc0\xaf\"}") == "invalid UTF-8");
  CHECK(why("{\"type\":\"\xed\xa0\x80\"}") == "invalid UTF-8");
}

TEST_CASE("a number past 64 bits is malformed") {
  CHECK(why(R"({"type":"hello","x":99999999999999999999})") == "a number that is broken or too large");
}

TEST_CASE("the reason never holds the content") {
  for (const std::string_view frame :
       {R"({"type":"reconnect_url","url":"wss://secret)", R"({"url":"wss://secret\x"})", R"(secret)"})
    CHECK(why(frame).find("secret") == std::string::npos);
}

TEST_CASE("nesting is bounded: what is deep passes, what is deeper is malformed, a bomb does no harm") {
  decoded_as<Hello>(nested(60));
  CHECK(why(nested(64)) == "nested too deep");
  CHECK(why(nested(100'000)) == "nested too deep");
  const std::string opened(1'000'000, '['), closed(1'000'000, ']');
  CHECK(why(opened + closed) == "nested too deep");
  CHECK(why(R"({"a":)" + opened + closed + "}") == "nested too deep");
  CHECK(why(opened) == "broken JSON");
}

TEST_CASE("the bound on nesting stays after a long frame") {
  Decoder decoder;
  const std::string big = R"({"type":"hello","x":")" + std::string(1'000'000, 'x') + R"("})";
  CHECK(std::holds_alternative<Hello>(decoder.decode(big)));
  CHECK(std::holds_alternative<Malformed>(decoder.decode(nested(100))));
  CHECK(std::holds_alternative<Hello>(decoder.decode(nested(10))));
}

TEST_CASE("a frame of five megabytes is read like any other") {
  std::string frame = R"({"padding":[)";
  while (frame.size() < 5'000'000) frame += R"({"id":"U1","text":"padding \"quoted\"","n":[1,2.5,true,null]},)";
  frame += R"(0],"presence":"away","user":"U1","type":"presence_change"})";
  CHECK(decoded_as<PresenceChange>(frame).users.size() == 1);
}

TEST_CASE("a decoder goes on after a broken frame and after being moved") {
  Decoder first;
  CHECK(std::holds_alternative<Malformed>(first.decode("{")));
  CHECK(std::holds_alternative<Hello>(first.decode(R"({"type":"hello"})")));
  Decoder second = std::move(first);
  CHECK(std::holds_alternative<Goodbye>(second.decode(R"({"type":"goodbye"})")));
}

TEST_CASE("an event owns what it holds: it outlives the frame and the next one") {
  Decoder decoder;
  std::string frame(kUserChangeFrame);
  const Event event = decoder.decode(frame);
  frame.assign(frame.size(), '#');
  decoder.decode(R"({"type":"user_change","user":{"id":"U9999999","name":"somebody else entirely"}})");
  CHECK(std::get<UserChange>(event).user.status.value().text == "riding a train");
}

TEST_CASE("of a key given twice the first counts") { decoded_as<Hello>(R"({"type":"hello","type":"goodbye"})"); }
